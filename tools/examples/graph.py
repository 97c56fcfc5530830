"""Builds annotated graphs the way torch.export names their nodes.

    g = Graph("tiny", W8A8)
    x = g.input("x", [1, 3, 8, 8])
    w = g.param("conv.weight", [4, 3, 3, 3])
    y = g.op("aten.conv2d.default", [x, w], [1, 4, 6, 6], module="conv")
    g.output(y)
    text = g.to_json()

Every op is annotated as it is added, by the rule of its target (annotators.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from annotators import annotate
from recipes import Recipe

Node = dict[str, Any]
Shape = list[int]

GENERATOR = "tools/examples/generate.py"


class Ref(str):
    """The name of a node, as an argument of another node."""


class Graph:
    def __init__(self, name: str, recipe: Recipe, soc: str = "SM8750") -> None:
        self.name = name
        self.recipe = recipe
        self.soc = soc
        self.nodes: dict[str, Node] = {}
        self._uses: dict[str, int] = {}

    def __getitem__(self, name: str) -> Node:
        return self.nodes[name]

    def shape(self, ref: Ref) -> Shape:
        shape: Shape = self.nodes[ref]["outputs"][0]["shape"]
        return shape

    def input(self, name: str, shape: Shape) -> Ref:
        return self._add({"name": name, "kind": "input", "outputs": tensors(shape)})

    def param(self, fqn: str, shape: Shape) -> Ref:
        name = fqn.replace(".", "_")
        return self._add({"name": name, "kind": "param", "fqn": fqn, "outputs": tensors(shape)})

    def scalar(self) -> Ref:
        """A Python number that the quantizer's first pass lifts to a tensor."""
        return self._add(
            {"name": self._unique("_tensor_constant0"), "kind": "const", "outputs": tensors([1])}
        )

    def op(self, target: str, args: list[Any], *shapes: Shape, module: str | None = None) -> Ref:
        node: Node = {"name": self._unique(base_name(target)), "kind": "op", "target": target}
        if module is not None:
            node["module"] = module
        node |= {"args": [argument(arg) for arg in args], "outputs": tensors(*shapes)}
        ref = self._add(node)
        annotate(self, node)
        return ref

    def output(self, *refs: Ref) -> None:
        self._add({"name": "output", "kind": "output", "args": [{"nodes": list(refs)}]})

    def to_json(self) -> str:
        header = {
            "format": "annotated-graph",
            "version": "1.0",
            "name": self.name,
            "dialect": "aten",
            "producer": {"tool": GENERATOR, "quantizer": f"QnnQuantizer, {self.recipe.name}"},
            "target": {"backend": "htp", "soc": self.soc},
        }
        lines = [f" {compact(key)}: {compact(value)}," for key, value in header.items()]
        nodes = ",\n".join(node_text(node) for node in self.nodes.values())
        return "\n".join(["{", *lines, ' "nodes": [', nodes, " ]", "}"]) + "\n"

    def _add(self, node: Node) -> Ref:
        if node["name"] in self.nodes:
            raise ValueError(f"node {node['name']!r} exists already")
        self.nodes[node["name"]] = node
        return Ref(node["name"])

    def _unique(self, base: str) -> str:
        """conv2d, conv2d_1, conv2d_2, ... as torch.fx counts."""
        count = self._uses.get(base, 0)
        self._uses[base] = count + 1
        return base if count == 0 else f"{base}_{count}"


def base_name(target: str) -> str:
    """aten.conv2d.default -> conv2d; _operator.getitem -> getitem."""
    return target.split(".")[1]


def argument(value: Any) -> Any:
    if isinstance(value, Ref):
        return {"node": str(value)}
    if isinstance(value, list) and value and all(isinstance(item, Ref) for item in value):
        return {"nodes": [str(item) for item in value]}
    return value


def tensors(*shapes: Shape) -> list[dict[str, Any]]:
    return [{"dtype": "float32", "shape": shape} for shape in shapes]


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def fields(node: Node, keys: Iterable[str]) -> str:
    return ", ".join(f"{compact(key)}: {compact(node[key])}" for key in keys if key in node)


def node_text(node: Node) -> str:
    """One node on a few lines: who it is, what it takes, what it gives, its specs."""
    if node["kind"] != "op":
        return "  {" + fields(node, node) + "}"
    lines = [
        fields(node, ("name", "kind", "target", "module")),
        fields(node, ("args",)),
        fields(node, ("outputs",)),
    ]
    if "annotation" in node:
        lines.append(annotation_text(node["annotation"]))
    return "  {" + ",\n   ".join(lines) + "}"


def annotation_text(annotation: dict[str, Any]) -> str:
    inputs = ",".join("\n     " + compact(entry) for entry in annotation["inputs"])
    output = compact(annotation["output"])
    return f'"annotation": {{"annotated": true, "inputs": [{inputs}],\n    "output": {output}}}'
