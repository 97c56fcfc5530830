"""What torch.export makes of the calls that the device tests perform.

`trace_variant` runs the calls of one variant of an exercise: the aten operators
with their arguments in place, and the shape and dtype of everything.
"""

from __future__ import annotations

from math import prod
from typing import Any, Callable

from tracing import Json, Shape, Tensor, Trace

Handler = Callable[..., Any]
CALLS: dict[str, Handler] = {}


def trace_variant(variant: Json) -> Trace:
    trace = Trace()
    values: dict[str, Any] = {}
    for given in variant["inputs"]:
        values[given["name"]] = trace.placeholder("input", given["name"], given["dtype"], tuple(given["shape"]))
    result: Any = None
    for call in variant["calls"]:
        args = [_resolve(trace, values, a) for a in call["args"]]
        kwargs = {k: _resolve(trace, values, v) for k, v in call["kwargs"].items()}
        if "ctor_args" in call:
            kwargs = {**kwargs, "ctor_args": call["ctor_args"], **call["ctor_kwargs"]}
        result = CALLS[call["call"]](trace, *args, **kwargs)
        values[call["out"]] = result
    trace.finish(list(result) if isinstance(result, (list, tuple)) else [result])
    return trace


def _resolve(trace: Trace, values: dict[str, Any], given: Any) -> Any:
    if isinstance(given, list):
        return [_resolve(trace, values, g) for g in given]
    if not isinstance(given, dict):
        return given
    if "ref" in given:
        name, _, position = given["ref"].partition("[")
        value = values[name]
        return value[int(position[:-1])] if position else value
    if "const" in given:
        return trace.constant(given["const"]["dtype"], tuple(given["const"]["shape"]))
    return given["dtype"] if "dtype" in given else given  # a slice stays as it is


