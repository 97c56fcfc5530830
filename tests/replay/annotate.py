"""Annotates a traced graph the way the reference quantizer does.

Which style an operator gets, and the specs of a quantization dtype, come from
the facts (htp_ops.json, quant_recipes.json); a style is a function here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from tracing import Json, Tensor, Trace

Spec = Json | None

# The quantizer rewrites these before it annotates; what takes their place
# carries the same specs at its boundary.
REWRITTEN = {
    "aten.eq.Scalar": "binary", "aten.ne.Scalar": "binary", "aten.gt.Scalar": "binary", "aten.ge.Scalar": "binary",
    "aten.lt.Scalar": "binary", "aten.le.Scalar": "binary",
    "aten.div.Tensor_mode": "binary", "aten.div.Scalar_mode": "binary", "aten.pow.Scalar": "binary",
    "aten.einsum.default": "binary", "aten.leaky_relu.default": "binary",
    "aten.where.ScalarOther": "select", "aten.where.Scalar": "select", "aten.masked_fill_.Scalar": "select",
    "aten.glu.default": "single_in_single_out", "aten.log10.default": "single_in_single_out",
    "aten.reciprocal.default": "single_in_single_out", "aten.roll.default": "single_in_single_out",
    "aten.special_expm1.default": "single_in_single_out", "aten.triu.default": "single_in_single_out",
    "aten.select_scatter.default": "scatter",
    # Without a rule of its own; its only user quantizes what it gives.
    "aten.rand_like.default": "output_only",
}
# One of several rules for a name of two, chosen by the device tests' use.
FIXED_OUTPUTS = {"aten.sigmoid.default": "sigmoid", "aten.hardsigmoid.default": "sigmoid", "aten.tanh.default": "tanh"}


@dataclass(frozen=True)
class Recipe:
    """The specs of one quantization dtype."""

    bits: int  # of activations
    activation: Json
    weight: Json
    bias: Json | None  # None: derived
    per_channel: bool

    @property
    def second_operand(self) -> Json:
        """What a product or a norm takes at its second port."""
        if self.bits == 8:
            return self.activation
        return {"kind": "quant", "dtype": "int16", "quant_min": -32767, "quant_max": 32767, "qscheme": "per_tensor_symmetric"}


def make_recipe(recipes: Json, name: str, per_channel: bool) -> Recipe:
    known = next(r for r in recipes["quant_dtypes"] if r["name"] == f"use_{name}")
    bits = int(name.split("a")[0])
    activation = {"kind": "quant", "dtype": "uint8" if bits == 8 else "int32", "quant_min": 0, "quant_max": 2**bits - 1, "qscheme": "per_tensor_affine"}
    weight = _spec(known["weight_per_channel" if per_channel else "weight_per_tensor"])
    return Recipe(bits, activation, weight, None if per_channel else _spec(known["bias_per_tensor"]), per_channel)


def _spec(fact: Json) -> Json:
    spec: Json = {"kind": "quant", "dtype": fact["dtype"].split(" ")[0]}
    if fact["quant_min"] is not None:
        spec |= {"quant_min": fact["quant_min"], "quant_max": fact["quant_max"]}
    spec["qscheme"] = fact["qscheme"].split(",")[0]
    return spec | ({"ch_axis": 0} if "per_channel" in spec["qscheme"] else {})


def rule_styles(htp_ops: Json) -> dict[str, str]:
    styles = dict(REWRITTEN)
    for entry in htp_ops["ops"] + htp_ops["unmapped_rules"]:
        for rule in entry.get("rules", [entry]):
            styles.update({name: rule["annotation_style"] for name in rule["aten_ops"]})
    return styles


class Annotator:
    def __init__(self, trace: Trace, recipe: Recipe | None, styles: dict[str, str]) -> None:
        self._trace = trace
        self._recipe = recipe
        self._styles = styles
        self._by_name = {node["name"]: node for node in trace.nodes}

    def run(self) -> None:
        for node in self._trace.op_nodes():
            if self._recipe is None:
                self._leave_float(node)
            elif node["target"] == "_operator.getitem":
                self._take_item(node)
            elif node["target"] in self._styles:
                STYLES[self._styles[node["target"]]](self, node)
            elif node["target"] == "aten.isnan.default":
                self._leave_float(node)  # no rule: the tensor stays float

    # --- what styles are made of

    @property
    def recipe(self) -> Recipe:
        assert self._recipe is not None
        return self._recipe

    def inputs(self, node: Json) -> list[Tensor]:
        names = []
        for arg in node["args"]:
            if isinstance(arg, dict):
                names += [arg["node"]] if "node" in arg else [n for n in arg["nodes"] if n]
        return [self._trace.tensors[n] for n in names if n in self._trace.tensors]

    def argument(self, node: Json, position: int) -> Tensor | None:
        arg = node["args"][position] if position < len(node["args"]) else None
        return self._trace.tensors.get(arg["node"]) if isinstance(arg, dict) and "node" in arg else None

    def set(self, node: Json, inputs: list[tuple[str, Spec]], output: Spec) -> None:
        node["annotation"] = {"annotated": True, "inputs": [{"node": n, "spec": s} for n, s in dict(inputs).items()], "output": output}

    def gives_float(self, node: Json) -> bool:
        return node["outputs"][0]["dtype"].startswith("float")

    def float_inputs(self, node: Json) -> list[tuple[str, Spec]]:
        return [(t.node, self.recipe.activation) for t in self.inputs(node) if t.is_float]

    def output_spec(self, node: Json) -> Spec:
        return self.recipe.activation if self.gives_float(node) else None

    def produced_spec(self, name: str) -> Spec:
        return self._by_name[name].get("annotation", {}).get("output")

    def share_with_input(self, node: Json, name: str) -> tuple[Spec, Spec]:
        """Specs of the input and of what shares with it."""
        if self.produced_spec(name) is None:
            return self.recipe.activation, {"kind": "shared", "with": {"edge": [name, node["name"]]}}
        return (shared := {"kind": "shared", "with": {"node": name}}), shared

    # --- without a style

    def _leave_float(self, node: Json) -> None:
        self.set(node, [(t.node, None) for t in self.inputs(node) if t.is_float], None)

    def _take_item(self, node: Json) -> None:
        source = self._by_name[node["args"][0]["node"]]
        style = self._styles.get(source["target"])
        if not self.gives_float(node):
            return
        if style == "topk":
            self.set(node, [], {"kind": "shared", "with": {"node": source["name"]}})
        elif style == "multi_out_share_in":
            edge = [source["args"][0]["node"], source["name"]]
            self.set(node, [], {"kind": "shared", "with": {"edge": edge}})
        else:
            self.set(node, [], self.recipe.activation)


Style = Callable[[Annotator, Json], None]


def _single_in_single_out(a: Annotator, node: Json) -> None:
    a.set(node, a.float_inputs(node)[:1], a.output_spec(node))


def _single_in(a: Annotator, node: Json) -> None:
    a.set(node, a.float_inputs(node)[:1], None)


def _binary(a: Annotator, node: Json) -> None:
    a.set(node, a.float_inputs(node), a.output_spec(node))


def _output_only(a: Annotator, node: Json) -> None:
    a.set(node, [], a.output_spec(node))


def _in_out_sharing(a: Annotator, node: Json) -> None:
    first = a.inputs(node)[0]
    if not first.is_float:
        return
    own, shared = a.share_with_input(node, first.node)
    a.set(node, [(first.node, own)], shared)


def _concat_union(a: Annotator, node: Json) -> None:
    union = a.recipe.activation | {"observer": "ConcatObserver"}
    specs = []
    for tensor in a.inputs(node):
        produced = a.produced_spec(tensor.node)
        shares = produced is not None and produced["kind"] == "shared"
        specs.append((tensor.node, {"kind": "shared", "with": {"node": tensor.node}} if shares else a.recipe.activation))
    a.set(node, specs, union)


def _weighted(a: Annotator, node: Json) -> None:
    x, weight, *bias = a.inputs(node)
    specs: list[tuple[str, Spec]] = [(x.node, a.recipe.activation), (weight.node, a.recipe.weight)]
    for tensor in bias:
        derived = {
            "kind": "derived", "from": [{"edge": [x.node, node["name"]]}, {"edge": [weight.node, node["name"]]}], "dtype": "int32",
            "quant_min": -(2**31), "quant_max": 2**31 - 1, "qscheme": "per_channel_symmetric", "ch_axis": 0,
        }
        specs.append((tensor.node, a.recipe.bias or derived))
    a.set(node, specs, a.recipe.activation)


def _matmul(a: Annotator, node: Json) -> None:
    left, right = a.inputs(node)
    a.set(node, [(left.node, a.recipe.activation), (right.node, a.recipe.second_operand)], a.recipe.activation)


def _norm(a: Annotator, node: Json) -> None:
    """Layer norm has its scale at argument 2, the other norms at 1."""
    of_layer = node["target"] == "aten.layer_norm.default"
    scale, bias = (a.argument(node, i) for i in ((2, 3) if of_layer else (1, 2)))
    wide = a.recipe.second_operand if of_layer else a.recipe.weight
    scale_spec = a.recipe.activation if a.recipe.bits == 8 else wide
    bias_spec = {"kind": "quant", "dtype": "int32", "quant_min": -(2**31), "quant_max": 2**31 - 1, "qscheme": "per_tensor_symmetric"}
    specs: list[tuple[str, Spec]] = [(a.inputs(node)[0].node, a.recipe.activation)]
    specs += [(t.node, s) for t, s in ((scale, scale_spec), (bias, bias_spec)) if t is not None]
    a.set(node, specs, a.recipe.activation)


def _fixed_output(a: Annotator, node: Json) -> None:
    bits, kind = a.recipe.bits, FIXED_OUTPUTS[node["target"]]
    output = a.recipe.activation
    if kind == "sigmoid" or bits == 16:
        scale, zero_point = (1 / 2**bits, 0) if kind == "sigmoid" else (1 / 2**15, 2**15)
        output = {**output, "kind": "fixed", "scale": scale, "zero_point": zero_point}
    a.set(node, a.float_inputs(node), output)


def _topk(a: Annotator, node: Json) -> None:
    (x,) = a.inputs(node)
    a.set(node, [(x.node, a.recipe.activation)], {"kind": "shared", "with": {"edge": [x.node, node["name"]]}})


def _multi_out_share_in(a: Annotator, node: Json) -> None:
    (x,) = a.inputs(node)
    a.set(node, [(x.node, a.recipe.activation)], None)


def _n_in_share_first(a: Annotator, node: Json) -> None:
    first, *rest = a.inputs(node)
    shared: Spec = {"kind": "shared", "with": {"edge": [first.node, node["name"]]}}
    a.set(node, [(first.node, a.recipe.activation), *((t.node, shared) for t in rest)], shared)


def _embedding(a: Annotator, node: Json) -> None:
    table = a.inputs(node)[0].node
    if a.recipe.per_channel:
        a.set(node, [(table, a.recipe.weight)], a.recipe.activation)
    else:
        a.set(node, [(table, a.recipe.activation)], {"kind": "shared", "with": {"edge": [table, node["name"]]}})


def _scatter(a: Annotator, node: Json) -> None:
    """The destination is observed; the written values and the output share with it."""
    first, *rest = [t for t in a.inputs(node) if t.is_float]
    shared: Spec = {"kind": "shared", "with": {"edge": [first.node, node["name"]]}}
    a.set(node, [(first.node, a.recipe.activation), *((t.node, shared) for t in rest)], shared)


def _value_share_out(a: Annotator, node: Json) -> None:
    """Only the written value is annotated; the destination may be a buffer that is folded later."""
    value = a.inputs(node)[-1]
    if value.is_float:
        a.set(node, [(value.node, a.recipe.activation)], {"kind": "shared", "with": {"edge": [value.node, node["name"]]}})


STYLES: dict[str, Style] = {
    "single_in": _single_in, "single_in_single_out": _single_in_single_out, "binary": _binary, "output_only": _output_only,
    "select": _binary, "in_out_sharing": _in_out_sharing, "concat_union": _concat_union, "conv": _weighted, "matmul": _matmul,
    "norm": _norm, "fixed_output": _fixed_output, "topk": _topk, "multi_out_share_in": _multi_out_share_in,
    "n_in_share_first": _n_in_share_first, "embedding": _embedding, "scatter": _scatter, "value_share_out": _value_share_out,
}
