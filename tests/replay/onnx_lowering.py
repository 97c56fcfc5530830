"""What the ONNX Runtime provider makes of one ONNX node: QNN operators.

Follows onnx_to_qnn.json: port order, layouts (channel last), parameters, and
the Convert, Transpose and Reshape operators that the provider inserts. Tensors
carry solved values; the facts give none, so activations get one asymmetric
encoding, and weights a symmetric one where the facts say so.
"""

from __future__ import annotations

from math import prod
from typing import Any, Callable

from tracing import Json, Shape, Tensor, Trace

Lowering = Callable[["Node"], list[Tensor]]
LOWERINGS: dict[str, Lowering] = {}

ACTIVATION_SCALE = 0.02
WEIGHT_SCALE = 0.01
ASYMMETRIC = {"uint8": 100, "int8": -28, "uint16": 30000, "int16": 11, "int4": -3, "uint4": 5}
MIDDLE = {"uint8": 128, "uint16": 32768, "uint4": 8}
BOUNDS = {"uint8": (0, 255), "int8": (-128, 127), "uint16": (0, 65535), "int16": (-32768, 32767), "int4": (-8, 7), "uint4": (0, 15)}
CONTAINER = {"int4": "int8", "uint4": "uint8"}
BIAS = {"kind": "quant", "dtype": "int32", "quant_min": -(2**31), "quant_max": 2**31 - 1, "qscheme": "per_tensor_symmetric", "zero_point": 0}
FIXED_16_BIT = {"Sigmoid": {"uint16": (1 / 65536, 0)}, "Tanh": {"uint16": (1 / 32768, 32768)}}


