"""Realistic mistakes in the TFLite example, against TFLite's own int8 specification."""

from __future__ import annotations

from mistakes import Mistake
from tflite import Model


def conv_axis_3(m: Model) -> None:
    m["conv/weights"].axis = 3


def depthwise_affine_weights(m: Model) -> None:
    m["depthwise/weights"].zero_points[3] = 5


def pointwise_bias_doubled(m: Model) -> None:
    m["pointwise/bias"].scales = [2 * scale for scale in m["pointwise/bias"].scales]


def pool_rescales(m: Model) -> None:
    m["pool"].scales = [0.0157]
    m["flat"].scales = [0.0157]
    m["logits/bias"].scales = [0.0157 * scale for scale in m["logits/weights"].scales]


def softmax_as_observed(m: Model) -> None:
    m["scores"].scales = [0.0037]


KEYWORD_NET = (
    Mistake("conv", "in[1]", "OF303", "weight scales along axis 3; output channels are axis 0 of OHWI", conv_axis_3),
    Mistake("depthwise", "in[1]", "OF302", "one channel of the weights has zero point 5", depthwise_affine_weights),
    Mistake("pointwise", "in[2]", "OF306", "bias scales are twice input scale times weight scale", pointwise_bias_doubled),
    Mistake("pool", "out[0]", "OF305", "the pool has parameters of its own", pool_rescales),
    Mistake("scores", "out[0]", "OF304", "the scale is what calibration saw, up to 0.94, instead of 1/256", softmax_as_observed),
)
