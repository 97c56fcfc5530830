"""What stands between the operators of a graph and only carries quantization.

After `prepare_pt2e` that is observers; after `convert_pt2e`, operators that quantize
and dequantize. An annotated graph has neither: they become specs of the ports that they
stand at.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Set

from opfit._values import Json, bare, flat, is_node, parameters, resolve

# A check of the inputs that torch.export puts in front; it computes nothing.
_GUARDS = "GuardsFn"

# The operators that quantize and dequantize, and their arguments in order.
_PER_TENSOR = ("input", "scale", "zero_point", "quant_min", "quant_max", "dtype")
_PER_CHANNEL = ("input", "scales", "zero_points", "axis", "quant_min", "quant_max", "dtype")
_PER_GROUP = ("input", "scales", "zero_points", "quant_min", "quant_max", "dtype", "group_size")
_AFFINE = ("input", "block_size", "scale", "zero_point", "{}put_dtype", "quant_min", "quant_max")
_ARGUMENTS = {
    f"{namespace}.{direction}quantize_{what}": tuple(name.format(stored) for name in names)
    for direction, stored in (("", "out"), ("de", "in"))
    for namespace, what, names in (
        ("quantized_decomposed", "per_tensor", _PER_TENSOR),
        ("quantized_decomposed", "per_channel", _PER_CHANNEL),
        ("quantized_decomposed", "per_channel_group", _PER_GROUP),
        ("torchao", "affine", _AFFINE),
    )
}

# What the stored type, the scales and the zero points are called.
_DTYPE = ("dtype", "{}put_dtype")
_SCALE = ("scale", "scales")
_ZERO_POINT = ("zero_point", "zero_points")


class Between:
    """The nodes of a graph that carry quantization, and the values they carry."""

    def __init__(self, program: Any) -> None:
        # An ExportedProgram has its graph one step further down.
        self.program = program
        self.gm = getattr(program, "graph_module", program)
        self.observers: Dict[Any, Any] = {}  # module by the node that calls it
        self.conversions: Dict[Any, str] = {}  # operator without overload, by node
        self._carried: Set[Any] = set()  # nodes that serve those alone
        self._nodes = dict.fromkeys(self.gm.graph.nodes)  # in order, to be found in
        for node in self._nodes:
            module = self.called_module(node)
            # Without the overload, which torchao leaves out itself.
            operator = ".".join(str(node.target).split(".")[:2])
            if callable(getattr(module, "calculate_qparams", None)):
                self.observers[node] = module
            elif node.op == "call_function" and operator in _ARGUMENTS:
                self.conversions[node] = operator
            elif type(module).__name__ == _GUARDS:
                self._carried.add(node)
        self._find_carried()

    def called_module(self, node: Any) -> Any:
        return resolve(self.gm, str(node.target)) if node.op == "call_module" else None

    def operators(self) -> List[Any]:
        """All other nodes, in order."""
        return [n for n in self._nodes if not self._is_between(n)]

    def has(self, node: Any) -> bool:
        """False of what converting has removed."""
        return node in self._nodes

    def root(self, node: Any) -> Any:
        """What is quantized or observed; any other node itself."""
        while node in self.observers or node in self.conversions:
            node = node.args[0]
        return node

    def observer_of_edge(self, producer: Any, consumer: Any) -> Any:
        """What `consumer` sees `producer` through, if that is one observer."""
        seen = {n for n in consumer.all_input_nodes if self.root(n) is producer}
        return self.observers.get(seen.pop()) if len(seen) == 1 else None

    def observer_of_output(self, node: Any) -> Any:
        found = [self.observers[n] for n in node.users if n in self.observers]
        return found[0] if len(found) == 1 else None

    def converted_inputs(self, node: Any) -> Dict[Any, Json]:
        """The specs of the inputs that come through a conversion, by producer."""
        return {
            self.root(n): self._spec(n) for n in node.all_input_nodes if n in self.conversions
        }

    def converted_output(self, node: Any) -> Optional[Json]:
        """The spec of a node whose output is quantized, or is stored so."""
        for user in node.users:
            if user in self.conversions and user.args[0] is node:
                return self._spec(user)
        return None

    def value_of(self, node: Any) -> Any:
        """The tensor that a node gives, as operators see it: not as it is stored."""
        for user in node.users:
            if user.args[0] is node and "dequantize" in self.conversions.get(user, ""):
                return user.meta.get("val")
        return node.meta.get("val")

    def _find_carried(self) -> None:
        # Backwards, so that what computes a scale follows what uses it.
        for node in reversed(list(self._nodes)):
            if node.users and all(self._only_serves(node, user) for user in node.users):
                if node.op != "placeholder" or self.values(node) is not None:
                    self._carried.add(node)

    def _only_serves(self, node: Any, user: Any) -> bool:
        is_scale = user in self.conversions and user.args[0] is not node
        return is_scale or user in self._carried

    def _is_between(self, node: Any) -> bool:
        return node in self.observers or node in self.conversions or node in self._carried

    def values(self, node: Any) -> Any:
        """The tensor that a parameter, buffer or constant holds; None for other nodes."""
        if node.op == "get_attr":
            return resolve(self.gm, str(node.target))
        fqn = full_name(self.program, node)
        for holder in ("state_dict", "constants"):
            held = getattr(self.program, holder, None)
            if isinstance(held, dict) and fqn in held:
                return held[fqn]
        return None

    def _spec(self, node: Any) -> Json:
        given = dict(zip(_ARGUMENTS[self.conversions[node]], node.args), **node.kwargs)
        stored = "in" if "dequantize" in self.conversions[node] else "out"
        dtype = _first(given, [name.format(stored) for name in _DTYPE])
        scale, zero_point = _first(given, _SCALE), _first(given, _ZERO_POINT)
        out: Dict[str, Json] = {"kind": "quant", "dtype": bare(dtype)}
        for key in ("quant_min", "quant_max"):
            if isinstance(given.get(key), int):
                out[key] = given[key]
        out.update(_layout(self._shape(node), given))
        # A zero point that is left out is zero.
        known = parameters(self._tensor(scale), 0 if zero_point is None else self._tensor(zero_point))
        out.update(known)
        if is_node(scale) and scale.op == "call_function":
            out["is_dynamic"] = True
        symmetry = _symmetry(out)
        if symmetry:
            granularity = "per_channel" if "ch_axis" in out else "per_tensor"
            out["qscheme"] = f"{granularity}_{symmetry}"
        return out

    def _tensor(self, value: Any) -> Any:
        return self.values(value) if is_node(value) else value


    def _shape(self, node: Any) -> List[int]:
        """Converting leaves some nodes without a value; what they convert has the shape."""
        for known in (node.meta.get("val"), self.values(self.root(node))):
            if known is not None:
                return [s if type(s) is int else -1 for s in known.shape]
        return []


def _layout(shape: List[int], given: Dict[str, Any]) -> Dict[str, Json]:
    """`ch_axis` and `block_size`, where there is more than one scale."""
    if "axis" in given:
        return {"ch_axis": int(given["axis"])}
    if "group_size" in given:
        block = [1] * (len(shape) - 1) + [int(given["group_size"])]
    else:
        block = [s if type(s) is int else -1 for s in given.get("block_size", ())]
    # Of a shape that is not known, every block is a part.
    axes = [i for i, size in enumerate(block) if shape[i : i + 1] != [size]]
    if not axes:
        return {}
    of_one = [i for i in axes if block[i] == 1]
    out: Dict[str, Json] = {"ch_axis": of_one[0] if of_one else axes[0]}
    if len(axes) > 1 or not of_one:
        out["block_size"] = block
    return out


def _first(given: Dict[str, Any], names: Sequence[str]) -> Any:
    return next((given[name] for name in names if name in given), None)


def _symmetry(spec: Dict[str, Json]) -> str:
    """What is known: from the zero points, or from a range that is symmetric itself."""
    zero_points = flat(spec.get("zero_point"))
    if zero_points:
        return "affine" if any(zero_points) else "symmetric"
    has_range = "quant_min" in spec and "quant_max" in spec
    return "symmetric" if has_range and spec["quant_min"] == -spec["quant_max"] else ""


def full_name(program: Any, node: Any) -> str:
    """The full name of the parameter, buffer or constant that a node stands for."""
    if node.op == "get_attr":
        return str(node.target)
    signature = getattr(program, "graph_signature", None)
    for attribute in SIGNATURE:
        names = getattr(signature, attribute, {})
        if node.name in names:
            return str(names[node.name])
    return ""


# Attributes of an ExportGraphSignature, from a placeholder's name to its full name, and
# the kind of node it then is.
SIGNATURE = {
    "inputs_to_parameters": "param",
    "inputs_to_buffers": "buffer",
    "inputs_to_lifted_tensor_constants": "const",
}