class Node:
    """One test configuration on its way to QNN."""

    def __init__(self, row: Json) -> None:
        self.row = row
        self.op = row["onnx_op"]
        self.attributes = row["attributes"]
        self.quantized = row["mode"] == "qdq"
        self.trace = Trace()
        self._specs: dict[str, Json | None] = {}
        self.inputs = [self._input(i, given) for i, given in enumerate(row["inputs"])]

    # --- tensors

    def _input(self, position: int, given: Json) -> Tensor:
        kind = "const" if given.get("constant") else "input"
        dtype = {"int64": "int32"}.get(given["dtype"], given["dtype"])  # the provider casts
        if self.row["mode"] == "bf16" and dtype == "float32":
            dtype = "bfloat16"
        shape = tuple(given["shape"]) if given["shape"] is not None else ("n",)
        return self.tensor(kind, f"in{position}", dtype, shape, self._input_spec(position, dtype))

    def _input_spec(self, position: int, dtype: str) -> Json | None:
        if not self.quantized or dtype not in BOUNDS:
            return None
        weight = position == 1 and self.row["weight_dtype"] is not None
        return self.weight_spec(dtype) if weight else self.activation_spec(dtype)

    def activation_spec(self, dtype: str) -> Json:
        return self.solved(dtype, ACTIVATION_SCALE, ASYMMETRIC[dtype])

    def weight_spec(self, dtype: str) -> Json:
        if not dtype.startswith("u"):
            return self.solved(dtype, WEIGHT_SCALE, 0)
        symmetric = self.row["condition"].get("disabled_kind") == "encoding"  # it "needs unsigned symmetric encodings"
        return self.solved(dtype, WEIGHT_SCALE, MIDDLE[dtype] if symmetric else ASYMMETRIC[dtype])

    def solved(self, dtype: str, scale: float, zero_point: int) -> Json:
        low, high = BOUNDS[dtype]
        return {"kind": "quant", "dtype": CONTAINER.get(dtype, dtype), "quant_min": low, "quant_max": high, "qscheme": "per_tensor_affine", "scale": scale, "zero_point": zero_point}

    def per_channel(self, spec: Json, channels: int, axis: int) -> Json:
        return {**spec, "qscheme": "per_channel_symmetric", "ch_axis": axis, "scale": [spec["scale"]] * channels, "zero_point": [0] * channels}

    def tensor(self, kind: str, name: str, dtype: str, shape: Shape, spec: Json | None) -> Tensor:
        """A tensor that is quantized is a float one in the graph, with a spec."""
        tensor = self.trace.placeholder(kind, self.trace.fresh(name), "float32" if spec else dtype, shape)
        self._specs[tensor.node] = spec
        return tensor

    def spec_of(self, tensor: Tensor) -> Json | None:
        return self._specs[tensor.node]

    def reshaped(self, tensor: Tensor, shape: Shape, spec: Json | None = None) -> Tensor:
        """The same tensor in another layout, as the provider hands it over."""
        for node in self.trace.nodes:
            if node["name"] == tensor.node:
                node["outputs"][0]["shape"] = list(shape)
        if spec is not None:
            self._specs[tensor.node] = spec
        moved = Tensor(tensor.node, tensor.dtype, shape)
        self.trace.tensors[tensor.node] = moved
        return moved

    def bias(self, weight: Tensor, activation: Tensor, size: int) -> Tensor:
        """A constant bias: scale of the activation times scale of the weight."""
        spec = self.bias_spec(activation, weight)
        return self.tensor("const", "bias", "float32", (size,), spec)

    def bias_spec(self, activation: Tensor, weight: Tensor) -> Json | None:
        a, w = self.spec_of(activation), self.spec_of(weight)
        if a is None or w is None:
            return None
        if isinstance(w["scale"], list):
            return self.per_channel({**BIAS, "scale": a["scale"] * w["scale"][0]}, len(w["scale"]), 0)
        return {**BIAS, "scale": a["scale"] * w["scale"]}

    # --- operators

    def add(self, op: str, inputs: list[Tensor | None], shape: Shape, output: Json | None | str = "activation", dtype: str | None = None, **params: Any) -> Tensor:
        """One QNN operator. `output`: a spec, None for a plain tensor, or the activation's."""
        first = next(t for t in inputs if t is not None)
        spec = self._output_spec(op, output, first)
        plain = dtype or first.dtype
        result = self.trace.op(op, list(inputs), "float32" if spec else plain, shape, {k: v for k, v in params.items() if v is not None})
        self._specs[result.node] = spec
        self._annotate(inputs, [spec])
        return result

    def add_many(self, op: str, inputs: list[Tensor | None], outputs: list[tuple[str, Shape, Json | None]], **params: Any) -> list[Tensor]:
        """One operator of several results."""
        node = self.trace.op_node(op, list(inputs), {k: v for k, v in params.items() if v is not None})
        node["outputs"] = [{"dtype": "float32" if spec else dtype, "shape": list(shape)} for dtype, shape, spec in outputs]
        self.trace.nodes.append(node)
        self._annotate(inputs, [spec for *_, spec in outputs])
        return []

    def _output_spec(self, op: str, output: Json | None | str, first: Tensor) -> Json | None:
        if not isinstance(output, str):
            return output
        if self._first_activation(first) is None:
            return None
        dtype = self.activation_dtype()
        fixed = FIXED_16_BIT.get(op, {}).get(dtype)
        return self.solved(dtype, *fixed) if fixed else self.activation_spec(dtype)

    def _first_activation(self, first: Tensor) -> Json | None:
        return self.spec_of(first) if self.spec_of(first) else (self.activation_spec(self.activation_dtype()) if self.quantized else None)

    def activation_dtype(self) -> str:
        return str(self.row["activation_dtype"])

    def _annotate(self, inputs: list[Tensor | None], outputs: list[Json | None]) -> None:
        node = self.trace.nodes[-1]
        specs = {t.node: self.spec_of(t) for t in inputs if t is not None and (t.is_float or t.dtype == "bfloat16")}
        node["annotation"] = {
            "annotated": True,
            "inputs": [{"node": name, "spec": spec} for name, spec in specs.items()],
            "output": outputs[0] if len(outputs) == 1 else outputs,
        }

    def convert(self, tensor: Tensor, spec: Json) -> Tensor:
        return self.add("Convert", [tensor], tensor.shape, spec)


def lowering(*names: str) -> Callable[[Lowering], Lowering]:
    def register(function: Lowering) -> Lowering:
        LOWERINGS.update({name: function for name in names})
        return function

    return register


