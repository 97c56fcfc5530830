"""How the reference quantizer annotates each operator, one small function per style."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import recipes
from recipes import BIAS_32, Spec, derived_bias, shared_with_edge, shared_with_node

if TYPE_CHECKING:
    from graph import Graph, Node

    Annotator = Callable[[Graph, Node], None]


def annotate(graph: Graph, node: Node) -> None:
    ANNOTATORS[node["target"]](graph, node)


def _set(node: Node, inputs: list[tuple[str, Spec]], output: Spec | None) -> None:
    node["annotation"] = {
        "annotated": True,
        "inputs": [{"node": name, "spec": spec} for name, spec in inputs],
        "output": output,
    }


def _inputs(node: Node) -> list[str]:
    """The names of all argument nodes, in the order of the arguments."""
    names: list[str] = []
    for arg in node["args"]:
        if isinstance(arg, dict):
            names += [arg["node"]] if "node" in arg else arg["nodes"]
    return names


def _output_spec(graph: Graph, name: str) -> Spec | None:
    spec: Spec | None = graph[name].get("annotation", {}).get("output")
    return spec


def _weighted(graph: Graph, node: Node) -> None:
    """Convolution and linear: activation, weight, bias derived from both."""
    x, weight, *bias = _inputs(node)
    specs = [(x, graph.recipe.activation), (weight, graph.recipe.weight)]
    specs += [(name, derived_bias(x, weight, node["name"])) for name in bias]
    _set(node, specs, graph.recipe.activation)


def _own_specs(graph: Graph, node: Node) -> None:
    """One or two inputs and the output, each observed for itself."""
    activation = graph.recipe.activation
    _set(node, [(name, activation) for name in dict.fromkeys(_inputs(node))], activation)


def _matmul(graph: Graph, node: Node) -> None:
    left, right = _inputs(node)
    activation = graph.recipe.activation
    _set(node, [(left, activation), (right, graph.recipe.second_operand)], activation)


def _layer_norm(graph: Graph, node: Node) -> None:
    x, weight, bias = _inputs(node)
    activation = graph.recipe.activation
    _set(node, [(x, activation), (weight, graph.recipe.second_operand), (bias, BIAS_32)], activation)


def _sigmoid(graph: Graph, node: Node) -> None:
    _set(node, [(_inputs(node)[0], graph.recipe.activation)], graph.recipe.sigmoid_output)


def _moves_data(graph: Graph, node: Node) -> None:
    """View, permute, expand, ...: the output has the parameters of the input."""
    (x,) = _inputs(node)
    if _output_spec(graph, x) is None:
        _set(node, [(x, graph.recipe.activation)], shared_with_edge(x, node["name"]))
    else:
        _set(node, [(x, shared_with_node(x))], shared_with_node(x))


def _split(graph: Graph, node: Node) -> None:
    """No output spec here: each item-getter shares the input edge instead."""
    _set(node, [(_inputs(node)[0], graph.recipe.activation)], None)


def _item(graph: Graph, node: Node) -> None:
    (source,) = _inputs(node)
    (split_input,) = _inputs(graph[source])
    _set(node, [], shared_with_edge(split_input, source))


def _concat(graph: Graph, node: Node) -> None:
    """The output's observer takes the union of ranges and writes it back to the inputs."""

    def spec_of(name: str) -> Spec:
        produced = _output_spec(graph, name)
        if produced is not None and produced["kind"] == "shared":
            return shared_with_node(name)
        return graph.recipe.activation

    union: dict[str, Any] = graph.recipe.activation | {"observer": recipes.UNION_OF_INPUTS}
    _set(node, [(name, spec_of(name)) for name in _inputs(node)], union)


ANNOTATORS: dict[str, Annotator] = {
    "_operator.getitem": _item,
    "aten.adaptive_avg_pool2d.default": _own_specs,
    "aten.add.Tensor": _own_specs,
    "aten.cat.default": _concat,
    "aten.conv2d.default": _weighted,
    "aten.expand.default": _moves_data,
    "aten.flatten.using_ints": _moves_data,
    "aten.gelu.default": _own_specs,
    "aten.hardtanh_.default": _own_specs,
    "aten.layer_norm.default": _layer_norm,
    "aten.linear.default": _weighted,
    "aten.matmul.default": _matmul,
    "aten.mul.Tensor": _own_specs,
    "aten.neg.default": _own_specs,
    "aten.permute.default": _moves_data,
    "aten.relu.default": _own_specs,
    "aten.reshape.default": _moves_data,
    "aten.rms_norm.default": _own_specs,
    "aten.select.int": _own_specs,
    "aten.sigmoid.default": _sigmoid,
    "aten.softmax.int": _own_specs,
    "aten.split.Tensor": _split,
    "aten.transpose.int": _moves_data,
    "aten.view.default": _moves_data,
}
