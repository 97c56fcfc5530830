#!/usr/bin/env python3
"""Writes the ONNX models that golden cases read, byte by byte and without a library.

    tools/examples/onnx_models.py [--check]

A model is a serialized ModelProto (onnx/onnx: onnx/onnx.proto). Field numbers
below are those of that file. With --check nothing is written; the exit status
is 1 if a committed file differs from what would be written.
"""

from __future__ import annotations

import argparse
import struct
import sys
from pathlib import Path
from typing import Iterable, Sequence, Union

GOLDEN = Path(__file__).resolve().parent.parent.parent / "tests" / "golden"

FLOAT, UINT8, INT8, UINT16, INT16, INT32, INT64, UINT4, INT4 = 1, 2, 3, 4, 5, 6, 7, 21, 22
FORMATS = {FLOAT: "f", UINT8: "B", INT8: "b", UINT16: "H", INT16: "h", INT32: "i", INT64: "q"}

Attribute = Union[int, str, Sequence[int], bytes]


# --- the wire format


def varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def text(field: int, value: Union[str, bytes]) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(raw)) + raw


# --- messages


def tensor(name: str, dtype: int, dims: Sequence[int], values: Sequence[float]) -> bytes:
    """A TensorProto; values of 4 bits lie two in a byte, the first one low."""
    if dtype in (INT4, UINT4):
        nibbles = [int(v) & 15 for v in values] + [0] * (len(values) % 2)
        raw = bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2]))
    else:
        raw = struct.pack(f"<{len(values)}{FORMATS[dtype]}", *values)
    return b"".join(number(1, d) for d in dims) + number(2, dtype) + text(8, name) + text(9, raw)


def value_info(name: str, dtype: int, dims: Sequence[Union[int, str]]) -> bytes:
    shape = b"".join(text(1, text(2, d) if isinstance(d, str) else number(1, d)) for d in dims)
    return text(1, name) + text(2, text(1, number(1, dtype) + text(2, shape)))


def attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return text(1, name) + number(3, value) + number(20, 2)
    if isinstance(value, str):
        return text(1, name) + text(4, value) + number(20, 3)
    if isinstance(value, bytes):  # a graph
        return text(1, name) + text(6, value) + number(20, 5)
    return text(1, name) + b"".join(number(8, v) for v in value) + number(20, 7)


def node(op: str, inputs: Iterable[str], outputs: Iterable[str], name: str = "", domain: str = "", **attributes: Attribute) -> bytes:
    parts = [text(1, i) for i in inputs] + [text(2, o) for o in outputs]
    parts += [text(3, name)] if name else []
    parts += [text(4, op)] + [text(5, attribute(k, v)) for k, v in attributes.items()]
    return b"".join(parts + ([text(7, domain)] if domain else []))


class Graph:
    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[bytes] = []
        self.initializers: list[bytes] = []
        self.inputs: list[bytes] = []
        self.outputs: list[bytes] = []

    def input(self, name: str, dims: Sequence[Union[int, str]], dtype: int = FLOAT) -> str:
        self.inputs.append(value_info(name, dtype, dims))
        return name

    def output(self, name: str, dims: Sequence[Union[int, str]], dtype: int = FLOAT) -> None:
        self.outputs.append(value_info(name, dtype, dims))

    def constant(self, name: str, dtype: int, dims: Sequence[int], values: Sequence[float]) -> str:
        self.initializers.append(tensor(name, dtype, dims, values))
        return name

    def node(self, op: str, inputs: Sequence[str], output: str, name: str = "", domain: str = "", **attributes: Attribute) -> str:
        self.nodes.append(node(op, inputs, [output], name or output, domain, **attributes))
        return output

    def params(self, name: str, scale: Union[float, Sequence[float]], zero: Union[int, Sequence[int]], dtype: int) -> list[str]:
        """A scale and a zero point, for each tensor or for each channel."""
        scales = [scale] if isinstance(scale, float) else list(scale)
        zeros = [zero] * len(scales) if isinstance(zero, int) else list(zero)
        dims = [] if isinstance(scale, float) else [len(scales)]
        return [self.constant(f"{name}.scale", FLOAT, dims, scales), self.constant(f"{name}.zero", dtype, dims, zeros)]

    def quantize(self, x: str, scale: float, zero: int, dtype: int = UINT8) -> str:
        """A quantize node and a dequantize node behind it."""
        params = self.params(x, scale, zero, dtype)
        self.node("QuantizeLinear", [x, *params], f"{x}.q")
        return self.node("DequantizeLinear", [f"{x}.q", *params], f"{x}.dq")

    def weight(self, name: str, dtype: int, dims: Sequence[int], scale: Union[float, Sequence[float]], axis: int = 0) -> str:
        size = 1
        for d in dims:
            size *= d
        self.constant(name, dtype, dims, [0] * size)
        return self.node("DequantizeLinear", [name, *self.params(name, scale, 0, dtype)], f"{name}.dq", axis=axis)

    def bytes(self) -> bytes:
        parts = [text(1, n) for n in self.nodes] + [text(2, self.name)] + [text(5, t) for t in self.initializers]
        return b"".join(parts + [text(11, i) for i in self.inputs] + [text(12, o) for o in self.outputs])

    def model(self, opset: int = 21) -> bytes:
        return number(1, 10) + text(2, "opfit") + text(7, self.bytes()) + text(8, number(2, opset))