def lower(row: Json) -> Trace:
    node = Node(row)
    results = LOWERINGS[row["onnx_op"]](node)
    node.trace.finish(results)
    return node.trace


def broadcast(*shapes: Shape) -> Shape:
    rank = max(len(s) for s in shapes)
    return tuple(max(sizes) for sizes in zip(*((1,) * (rank - len(s)) + tuple(s) for s in shapes)))


def channel_last(shape: Shape) -> Shape:
    return (shape[0], *shape[2:], shape[1]) if len(shape) > 2 else shape


# --- one operator of the same shape


def same_shape(op: str, result: str | None = None) -> Lowering:
    def function(node: Node) -> list[Tensor]:
        shape = broadcast(*(t.shape for t in node.inputs))
        if result:
            return [node.add(op, list(node.inputs), shape, None, result)]
        return [node.add(op, list(node.inputs), shape)]

    return function


for _op in ("Abs", "Asin", "Cos", "Exp", "Floor", "Log", "Round", "Sign", "Sin"):
    LOWERINGS[_op] = same_shape(f"ElementWise{_op}")
LOWERINGS["Sqrt"] = same_shape("ElementWiseSquareRoot")
LOWERINGS["HardSwish"] = same_shape("HardSwish")
LOWERINGS["Sigmoid"] = same_shape("Sigmoid")
LOWERINGS["Tanh"] = same_shape("Tanh")
LOWERINGS["And"] = same_shape("ElementWiseAnd", "bool")
LOWERINGS["Greater"] = same_shape("ElementWiseGreater", "bool")
LOWERINGS["Less"] = same_shape("ElementWiseLess", "bool")
LOWERINGS["IsNaN"] = same_shape("IsNan", "bool")
LOWERINGS["Max"] = same_shape("ElementWiseMaximum")


@lowering("Add", "Sub", "Mul", "Div")
def arithmetic(node: Node) -> list[Tensor]:
    a, b = node.inputs
    op = {"Add": "ElementWiseAdd", "Sub": "ElementWiseSubtract", "Mul": "ElementWiseMultiply", "Div": "ElementWiseDivide"}[node.op]
    convert = (node.row.get("notes") or {}).get("convert")
    if convert:  # "uint8 to uint16": a DQ then Q pair in front of the second input
        b = node.convert(b, node.activation_spec(convert.split(" to ")[1]))
    return [node.add(op, [a, b], broadcast(a.shape, b.shape))]


