"""Small TFLite models for the golden cases, one thing wrong with each."""

from __future__ import annotations

from models import keyword_net
from tflite import INT8, INT32, Model, conv_options, softmax_options


def inputs() -> dict[str, bytes]:
    """The input of each case, by the name of its folder."""
    return {
        "OF001_tflite_cut_off": softmax(1 / 256).to_bytes()[:-40],
        "OF002_tflite_tensor_that_is_not_there": dangling().to_bytes(),
        "OF003_tflite_too_many_nodes": keyword_net.build().to_bytes(),
        "OF102_tflite_custom_op": custom("Wobble").to_bytes(),
        "OF303_tflite_axis_of_hwio": conv(axis=3).to_bytes(),
        "OF304_tflite_int8_softmax": softmax(0.0037).to_bytes(),
        "OF306_tflite_int8_bias": conv(axis=0, bias=0.126).to_bytes(),
        "OF405_tflite_compiled_part": custom("DISPATCH_OP").to_bytes(),
        "ok_tflite_conv": conv(axis=0).to_bytes(),
    }


def softmax(scale: float) -> Model:
    m = Model("softmax")
    logits = m.tensor("logits", INT8, [1, 10], [0.125], [4])
    scores = m.tensor("scores", INT8, [1, 10], [scale], [-128])
    m.op("SOFTMAX", [logits], [scores], softmax_options())
    m.inputs, m.outputs = [logits], [scores]
    return m


def conv(axis: int, bias: float = 0.125) -> Model:
    m = Model("conv")
    x = m.tensor("x", INT8, [1, 8, 8, 2], [0.5], [-128])
    w = m.tensor("w", INT8, [2, 3, 3, 2], [0.25, 0.5], [0, 0], axis, constant=True)
    b = m.tensor("b", INT32, [2], [bias, 0.25], [0, 0], constant=True)
    y = m.tensor("y", INT8, [1, 8, 8, 2], [1.0], [3])
    m.op("CONV_2D", [x, w, b], [y], conv_options(1))
    m.inputs, m.outputs = [x], [y]
    return m


def dangling() -> Model:
    m = softmax(1 / 256)
    m.operators[0].inputs = [7]
    return m


def custom(op: str) -> Model:
    m = Model("custom")
    x = m.tensor("x", INT8, [1, 10], [0.125], [4])
    y = m.tensor("", INT8, [1, 10], [1 / 256], [-128])
    m.op(op, [x], [y])
    m.inputs, m.outputs = [x], [y]
    return m