# --- models


def conv(weight_axis: int = 0, bias: bool = True, act: int = UINT8) -> bytes:
    """A convolution and its activation, as a quantizer writes them."""
    g = Graph("conv")
    x = g.quantize(g.input("x", [1, 3, 8, 8]), 0.02, 128 if act == UINT8 else 32768, act)
    channels = 4 if weight_axis == 0 else 3
    w = g.weight("w", INT8, [4, 3, 3, 3], [0.01] * channels, weight_axis)
    operands = [x, w]
    if bias:
        operands.append(g.weight("b", INT32, [4], [0.02 * 0.01] * 4))
    g.node("Conv", operands, "c", name="conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    g.node("Relu", ["c"], "y", name="relu")
    g.quantize("y", 0.05, 0, act)
    g.node("Identity", ["y.dq"], "out")
    g.output("out", [1, 4, 8, 8])
    return g.model()


def float_bias() -> bytes:
    g = Graph("float_bias")
    x = g.quantize(g.input("x", [1, 3, 8, 8]), 0.02, 128)
    w = g.weight("w", INT8, [4, 3, 1, 1], 0.01)
    g.constant("b", FLOAT, [4], [0.0] * 4)
    g.node("Conv", [x, w, "b"], "y", name="conv")
    g.output(g.quantize("y", 0.05, 0), [1, 4, 8, 8])
    return g.model()


def matmul_16a16w() -> bytes:
    g = Graph("matmul")
    a = g.quantize(g.input("a", [1, 4, 8]), 0.001, 32768, UINT16)
    b = g.input("b", [1, 8, 4], INT16)
    g.node("DequantizeLinear", [b, *g.params("b", 0.001, 0, INT16)], "b.dq")
    g.node("MatMul", [a, "b.dq"], "y", name="matmul")
    g.output(g.quantize("y", 0.002, 32768, UINT16), [1, 4, 4])
    return g.model()


def block_weights(expansion: bool) -> bytes:
    """4-bit weights in blocks of 16: with a float scale each, or integers under one for the channel (LPBQ)."""
    g = Graph("blocks")
    x = g.quantize(g.input("x", [1, 32]), 0.001, 32768, UINT16)
    g.constant("w", INT4, [4, 32], [0] * 128)
    if expansion:
        g.constant("steps", UINT8, [4, 2], [3] * 8)
        g.node("DequantizeLinear", ["steps", g.constant("channel.scale", FLOAT, [4], [0.01] * 4)], "scale", axis=0)
    else:
        g.constant("scale", FLOAT, [4, 2], [0.01] * 8)
    g.node("DequantizeLinear", ["w", "scale"], "w.dq", axis=1, block_size=16)
    g.node("Gemm", [x, "w.dq"], "y", name="gemm", transB=1)
    g.output(g.quantize("y", 0.002, 32768, UINT16), [1, 4])
    return g.model()


def conversion() -> bytes:
    """8 bits, 16 bits, and the pair between them."""
    g = Graph("conversion")
    x = g.quantize(g.input("x", [1, 8]), 0.02, 0)
    params = g.params("wide", 0.0001, 32768, UINT16)
    g.node("QuantizeLinear", [x, *params], "wide.q", name="widen")
    g.node("DequantizeLinear", ["wide.q", *params], "wide.dq")
    g.node("Add", ["wide.dq", "wide.dq"], "y", name="add")
    g.output(g.quantize("y", 0.0002, 32768, UINT16), [1, 8])
    return g.model()


def qlinear_conv() -> bytes:
    g = Graph("qlinear")
    g.input("x", [1, 3, 8, 8], UINT8)
    g.constant("w", INT8, [4, 3, 1, 1], [0] * 12)
    g.constant("b", INT32, [4], [0] * 4)
    operands = ["x", *g.params("x", 0.02, 128, UINT8), "w", *g.params("w", [0.01] * 4, 0, INT8), *g.params("y", 0.05, 0, UINT8), "b"]
    g.node("QLinearConv", operands, "y", name="conv")
    g.output("y", [1, 4, 8, 8], UINT8)
    return g.model()


def branches() -> bytes:
    """A condition, and in each branch an operator on a tensor of the graph around it."""
    then = Graph("then")
    then.node("Relu", ["x.dq"], "t", name="relu")
    then.output("t", [1, 8])
    other = Graph("else")
    other.node("Neg", ["x.dq"], "t", name="neg")
    other.output("t", [1, 8])
    g = Graph("branches")
    g.input("cond", [], 9)
    g.quantize(g.input("x", [1, 8]), 0.02, 0)
    g.node("If", ["cond"], "y", name="choose", then_branch=then.bytes(), else_branch=other.bytes())
    g.output("y", [1, 8])
    return g.model()


def compiled() -> bytes:
    g = Graph("compiled")
    g.input("x", [1, 8])
    g.node("EPContext", ["x"], "y", name="context", domain="com.microsoft", embed_mode=0, ep_cache_context="model.bin")
    g.output("y", [1, 8])
    return g.model()


def missing_producer() -> bytes:
    g = Graph("missing")
    g.input("x", [1, 8])
    g.node("Add", ["x", "nowhere"], "y", name="add")
    g.output("y", [1, 8])
    return g.model()


def short_data() -> bytes:
    g = Graph("short")
    g.input("x", [1, 8])
    g.initializers.append(number(1, 8) + number(2, FLOAT) + text(8, "w") + text(9, bytes(31)))
    g.node("Add", ["x", "w"], "y", name="add")
    g.output("y", [1, 8])
    return g.model()


def float_conv() -> bytes:
    """A model without quantize nodes, as it stands beside its encodings."""
    g = Graph("float_conv")
    g.input("x", [1, 3, 8, 8])
    g.constant("w", FLOAT, [4, 3, 1, 1], [0.0] * 12)
    g.constant("b", FLOAT, [4], [0.0] * 4)
    g.node("Conv", ["x", "w", "b"], "c", name="conv")
    g.node("Relu", ["c"], "y", name="relu")
    g.node("Transpose", ["y"], "z", name="transpose", perm=[0, 2, 3, 1])
    g.output("z", [1, 8, 8, 4])
    return g.model()


MODELS = {
    "ok_aimet_conv": float_conv(),
    "OF009_aimet_renamed": float_conv(),
    "OF402_aimet_partial": float_conv(),
    "ok_onnx_conv": conv(),
    "ok_onnx_qlinear_conv": qlinear_conv(),
    "ok_onnx_lpbq": block_weights(expansion=True),
    "ok_onnx_conversion": conversion(),
    "OF001_onnx_cut_off": conv()[:500],
    "OF002_onnx_short_data": short_data(),
    "OF005_onnx_missing_producer": missing_producer(),
    "OF102_onnx_branches": branches(),
    "OF102_onnx_compiled": compiled(),
    "OF104_onnx_float_bias": float_bias(),
    "OF104_onnx_blocks": block_weights(expansion=False),
    "OF201_onnx_lpbq_on_v68": block_weights(expansion=True),
    "OF202_onnx_matmul_on_v69": matmul_16a16w(),
    "OF303_onnx_input_channels": conv(weight_axis=1, bias=False),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if a file is stale")
    options = parser.parse_args()
    stale = []
    for case, model in MODELS.items():
        path = GOLDEN / case / "input.onnx"
        if path.exists() and path.read_bytes() == model:
            continue
        stale.append(case)
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(model)
    for case in stale:
        print(f"{'stale' if options.check else 'written'}: {case}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