@lowering("LeakyRelu")
def leaky_relu(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    slope = node.tensor("const", "alpha", "float16" if x.dtype == "float16" else "float32", (1,), node.weight_spec("uint8") if node.quantized else None)
    return [node.add("Prelu", [x, slope], x.shape)]


@lowering("PRelu")
def prelu(node: Node) -> list[Tensor]:
    x, slope = node.inputs
    return [node.add("Prelu", [x, slope], x.shape)]


@lowering("Where")
def where(node: Node) -> list[Tensor]:
    shape = broadcast(*(t.shape for t in node.inputs))
    return [node.add("ElementWiseSelect", list(node.inputs), shape, node.activation_spec(node.activation_dtype()))]


@lowering("Tan")
def tan(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    sine, cosine = node.add("ElementWiseSin", [x], x.shape), node.add("ElementWiseCos", [x], x.shape)
    return [node.add("ElementWiseDivide", [sine, cosine], x.shape)]


@lowering("Mean")
def mean_of_inputs(node: Node) -> list[Tensor]:
    total, *rest = node.inputs
    for tensor in rest:
        total = node.add("ElementWiseAdd", [total, tensor], total.shape)
    count = node.tensor("const", "count", "float32", (1,), node.activation_spec(node.activation_dtype()) if node.quantized else None)
    return [node.add("ElementWiseDivide", [total, count], total.shape)]


@lowering("Mod")
def mod(node: Node) -> list[Tensor]:
    """Integers go through float, which the floor takes."""
    a, b = (node.add("Cast", [t], t.shape, None, "float32") for t in node.inputs)
    quotient = node.add("ElementWiseDivide", [a, b], a.shape)
    whole = node.add("ElementWiseFloor", [quotient], a.shape)
    product = node.add("ElementWiseMultiply", [whole, b], a.shape)
    rest = node.add("ElementWiseSubtract", [a, product], a.shape)
    return [node.add("Cast", [rest], a.shape, None, "int32")]


@lowering("QuickGelu")
def quick_gelu(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    scaled = x
    if node.attributes["alpha"] != 1.0:
        spec = node.activation_spec(node.activation_dtype()) if node.quantized else None
        alpha = node.tensor("const", "alpha", x.dtype, (1,), spec)
        scaled = node.add("ElementWiseMultiply", [x, alpha], x.shape)
    gate = node.add("Sigmoid", [scaled], x.shape)
    return [node.add("ElementWiseMultiply", [x, gate], x.shape)]


@lowering("Inverse")
def inverse(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    part = (*x.shape[:-2], 1, 1)
    a, b, c, d = (node.add("StridedSlice", [x], part) for _ in range(4))
    left, right = node.add("ElementWiseMultiply", [a, d], part), node.add("ElementWiseMultiply", [b, c], part)
    determinant = node.add("ElementWiseSubtract", [left, right], part)
    parts = [node.add("ElementWiseDivide", [t, determinant], part) for t in (d, b, c, a)]
    rows = [node.add("Concat", pair, (*x.shape[:-2], 1, 2), axis=len(x.shape) - 1) for pair in (parts[:2], parts[2:])]
    return [node.add("Concat", rows, x.shape, axis=len(x.shape) - 2)]


# --- along an axis


@lowering("ArgMax")
def argmax(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    axis, keep = node.attributes.get("axis", 0) % len(x.shape), bool(node.attributes.get("keepdims", 1))
    shape = tuple(1 if i == axis else s for i, s in enumerate(x.shape) if keep or i != axis)
    last = node.attributes.get("select_last_index")
    return [node.add("Argmax", [x], shape, None, "int32", axis=axis, keep_dims=keep, select_last_index=last)]


@lowering("Softmax", "LogSoftmax")
def softmax(node: Node) -> list[Tensor]:
    """The last axis only; another one is moved there, or everything after it is flattened."""
    (x,) = node.inputs
    rank = len(x.shape)
    if "n" in x.shape:
        return [node.add(node.op, [x], x.shape, axis=rank - 1)]
    old = node.row["opset"] < 13
    axis = node.attributes.get("axis", 1 if old else -1) % rank
    if axis == rank - 1:
        return [node.add(node.op, [x], x.shape, axis=axis)]
    if old:
        flat = (prod(x.shape[:axis]), prod(x.shape[axis:]))
        y = node.add(node.op, [node.add("Reshape", [x], flat)], flat, axis=1)
        return [node.add("Reshape", [y], x.shape)]
    order = [i for i in range(rank) if i != axis] + [axis]
    moved = tuple(x.shape[i] for i in order)
    y = node.add(node.op, [node.add("Transpose", [x], moved)], moved, axis=rank - 1)
    return [node.add("Transpose", [y], x.shape)]


@lowering("LpNormalization")
def lp_normalization(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    return [node.add("L2Norm", [x], x.shape, axis=node.attributes["axis"] % len(x.shape))]


@lowering("ReduceMin", "ReduceSum")
def reduce(node: Node) -> list[Tensor]:
    x = node.inputs[0]
    axes = {a % len(x.shape) for a in node.attributes["axes"]}
    keep = node.attributes["keepdims"]
    shape = tuple(1 if i in axes else s for i, s in enumerate(x.shape) if keep or i not in axes)
    return [node.add(node.op, [x], shape, axes=sorted(axes), keep_dims=keep)]


@lowering("TopK")
def topk(node: Node) -> list[Tensor]:
    x, k = node.inputs[0], node.attributes["k (input)"][0]
    axis, rank = node.attributes.get("axis", -1) % len(node.inputs[0].shape), len(node.inputs[0].shape)
    if axis != rank - 1:
        x = node.add("Transpose", [x], tuple(s for i, s in enumerate(x.shape) if i != axis) + (x.shape[axis],))
    shape = (*x.shape[:-1], k)
    return node.add_many("TopK", [x], [("float32", shape, node.spec_of(x)), ("uint32", shape, None)], k=k, largest=bool(node.attributes.get("largest", 1)))


@lowering("Concat")
def concat(node: Node) -> list[Tensor]:
    parts = [t for t in node.inputs if 0 not in t.shape]
    axis = node.attributes["axis"] % len(parts[0].shape)
    shape = tuple(sum(t.shape[i] for t in parts) if i == axis else s for i, s in enumerate(parts[0].shape))
    return [node.add("Concat", list(parts), shape, axis=axis)]


# --- moving values


@lowering("Flatten", "Squeeze", "Unsqueeze")
def reshape(node: Node) -> list[Tensor]:
    x = node.inputs[0]
    if node.op == "Flatten":
        axis = node.attributes["axis"] % len(x.shape)
        shape: Shape = (prod(x.shape[:axis]), prod(x.shape[axis:]))
    elif node.op == "Squeeze":
        gone = {a % len(x.shape) for a in node.attributes["axes (input)"]}
        shape = tuple(s for i, s in enumerate(x.shape) if i not in gone)
    else:
        axes = node.attributes["axes (input)"]
        rank, sizes = len(x.shape) + len(axes), iter(x.shape)
        new = {a % rank for a in axes}
        shape = tuple(1 if i in new else next(sizes) for i in range(rank))
    return [node.add("Reshape", [x], shape)]


@lowering("Transpose")
def transpose(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    if node.row["qnn_op"] == "ChannelShuffle":
        x = node.reshaped(x, (1, 4, 4, 8))
        return [node.add("ChannelShuffle", [x], x.shape, num_groups=2)]
    perm = node.attributes.get("perm", list(reversed(range(len(x.shape)))))
    shape = tuple(x.shape[p] for p in perm)
    if len(x.shape) > 5:  # a unit dimension that stays in place is dropped around it
        x = node.reshaped(x, x.shape[1:])
        shape = tuple(x.shape[p - 1] for p in perm[1:])
    return [node.add("Transpose", [x], shape, perm=perm)]


@lowering("DepthToSpace", "SpaceToDepth")
def depth_and_space(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    block = node.attributes["blocksize"]
    n, h, w, c = channel_last(x.shape)
    x = node.reshaped(x, (n, h, w, c))
    to_space = node.op == "DepthToSpace"
    shape = (n, h * block, w * block, c // block**2) if to_space else (n, h // block, w // block, c * block**2)
    return [node.add(node.op, [x], shape, mode=node.attributes.get("mode"))]


@lowering("Pad")
def pad(node: Node) -> list[Tensor]:
    """Negative amounts are cut off by a slice afterwards."""
    x, amounts = node.inputs[0], node.attributes["pads (input)"]
    rank = len(x.shape)
    before, after = amounts[:rank], amounts[rank:]
    grown = tuple(s + max(b, 0) + max(a, 0) for s, b, a in zip(x.shape, before, after))
    value = node.attributes["constant_value"] if node.attributes["has_constant_value"] else None
    y = node.add("Pad", [x], grown, scheme=node.attributes["mode"], pad_constant_value=value)
    if min(amounts) < 0:
        y = node.add("StridedSlice", [y], tuple(g + min(b, 0) + min(a, 0) for g, b, a in zip(grown, before, after)))
    return [y]


@lowering("Resize")
def resize(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    sizes = node.attributes.get("sizes (input)") or [int(s * f) for s, f in zip(x.shape, node.attributes["scales (input)"])]
    x = node.reshaped(x, channel_last(x.shape))
    op, mode = node.row["qnn_op"], node.attributes["coordinate_transformation_mode"]
    if op == "Resize":
        modes = {"nearest": 0, "linear": 1, "cubic": 2}
        return [node.add(op, [x], channel_last(tuple(sizes)), interpolation_mode=modes[node.attributes["mode"]])]
    params = {"align_corners": mode == "align_corners", "half_pixel_centers": mode == "half_pixel"}
    return [node.add(op, [x], channel_last(tuple(sizes)), **params)]


@lowering("MaxPool")
def max_pool(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    shape = x.shape if len(x.shape) == 4 else (*x.shape[:2], 1, x.shape[2])
    x = node.reshaped(x, x.shape if len(x.shape) == 3 else channel_last(shape))
    pooled = channel_last((*shape[:2], 1, 1))
    if len(x.shape) == 3:  # reshaped to two dimensions and back
        x = node.add("Reshape", [x], channel_last(shape))
        y = node.add("PoolMax2d", [x], pooled)
        return [node.add("Reshape", [y], (*shape[:2], 1))]
    return [node.add("PoolMax2d", [x], pooled)]


@lowering("GridSample")
def grid_sample(node: Node) -> list[Tensor]:
    x, grid = node.inputs
    x = node.reshaped(x, channel_last(x.shape))
    modes, paddings = {"bilinear": 0, "linear": 0, "nearest": 1}, {"zeros": 0, "border": 1, "reflection": 2}
    params = {"mode": modes[node.attributes.get("mode", "linear")], "padding_mode": paddings[node.attributes.get("padding_mode", "zeros")]}
    return [node.add("GridSample", [x, grid], (x.shape[0], *grid.shape[1:-1], x.shape[-1]), **params)]


# --- reading and writing by index


@lowering("Gather")
def gather(node: Node) -> list[Tensor]:
    following = (node.row.get("notes") or {}).get("following_ops")
    x, indices = node.inputs[0], node.inputs[-1]
    if following:  # replaced by a Reshape and a Transpose
        flat = node.add("Reshape", [x], (*x.shape[3:], 1))
        moved = node.add("Transpose", [flat], tuple(reversed(flat.shape)))
        return [node.add("Reshape", [moved], tuple(node.attributes["final_shape"]))]
    axis = node.attributes["axis"]
    data = [via_bytes(node, t) for t in node.inputs[:-1]]
    shapes = [(*t.shape[:axis], *indices.shape, *t.shape[axis + 1 :]) for t in data]
    return [from_bytes(node, node.add("Gather", [t, indices], s, node.spec_of(t), axis=axis)) for t, s in zip(data, shapes)]


@lowering("GatherElements")
def gather_elements(node: Node) -> list[Tensor]:
    x, indices = node.inputs
    x = via_bytes(node, x)
    y = node.add("GatherElements", [x, indices], indices.shape, node.spec_of(x), axis=node.attributes["axis"] % len(x.shape))
    return [from_bytes(node, y)]


def via_bytes(node: Node, tensor: Tensor) -> Tensor:
    """Booleans go through 8 bits."""
    return node.add("Cast", [tensor], tensor.shape, node.solved("uint8", 1.0, 0)) if tensor.dtype == "bool" else tensor


def from_bytes(node: Node, tensor: Tensor) -> Tensor:
    return node.add("Cast", [tensor], tensor.shape, None, "bool") if node.row["activation_dtype"] == "bool" else tensor


@lowering("ScatterElements", "ScatterND")
def scatter(node: Node) -> list[Tensor]:
    data, indices, updates = node.inputs
    op = {"ScatterElements": "ScatterElements", "ScatterND": "ScatterNd"}[node.op]
    if (node.row.get("notes") or {}).get("note", "").startswith("int32 data is not valid"):
        data, updates = (node.add("Cast", [t], t.shape, None, "float32") for t in (data, updates))
    return [node.add(op, [data, indices, updates], data.shape, node.spec_of(data), reduction=node.attributes.get("reduction", "none"))]


# --- products and norms


@lowering("Gemm")
def gemm(node: Node) -> list[Tensor]:
    a, b, c = node.inputs
    if node.attributes.get("transA"):
        a = node.add("Transpose", [a], tuple(reversed(a.shape)))
    return [fully_connected(node, a, b, c, bool(node.attributes.get("transB")))]


@lowering("MatMul")
def matmul(node: Node) -> list[Tensor]:
    a, b = node.inputs
    if len(a.shape) == 1:
        a = node.reshaped(a, (1, *a.shape))
    if len(b.shape) == 1:
        b = node.reshaped(b, (*b.shape, 1))
    if node.quantized and node.row["weight_granularity"] == "per_channel":
        spec = {k: v for k, v in node.weight_spec(node.row["weight_dtype"]).items()}
        b = node.reshaped(b, b.shape, node.per_channel(spec, b.shape[-1], len(b.shape) - 1))
    if blockwise(node):
        b = node.reshaped(b, b.shape, lpbq(node, b, axis=len(b.shape) - 1))
    both_wide = "16" in str(node.row["weight_dtype"]) and node.activation_dtype() == "uint16"
    constant = node.row["inputs"][1].get("constant")
    if node.quantized and both_wide and "u" in node.row["weight_dtype"]:
        b = node.convert(b, node.solved("int16", WEIGHT_SCALE, 0) if constant else node.weight_spec("uint8"))
    if node.row["qnn_op"] == "FullyConnected":
        return [fully_connected(node, a, b, None, False)]
    shape = (*broadcast(a.shape[:-2], b.shape[:-2]), a.shape[-2], b.shape[-1])
    return [node.add("MatMul", [a, b], shape, transpose_in0=False, transpose_in1=False)]


def blockwise(node: Node) -> bool:
    return str(node.row["weight_granularity"]).startswith("block")


def lpbq(node: Node, weight: Tensor, axis: int) -> Json:
    other = 1 - axis
    block = [1] * len(weight.shape)
    block[other] = node.row["block_size"]
    spec = {k: v for k, v in node.weight_spec("int4").items() if k not in ("scale", "zero_point")}
    return {**spec, "qscheme": "per_channel_symmetric", "ch_axis": axis, "block_size": block}


def fully_connected(node: Node, a: Tensor, b: Tensor, c: Tensor | None, transposed: bool) -> Tensor:
    """The weight is [n, k]."""
    n, k = b.shape if transposed else (b.shape[-1], b.shape[-2])
    spec = node.spec_of(b)
    constant = any(x["name"] == b.node and x["kind"] == "const" for x in node.trace.nodes)
    if spec is not None and "ch_axis" in spec:
        spec = {**spec, "ch_axis": 0}
        if "block_size" in spec:
            spec["block_size"] = list(reversed(spec["block_size"]))
    if transposed or constant:
        b = node.reshaped(b, (n, k), spec)
    else:
        b = node.add("Transpose", [b], (n, k), spec)
    flat = (prod(a.shape[:-1]), a.shape[-1])
    if len(a.shape) > 2:
        a = node.add("Reshape", [a], flat)
    if c is not None:
        derived = node.bias_spec(a, b)
        c = node.reshaped(c, (n,), derived)
        if derived is not None:
            next(x for x in node.trace.nodes if x["name"] == c.node)["outputs"][0]["dtype"] = "float32"
            c = Tensor(c.node, "float32", (n,))
            node.trace.tensors[c.node] = c
    elif node.quantized and not blockwise(node):
        c = node.bias(b, a, n)
    return node.add("FullyConnected", [a, b, c], (flat[0], n))


@lowering("LayerNormalization", "RMSNormalization")
def norm(node: Node) -> list[Tensor]:
    x, scale, *bias = node.inputs
    op = "LayerNorm" if node.op == "LayerNormalization" else "RmsNorm"
    if bias:
        shift = node.reshaped(bias[0], bias[0].shape, node.bias_spec(x, scale))
        next(n for n in node.trace.nodes if n["name"] == shift.node)["outputs"][0]["dtype"] = "float32"
        shift = Tensor(shift.node, "float32", shift.shape)
        node.trace.tensors[shift.node] = shift
    elif op == "RmsNorm":
        shift = node.tensor("const", "beta", "float32", scale.shape, node.solved("uint8", WEIGHT_SCALE, 0))
    else:
        shift = node.bias(scale, x, scale.shape[0])
    axis = node.attributes["axis"] % len(x.shape)
    return [node.add(op, [x, scale, shift], x.shape, axes=[axis], axis=axis)]


@lowering("BatchNormalization")
def batch_norm(node: Node) -> list[Tensor]:
    x, scale, bias = node.inputs
    x = node.reshaped(x, channel_last(x.shape))
    if node.row["bias_dtype"] == "int32":
        bias = node.reshaped(bias, bias.shape, node.bias_spec(x, scale))
        next(n for n in node.trace.nodes if n["name"] == bias.node)["outputs"][0]["dtype"] = "float32"
        bias = Tensor(bias.node, "float32", bias.shape)
        node.trace.tensors[bias.node] = bias
    elif node.quantized:  # the signed 8-bit scale becomes a 16-bit one, the folded bias a 32-bit one
        scale = node.reshaped(scale, scale.shape, node.solved("int16", WEIGHT_SCALE, 0))
        bias = node.reshaped(bias, bias.shape, node.bias_spec(x, scale))
    return [node.add("Batchnorm", [x, scale, bias], x.shape)]


@lowering("MultiHeadAttention")
def attention(node: Node) -> list[Tensor]:
    heads = node.attributes["num_heads"]

    def split(x: Tensor, order: tuple[int, ...]) -> Tensor:
        batch, length, width = x.shape
        shape = (batch, length, heads, width // heads)
        parts = node.add("Reshape", [x], shape)
        return node.add("Transpose", [parts], tuple(shape[i] for i in order))

    q, k, v = split(node.inputs[0], (0, 2, 1, 3)), split(node.inputs[1], (0, 2, 3, 1)), split(node.inputs[2], (0, 2, 1, 3))
    scores = (*q.shape[:-1], k.shape[-1])
    weights = node.add("MatMul", [q, k], scores)
    scale = node.tensor("const", "scale", q.dtype, (1,), None)
    weights = node.add("Softmax", [node.add("ElementWiseMultiply", [weights, scale], scores)], scores, axis=3)
    mixed = node.add("MatMul", [weights, v], v.shape)
    moved = node.add("Transpose", [mixed], tuple(mixed.shape[i] for i in (0, 2, 1, 3)))
    return [node.add("Reshape", [moved], node.inputs[0].shape)]


# --- the rest


@lowering("QuantizeLinear")
def quantize(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    spec = node.activation_spec(node.row["output_dtype"])
    y = node.add("Quantize", [x], x.shape, spec)
    return [node.add("Dequantize", [y], x.shape, None, "float32")]


@lowering("RandomUniformLike")
def random(node: Node) -> list[Tensor]:
    (x,) = node.inputs
    seed = node.tensor("const", "seed", "float32", (1,), None)
    shape = node.tensor("const", "shape", "uint32", (len(x.shape),), None)
    return [node.add("RandomUniformLike", [shape, seed], x.shape, None, "float32")]


@lowering("STFT")
def stft(node: Node) -> list[Tensor]:
    (signal,) = node.inputs
    if len(signal.shape) == 2:
        signal = node.add("ExpandDims", [signal], (*signal.shape, 1))
    window = node.tensor("const", "window", "float32", (16,), None)
    return [node.add("Stft", [signal, window], (1, 15, 9, 2))]


@lowering("LSTM")
def lstm(node: Node) -> list[Tensor]:
    """One QNN operator a direction and step; the weights are split per gate."""
    x = node.inputs[0]
    _, batch, width = x.shape
    hidden = node.attributes["hidden_size"]
    if node.quantized:  # it runs in float
        x = node.add("Dequantize", [x], x.shape, None, "float16")

    def constants(name: str, shape: Shape, count: int) -> list[Tensor | None]:
        return [node.tensor("const", name, x.dtype, shape, None) for _ in range(count)]

    step = node.add("StridedSlice", [x], (batch, width), None)
    gates = constants("input_weight", (hidden, width), 3) + constants("recurrent_weight", (hidden, hidden), 3) + constants("gate_bias", (hidden,), 3)
    states = constants("state", (batch, hidden), 2)
    absent: list[Tensor | None] = [None]
    input_gate = constants("input_weight", (hidden, width), 1) + constants("recurrent_weight", (hidden, hidden), 1)
    inputs = [step, *gates, *states, *absent * 4, *input_gate, *absent * 3, *constants("gate_bias", (hidden,), 1)]
    node.add_many("Lstm", inputs, [(x.dtype, (batch, hidden), None)] * 3, direction=0)
    return []
