"""An int8 keyword spotter as TFLite's converter writes it.

Convolution, depthwise and pointwise convolution, average pool, fully connected,
softmax, on 49 frames of 40 features. Weights are per channel, and every bias
scale is that of the input times that of the weights.
"""

from __future__ import annotations

import struct

from tflite import INT8, INT32, Model, conv_options, depthwise_options, pool_options, softmax_options

CLASSES = 12
# Relu6 into int8: 0 to 6 over 256 steps.
RELU6_SCALE = 6 / 255
CLAMPED = ([RELU6_SCALE], [-128])


def build() -> Model:
    m = Model("keyword_net_int8")
    audio = m.tensor("audio", INT8, [1, 49, 40, 1], [0.1016], [-128])
    conv = m.tensor("conv", INT8, [1, 25, 20, 16], *CLAMPED)
    depthwise = m.tensor("depthwise", INT8, [1, 25, 20, 16], *CLAMPED)
    pointwise = m.tensor("pointwise", INT8, [1, 25, 20, 32], *CLAMPED)
    pool = m.tensor("pool", INT8, [1, 1, 1, 32], *CLAMPED)
    shape = m.tensor("flat_shape", INT32, [2], constant=True)
    flat = m.tensor("flat", INT8, [1, 32], *CLAMPED)
    logits = m.tensor("logits", INT8, [1, CLASSES], [0.1367], [8])
    scores = m.tensor("scores", INT8, [1, CLASSES], [1 / 256], [-128])

    m.op("CONV_2D", [audio, *weights(m, "conv", [16, 10, 4, 1], 0, 0.1016)], [conv], conv_options(2))
    m.op(
        "DEPTHWISE_CONV_2D",
        [conv, *weights(m, "depthwise", [1, 3, 3, 16], 3, RELU6_SCALE)],
        [depthwise],
        depthwise_options(1),
    )
    m.op(
        "CONV_2D",
        [depthwise, *weights(m, "pointwise", [32, 1, 1, 16], 0, RELU6_SCALE)],
        [pointwise],
        conv_options(1),
    )
    m.op("AVERAGE_POOL_2D", [pointwise], [pool], pool_options(25, 20))
    m.op("RESHAPE", [pool, shape], [flat])
    m.op("FULLY_CONNECTED", [flat, *weights(m, "logits", [CLASSES, 32], 0, RELU6_SCALE)], [logits])
    m.op("SOFTMAX", [logits], [scores], softmax_options())
    m.inputs, m.outputs = [audio], [scores]
    return m


def weights(m: Model, name: str, shape: list[int], axis: int, input_scale: float) -> list[int]:
    """The weights and the bias of an operator."""
    scales = [single(0.002 * (1 + (channel * 5 % 7) / 10)) for channel in range(shape[axis])]
    zeros = [0] * len(scales)
    bias = [single(single(input_scale) * scale) for scale in scales]
    return [
        m.tensor(f"{name}/weights", INT8, shape, scales, zeros, axis, constant=True),
        m.tensor(f"{name}/bias", INT32, [len(scales)], bias, zeros, constant=True),
    ]


def single(value: float) -> float:
    """The nearest number of 32 bits, which is what the file holds."""
    rounded: float = struct.unpack("<f", struct.pack("<f", value))[0]
    return rounded
