"""The quantization specs each recipe writes, as the reference quantizer builds them.

A spec is the JSON object of the annotated-graph format. 16-bit activations are
declared int32 with bounds 0..65535, because PyTorch has no uint16 observer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Spec = dict[str, Any]

MOVING_AVERAGE = "MovingAverageMinMaxObserver"
MIN_MAX = "MinMaxObserver"
PER_CHANNEL = "PerChannelParamObserver"
PER_BLOCK = "PerBlockParamObserver"
UNION_OF_INPUTS = "ConcatObserver"


def quant(dtype: str, low: int | None, high: int | None, qscheme: str, observer: str, **more: Any) -> Spec:
    """A concrete spec; bounds are left out where the recipe leaves them unset."""
    spec: Spec = {"kind": "quant", "dtype": dtype}
    if low is not None and high is not None:
        spec |= {"quant_min": low, "quant_max": high}
    return spec | {"qscheme": qscheme} | more | {"observer": observer}


def shared_with_node(node: str) -> Spec:
    return {"kind": "shared", "with": {"node": node}}


def shared_with_edge(producer: str, consumer: str) -> Spec:
    return {"kind": "shared", "with": {"edge": [producer, consumer]}}


def derived_bias(activation: str, weight: str, consumer: str) -> Spec:
    """A bias whose scale is activation scale x weight scale, per output channel."""
    return {
        "kind": "derived",
        "from": [{"edge": [activation, consumer]}, {"edge": [weight, consumer]}],
        "dtype": "int32",
        "quant_min": -(2**31),
        "quant_max": 2**31 - 1,
        "qscheme": "per_channel_symmetric",
        "ch_axis": 0,
    }


def fixed(dtype: str, low: int, high: int) -> Spec:
    """The output of a sigmoid: the range [0, 1) over all codes of the type."""
    return {
        "kind": "fixed",
        "dtype": dtype,
        "scale": 1 / (high - low + 1),
        "zero_point": 0,
        "quant_min": low,
        "quant_max": high,
        "qscheme": "per_tensor_affine",
    }


ACTIVATION_8 = quant("uint8", 0, 255, "per_tensor_affine", MOVING_AVERAGE)
ACTIVATION_16 = quant("int32", 0, 65535, "per_tensor_affine", MOVING_AVERAGE)
# Without bounds, so that the zero point becomes 128 and not 127.
SYMMETRIC_8 = quant("uint8", None, None, "per_tensor_symmetric", MOVING_AVERAGE)
SYMMETRIC_16 = quant("int16", -32767, 32767, "per_tensor_symmetric", MIN_MAX)
BIAS_32 = quant("int32", -(2**31), 2**31 - 1, "per_tensor_symmetric", MIN_MAX)
WEIGHT_8 = quant("int8", -127, 127, "per_channel_symmetric", PER_CHANNEL, ch_axis=0)


def weight_4_block(block_size: list[int]) -> Spec:
    """LPBQ: 4-bit weights, one scale per block along the input dimension."""
    return quant("int8", -7, 7, "per_channel_symmetric", PER_BLOCK, ch_axis=0, block_size=block_size)


@dataclass(frozen=True)
class Recipe:
    name: str
    activation: Spec
    weight: Spec
    sixteen_bit: bool = field(default=True)

    @property
    def second_operand(self) -> Spec:
        """in[1] of a matmul, and the scale of a layer norm."""
        return SYMMETRIC_16 if self.sixteen_bit else self.activation

    @property
    def sigmoid_output(self) -> Spec:
        return fixed("int32", 0, 65535) if self.sixteen_bit else fixed("uint8", 0, 255)


W8A8 = Recipe("8a8w", ACTIVATION_8, WEIGHT_8, sixteen_bit=False)
W8A16 = Recipe("16a8w", ACTIVATION_16, WEIGHT_8)
W4A16_BLOCK = Recipe("16a4w_block", ACTIVATION_16, weight_4_block([1, 32]))
W16A16 = Recipe("16a16w", ACTIVATION_16, SYMMETRIC_16)