def call(*names: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        CALLS.update({name: handler for name in names})
        return handler

    return register


# --- shapes


def broadcast(*shapes: Shape) -> Shape:
    rank = max(len(s) for s in shapes)
    padded = [(1,) * (rank - len(s)) + tuple(s) for s in shapes]
    return tuple(max(sizes) if 0 not in sizes else 0 for sizes in zip(*padded))


def reduced(shape: Shape, dim: Any, keepdim: bool) -> Shape:
    dims = range(len(shape)) if dim is None or dim == [] else [dim] if isinstance(dim, int) else dim
    gone = {d % len(shape) for d in dims}
    return tuple(1 if i in gone else s for i, s in enumerate(shape) if keepdim or i not in gone)


def with_size(shape: Shape, dim: int, size: int) -> Shape:
    return tuple(size if i == dim % len(shape) else s for i, s in enumerate(shape))


def without(shape: Shape, dim: int) -> Shape:
    return tuple(s for i, s in enumerate(shape) if i != dim % len(shape))


def viewed(shape: Shape, wanted: list[int]) -> Shape:
    known = prod(s for s in wanted if s != -1)
    return tuple(prod(shape) // known if s == -1 else s for s in wanted)


# --- one tensor in, one out of the same shape


def unary(target: str, dtype: str | None = None) -> Handler:
    return lambda trace, x, **_: trace.op(target, [x], dtype or x.dtype, x.shape)


for _name, _target in {
    "torch.abs": "abs", "torch.asin": "asin", "torch.atan": "atan", "torch.floor": "floor", "torch.log10": "log10", "torch.neg": "neg",
    "torch.reciprocal": "reciprocal", "torch.round": "round", "torch.rsqrt": "rsqrt", "torch.sigmoid": "sigmoid", "torch.sign": "sign",
    "torch.sin": "sin", "torch.special.expm1": "special_expm1", "torch.clone": "clone", "Tensor.clone": "clone", "torch.nn.GELU": "gelu",
    "torch.nn.Hardsigmoid": "hardsigmoid", "torch.nn.Hardswish": "hardswish", "torch.nn.ReLU": "relu", "torch.rand_like": "rand_like",
    "torch.ops.aten.alias.default": "alias",
}.items():
    CALLS[_name] = unary(f"aten.{_target}.default")
CALLS["torch.isnan"] = unary("aten.isnan.default", "bool")


@call("torch.clamp")
def clamp(trace: Trace, x: Tensor, min: Any = None, max: Any = None) -> Tensor:
    return trace.op("aten.clamp.default", [x, min, max], x.dtype, x.shape)


@call("torch.clamp_max")
def clamp_max(trace: Trace, x: Tensor, max: Any) -> Tensor:
    return trace.op("aten.clamp_max.default", [x, max], x.dtype, x.shape)


@call("torch.clamp_min")
def clamp_min(trace: Trace, x: Tensor, min: Any) -> Tensor:
    return trace.op("aten.clamp_min.default", [x, min], x.dtype, x.shape)


@call("torch.nn.Hardtanh")
def hardtanh(trace: Trace, x: Tensor, min_val: float, max_val: float, ctor_args: list[Any]) -> Tensor:
    return trace.op("aten.hardtanh.default", [x, min_val, max_val], x.dtype, x.shape)


@call("torch.nn.LeakyReLU")
def leaky_relu(trace: Trace, x: Tensor, ctor_args: list[Any], inplace: bool) -> Tensor:
    return trace.op("aten.leaky_relu.default", [x, ctor_args[0]], x.dtype, x.shape)


@call("torch.cumsum")
def cumsum(trace: Trace, x: Tensor, dim: int) -> Tensor:
    return trace.op("aten.cumsum.default", [x, dim], x.dtype, x.shape)


@call("torch.flip")
def flip(trace: Trace, x: Tensor, dims: list[int]) -> Tensor:
    return trace.op("aten.flip.default", [x, dims], x.dtype, x.shape)


@call("torch.roll")
def roll(trace: Trace, x: Tensor, shifts: Any, dims: Any) -> Tensor:
    return trace.op("aten.roll.default", [x, shifts if isinstance(shifts, list) else [shifts], dims], x.dtype, x.shape)


@call("torch.triu")
def triu(trace: Trace, x: Tensor, diagonal: int | None = None) -> Tensor:
    return trace.op("aten.triu.default", [x, diagonal], x.dtype, x.shape)


@call("torch.nn.functional.softmax")
def softmax(trace: Trace, x: Tensor, dim: int) -> Tensor:
    return trace.op("aten.softmax.int", [x, dim], x.dtype, x.shape)


@call("torch.nn.functional.log_softmax")
def log_softmax(trace: Trace, x: Tensor, dim: int) -> Tensor:
    return trace.op("aten.log_softmax.int", [x, dim], x.dtype, x.shape)


@call("Tensor.to")
def to(trace: Trace, x: Tensor, dtype: str) -> Tensor:
    return trace.op("aten.to.dtype", [x, dtype], dtype, x.shape)


# --- two operands, one of which may be a number


def binary(target: str, dtype: str | None = None) -> Handler:
    def handler(trace: Trace, a: Any, b: Any) -> Tensor:
        overload = "Tensor" if isinstance(b, Tensor) else "Scalar"
        tensors = [t for t in (a, b) if isinstance(t, Tensor)]
        shape = broadcast(*(t.shape for t in tensors))
        kind = next((t.dtype for t in tensors if t.is_float), tensors[0].dtype)
        return trace.op(f"aten.{target}.{overload}" if dtype else f"aten.{target}.Tensor", [a, b], dtype or kind, shape)

    return handler


for _name, _target in {"Tensor.__add__": "add", "torch.bitwise_and": "bitwise_and", "torch.bitwise_or": "bitwise_or", "torch.bitwise_xor": "bitwise_xor"}.items():
    CALLS[_name] = binary(_target)
for _name, _target in {
    "Tensor.__eq__": "eq", "Tensor.__ne__": "ne", "Tensor.__ge__": "ge", "Tensor.__gt__": "gt", "Tensor.__lt__": "lt", "torch.ge": "ge", "torch.gt": "gt",
}.items():
    CALLS[_name] = binary(_target, "bool")


@call("torch.logical_and")
def logical_and(trace: Trace, a: Tensor, b: Tensor) -> Tensor:
    return trace.op("aten.logical_and.default", [a, b], "bool", broadcast(a.shape, b.shape))


@call("torch.div")
def div(trace: Trace, a: Any, b: Any, rounding_mode: str | None = None) -> Tensor:
    shape = broadcast(*(t.shape for t in (a, b) if isinstance(t, Tensor)))
    if rounding_mode is None:
        return trace.op("aten.div.Tensor", [a, b], "float32", shape)
    overload = "Tensor_mode" if isinstance(b, Tensor) else "Scalar_mode"
    return trace.op(f"aten.div.{overload}", [a, b], "float32", shape, {"rounding_mode": rounding_mode})


@call("torch.floor_divide")
def floor_divide(trace: Trace, a: Any, b: Tensor) -> Tensor:
    shape = broadcast(*(t.shape for t in (a, b) if isinstance(t, Tensor)))
    return trace.op("aten.floor_divide.default", [a, b], "float32", shape)


@call("torch.ops.aten.pow.Scalar")
def pow_scalar(trace: Trace, base: float, exponent: Tensor) -> Tensor:
    return trace.op("aten.pow.Scalar", [base, exponent], exponent.dtype, exponent.shape)


@call("torch.where")
def where(trace: Trace, condition: Tensor, a: Any, b: Any) -> Tensor:
    tensors = [t for t in (condition, a, b) if isinstance(t, Tensor)]
    overload = {(True, True): "self", (True, False): "ScalarOther", (False, True): "ScalarSelf", (False, False): "Scalar"}[
        isinstance(a, Tensor), isinstance(b, Tensor)
    ]
    return trace.op(f"aten.where.{overload}", [condition, a, b], "float32", broadcast(*(t.shape for t in tensors)))


@call("Tensor.masked_fill_")
def masked_fill(trace: Trace, x: Tensor, mask: Tensor, value: float) -> Tensor:
    return trace.op("aten.masked_fill_.Scalar", [x, mask, value], x.dtype, x.shape)


# --- matrix products and normalisations


@call("torch.bmm")
def bmm(trace: Trace, a: Tensor, b: Tensor) -> Tensor:
    return trace.op("aten.bmm.default", [a, b], a.dtype, (a.shape[0], a.shape[1], b.shape[2]))


@call("torch.einsum")
def einsum(trace: Trace, equation: str, *operands: Tensor) -> Tensor:
    inputs, result = equation.split("->")
    sizes = {letter: size for letters, t in zip(inputs.split(","), operands) for letter, size in zip(letters, t.shape)}
    return trace.op("aten.einsum.default", [equation, list(operands)], "float32", tuple(sizes[letter] for letter in result))


@call("torch.nn.MultiheadAttention")
def attention(trace: Trace, query: Tensor, key: Tensor, value: Tensor, ctor_args: list[int], **_: Any) -> Tensor:
    width, heads = ctor_args

    def linear(x: Tensor, name: str) -> Tensor:
        weight, bias = trace.param(f"{name}_weight", (width, width)), trace.param(f"{name}_bias", (width,))
        return trace.op("aten.linear.default", [x, weight, bias], x.dtype, (*x.shape[:-1], width))

    def split(x: Tensor) -> Tensor:
        batch, length, _ = x.shape
        parts = trace.op("aten.view.default", [x, [batch, length, heads, width // heads]], x.dtype, (batch, length, heads, width // heads))
        return trace.op("aten.transpose.int", [parts, 1, 2], x.dtype, (batch, heads, length, width // heads))

    q, k, v = (split(linear(x, name)) for x, name in ((query, "q"), (key, "k"), (value, "v")))
    mixed = trace.op("aten.scaled_dot_product_attention.default", [q, k, v], q.dtype, q.shape)
    batch, _, length, _ = q.shape
    joined = trace.op("aten.transpose.int", [mixed, 1, 2], q.dtype, (batch, length, heads, width // heads))
    flat = trace.op("aten.view.default", [joined, [batch, length, width]], q.dtype, (batch, length, width))
    return linear(flat, "out")


@call("torch.nn.LayerNorm")
def layer_norm(trace: Trace, x: Tensor, ctor_args: list[Any], eps: float, elementwise_affine: bool, bias: bool) -> Tensor:
    shape = tuple(ctor_args[0])
    weight = trace.param("weight", shape) if elementwise_affine else None
    shift = trace.param("bias", shape) if elementwise_affine and bias else None
    return trace.op("aten.layer_norm.default", [x, list(shape), weight, shift, eps], x.dtype, x.shape)


@call("torch.nn.BatchNorm2d")
def batch_norm(trace: Trace, x: Tensor, ctor_args: list[Any], num_features: int, affine: bool) -> Tensor:
    weight, bias = ((trace.param(n, (num_features,)) if affine else None) for n in ("weight", "bias"))
    mean, var = (trace.placeholder("buffer", n, "float32", (num_features,)) for n in ("running_mean", "running_var"))
    return trace.op("aten.batch_norm.default", [x, weight, bias, mean, var, False, 0.1, 1e-5, True], x.dtype, x.shape)


@call("torch.nn.InstanceNorm2d")
def instance_norm(trace: Trace, x: Tensor, ctor_args: list[Any], affine: bool) -> Tensor:
    weight, bias = ((trace.param(n, (ctor_args[0],)) if affine else None) for n in ("weight", "bias"))
    return trace.op("aten.instance_norm.default", [x, weight, bias, None, None, True, 0.1, 1e-5, True], x.dtype, x.shape)


@call("torch.nn.PReLU")
def prelu(trace: Trace, x: Tensor, ctor_args: list[Any], num_parameters: int, init: float) -> Tensor:
    return trace.op("aten.prelu.default", [x, trace.param("weight", (num_parameters,))], x.dtype, x.shape)


# --- reductions


@call("torch.amin")
def amin(trace: Trace, x: Tensor, dim: Any, keepdim: bool) -> Tensor:
    dims = [] if dim is None else dim if isinstance(dim, list) else [dim]
    return trace.op("aten.amin.default", [x, dims, keepdim], x.dtype, reduced(x.shape, dim, keepdim))


@call("torch.mean")
def mean(trace: Trace, x: Tensor, dim: Any, keepdim: bool) -> Tensor:
    if dim is None:
        return trace.op("aten.mean.default", [x], x.dtype, reduced(x.shape, None, keepdim))
    dims = dim if isinstance(dim, list) else [dim]
    return trace.op("aten.mean.dim", [x, dims, keepdim], x.dtype, reduced(x.shape, dim, keepdim))


@call("torch.argmax")
def argmax(trace: Trace, x: Tensor, dim: int | None, keepdim: bool) -> Tensor:
    return trace.op("aten.argmax.default", [x, dim, keepdim], "int64", reduced(x.shape, dim, keepdim))


@call("torch.max")
def max_dim(trace: Trace, x: Tensor, dim: int) -> list[Tensor]:
    shape = reduced(x.shape, dim, False)
    return trace.tuple_op("aten.max.dim", [x, dim], [(x.dtype, shape), ("int64", shape)])


@call("torch.linalg.vector_norm")
def vector_norm(trace: Trace, x: Tensor, ord: Any, dim: Any, keepdim: bool) -> Tensor:
    dims = dim if dim is None else [dim]
    return trace.op("aten.linalg_vector_norm.default", [x, ord, dims, keepdim], x.dtype, reduced(x.shape, dim, keepdim))


@call("torch.topk")
def topk(trace: Trace, x: Tensor, k: int, dim: int, largest: bool) -> list[Tensor]:
    shape = with_size(x.shape, dim, k)
    return trace.tuple_op("aten.topk.default", [x, k, dim, largest], [(x.dtype, shape), ("int64", shape)])


@call("torch.sort")
def sort(trace: Trace, x: Tensor, dim: int, descending: bool) -> list[Tensor]:
    return trace.tuple_op("aten.sort.default", [x, dim, descending], [(x.dtype, x.shape), ("int64", x.shape)])


# --- shapes and slices


@call("Tensor.view")
def view(trace: Trace, x: Tensor, *sizes: int) -> Tensor:
    return trace.op("aten.view.default", [x, list(sizes)], x.dtype, viewed(x.shape, list(sizes)))


@call("torch.unflatten")
def unflatten(trace: Trace, x: Tensor, dim: int, sizes: list[int]) -> Tensor:
    at = dim % x.rank
    shape = (*x.shape[:at], *viewed((x.shape[at],), sizes), *x.shape[at + 1 :])
    return trace.op("aten.unflatten.int", [x, dim, sizes], x.dtype, shape)


@call("Tensor.unsqueeze")
def unsqueeze(trace: Trace, x: Tensor, dim: int) -> Tensor:
    at = dim % (x.rank + 1)
    return trace.op("aten.unsqueeze.default", [x, dim], x.dtype, (*x.shape[:at], 1, *x.shape[at:]))


@call("torch.swapaxes")
def swapaxes(trace: Trace, x: Tensor, axis0: int, axis1: int) -> Tensor:
    shape = list(x.shape)
    shape[axis0], shape[axis1] = shape[axis1], shape[axis0]
    return trace.op("aten.swapaxes.default", [x, axis0, axis1], x.dtype, tuple(shape))


@call("Tensor.expand")
def expand(trace: Trace, x: Tensor, *sizes: int) -> Tensor:
    shape = tuple(old if new == -1 else new for old, new in zip(x.shape, sizes))
    return trace.op("aten.expand.default", [x, list(sizes)], x.dtype, shape)


@call("Tensor.expand_as")
def expand_as(trace: Trace, x: Tensor, other: Tensor) -> Tensor:
    return trace.op("aten.expand_as.default", [x, other], x.dtype, other.shape)


@call("Tensor.select")
def select(trace: Trace, x: Tensor, dim: int, index: int) -> Tensor:
    return trace.op("aten.select.int", [x, dim, index], x.dtype, without(x.shape, dim))


@call("Tensor.narrow")
def narrow(trace: Trace, x: Tensor, dim: int, start: int, length: int) -> Tensor:
    return trace.op("aten.narrow.default", [x, dim, start, length], x.dtype, with_size(x.shape, dim, length))


@call("Tensor.__getitem__")
def getitem(trace: Trace, x: Tensor, index: Any) -> Tensor:
    items = index if isinstance(index, list) else [index]
    if any(isinstance(i, Tensor) for i in items):
        at = next(n for n, i in enumerate(items) if isinstance(i, Tensor))
        positions = [i if isinstance(i, Tensor) else None for i in items]
        shape = (*x.shape[:at], *items[at].shape, *x.shape[at + 1 :])
        return trace.op("aten.index.Tensor", [x, positions], x.dtype, shape)
    result = x
    for dim, item in enumerate(items):
        start, stop, step = item["slice"]
        if start is stop is step is None:
            continue
        length = len(range(*slice(start, stop, step).indices(result.shape[dim])))
        args = [result, dim, start or 0, stop if stop is not None else 2**63 - 1, step]
        result = trace.op("aten.slice.Tensor", args, result.dtype, with_size(result.shape, dim, length))
    return result


@call("torch.split")
def split(trace: Trace, tensor: Tensor, split_size_or_sections: Any, dim: int) -> list[Tensor]:
    if isinstance(split_size_or_sections, list):
        target, sizes = "aten.split_with_sizes.default", split_size_or_sections
    else:
        target, sizes = "aten.split.Tensor", [split_size_or_sections] * (tensor.shape[dim] // split_size_or_sections)
    outputs = [(tensor.dtype, with_size(tensor.shape, dim, size)) for size in sizes]
    return trace.tuple_op(target, [tensor, split_size_or_sections, dim], outputs)


@call("torch.cat")
def cat(trace: Trace, tensors: list[Tensor], dim: int) -> Tensor:
    first = tensors[0]
    shape = with_size(first.shape, dim, sum(t.shape[dim] for t in tensors))
    return trace.op("aten.cat.default", [tensors, dim], first.dtype, shape)


@call("torch.nn.GLU")
def glu(trace: Trace, x: Tensor, ctor_args: list[Any], dim: int) -> Tensor:
    return trace.op("aten.glu.default", [x, dim], x.dtype, with_size(x.shape, dim, x.shape[dim] // 2))


@call("torch.nn.functional.pad")
def pad(trace: Trace, x: Tensor, amounts: list[int], mode: str, value: float | None = None) -> Tensor:
    shape = list(x.shape)
    for pair in range(len(amounts) // 2):
        shape[-1 - pair] += amounts[2 * pair] + amounts[2 * pair + 1]
    return trace.op("aten.pad.default", [x, amounts, mode, value], x.dtype, tuple(shape))


@call("torch.nn.PixelUnshuffle")
def pixel_unshuffle(trace: Trace, x: Tensor, ctor_args: list[int]) -> Tensor:
    (factor,) = ctor_args
    n, c, h, w = x.shape
    return trace.op("aten.pixel_unshuffle.default", [x, factor], x.dtype, (n, c * factor**2, h // factor, w // factor))


# --- pooling and resizing


@call("torch.nn.AvgPool1d", "torch.nn.AvgPool2d", "torch.nn.AvgPool3d")
def avg_pool(trace: Trace, x: Tensor, ctor_args: list[Any], kernel_size: Any, stride: Any, padding: Any, ceil_mode: bool, count_include_pad: bool) -> Tensor:
    dims = x.rank - 2
    kernel, step, pads = ((v if isinstance(v, list) else [v]) * (dims if not isinstance(v, list) else 1) for v in (kernel_size, stride, padding))
    kernel, step, pads = (v * dims if len(v) == 1 else v for v in (kernel, step, pads))
    sizes = tuple((s + 2 * p - k) // d + 1 for s, p, k, d in zip(x.shape[2:], pads, kernel, step))
    return trace.op(f"aten.avg_pool{dims}d.default", [x, kernel, step, pads, ceil_mode, count_include_pad], x.dtype, (*x.shape[:2], *sizes))


@call("torch.nn.functional.interpolate")
def interpolate(trace: Trace, x: Tensor, scale_factor: list[int], mode: str, align_corners: bool | None) -> Tensor:
    shape = (*x.shape[:2], *(s * f for s, f in zip(x.shape[2:], scale_factor)))
    middle = [] if mode == "nearest" else [align_corners]
    return trace.op(f"aten.upsample_{mode}2d.vec", [x, None, *middle, scale_factor], x.dtype, shape)


@call("torch.nn.functional.grid_sample")
def grid_sample(trace: Trace, x: Tensor, grid: Tensor, mode: str, padding_mode: str, align_corners: bool) -> Tensor:
    modes, paddings = {"bilinear": 0, "nearest": 1}, {"zeros": 0, "border": 1, "reflection": 2}
    args = [x, grid, modes[mode], paddings[padding_mode], align_corners]
    return trace.op("aten.grid_sampler.default", args, x.dtype, (*x.shape[:2], *grid.shape[1:-1]))


# --- reading and writing by index


@call("torch.nn.Embedding")
def embedding(trace: Trace, indices: Tensor, ctor_args: list[Any], num_embeddings: int, embedding_dim: int) -> Tensor:
    table = trace.param("weight", (num_embeddings, embedding_dim))
    return trace.op("aten.embedding.default", [table, indices], "float32", (*indices.shape, embedding_dim))


@call("torch.gather")
def gather(trace: Trace, x: Tensor, dim: int, index: Tensor) -> Tensor:
    return trace.op("aten.gather.default", [x, dim, index], x.dtype, index.shape)


@call("torch.index_select")
def index_select(trace: Trace, x: Tensor, dim: int, index: Tensor) -> Tensor:
    return trace.op("aten.index_select.default", [x, dim, index], x.dtype, with_size(x.shape, dim, index.shape[0]))


@call("torch.index_put")
def index_put(trace: Trace, x: Tensor, indices: list[Tensor], value: Tensor, accumulate: bool) -> Tensor:
    return trace.op("aten.index_put.default", [x, indices, value, accumulate], x.dtype, x.shape)


@call("Tensor.index_put_")
def index_put_(trace: Trace, x: Tensor, indices: list[Tensor], value: Tensor, accumulate: bool) -> Tensor:
    return trace.op("aten.index_put_.default", [x, indices, value, accumulate], x.dtype, x.shape)


@call("torch.scatter")
def scatter(trace: Trace, x: Tensor, dim: int, index: Tensor, value: float) -> Tensor:
    return trace.op("aten.scatter.value", [x, dim, index, value], x.dtype, x.shape)


@call("Tensor.select_scatter")
def select_scatter(trace: Trace, x: Tensor, value: Tensor, dim: int, index: int) -> Tensor:
    return trace.op("aten.select_scatter.default", [x, value, dim, index], x.dtype, x.shape)


@call("Tensor.slice_scatter")
def slice_scatter(trace: Trace, x: Tensor, value: Tensor, dim: int, start: int, end: int, step: int) -> Tensor:
    return trace.op("aten.slice_scatter.default", [x, value, dim, start, end, step], x.dtype, x.shape)


# --- tensor factories


@call("torch.zeros")
def zeros(trace: Trace, size: list[int], dtype: str = "float32") -> Tensor:
    return trace.op("aten.zeros.default", [size], dtype, tuple(size))


CALLS["torch.ones"] = lambda trace, size: trace.op("aten.ones.default", [size], "float32", tuple(size))


@call("torch.full")
def full(trace: Trace, size: list[int], fill_value: float) -> Tensor:
    return trace.op("aten.full.default", [size, fill_value], "float32", tuple(size))


@call("torch.full_like")
def full_like(trace: Trace, x: Tensor, fill_value: float) -> Tensor:
    return trace.op("aten.full_like.default", [x, fill_value], x.dtype, x.shape)


@call("torch.arange")
def arange(trace: Trace, start: int, end: int, step: int, dtype: str) -> Tensor:
    return trace.op("aten.arange.start_step", [start, end, step], dtype, (len(range(start, end, step)),))
