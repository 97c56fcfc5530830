"""Realistic mistakes, planted one by one into copies of the clean examples.

Each mistake names the place it is made at and the codes a check answers with;
examples/README.md is written from this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph import Graph
from models import conv_relu_net
from recipes import (
    ACTIVATION_8,
    ACTIVATION_16,
    BIAS_32,
    MIN_MAX,
    Spec,
    quant,
    shared_with_edge,
    shared_with_node,
)


@dataclass(frozen=True)
class Mistake:
    node: str
    port: str
    code: str
    what: str
    make: Callable[[Any], None]


def plant(graph: Any, mistakes: tuple[Mistake, ...]) -> Any:
    for mistake in mistakes:
        mistake.make(graph)
    return graph


def input_spec(node: str, port: int, spec: Spec) -> Callable[[Graph], None]:
    def make(graph: Graph) -> None:
        graph[node]["annotation"]["inputs"][port]["spec"] = spec

    return make


def change_input(node: str, port: int, **fields: Any) -> Callable[[Graph], None]:
    def make(graph: Graph) -> None:
        entry = graph[node]["annotation"]["inputs"][port]
        entry["spec"] = entry["spec"] | fields

    return make


def output_spec(node: str, spec: Spec) -> Callable[[Graph], None]:
    def make(graph: Graph) -> None:
        graph[node]["annotation"]["output"] = spec

    return make


def forget_annotation(node: str) -> Callable[[Graph], None]:
    def make(graph: Graph) -> None:
        del graph[node]["annotation"]

    return make


def forget_input(node: str, port: int) -> Callable[[Graph], None]:
    def make(graph: Graph) -> None:
        del graph[node]["annotation"]["inputs"][port]

    return make


def eight_bit_times_sixteen_bit(graph: Graph) -> None:
    annotation = graph["linear_2"]["annotation"]
    x, weight, _ = annotation["inputs"]
    x["spec"] = ACTIVATION_8
    weight["spec"] = quant("int16", -32767, 32767, "per_channel_symmetric", MIN_MAX, ch_axis=0)
    annotation["output"] = ACTIVATION_8


def circle(graph: Graph) -> None:
    annotation = graph["transpose"]["annotation"]
    annotation["inputs"][0]["spec"] = shared_with_node("transpose")
    annotation["output"] = shared_with_edge("cat_2", "transpose")


def net_weight_axis_0(net: dict[str, Any]) -> None:
    net["graph"]["tensors"]["conv1_weight"]["quant_params"]["axis_scale_offset"]["axis"] = 0


def net_sigmoid_scale(net: dict[str, Any]) -> None:
    solved = conv_relu_net.scale_offset(conv_relu_net.UFIXED_16, 0.92 / 65535, 0)
    net["graph"]["tensors"]["output"]["quant_params"]["scale_offset"] = solved


MOBILENET_V2 = (
    Mistake(
        "conv2d_3",
        "in[1]",
        "OF303",
        "per-channel weight along axis 1, the input channels",
        change_input("conv2d_3", 1, ch_axis=1),
    ),
    Mistake(
        "conv2d_10",
        "in[1]",
        "OF302",
        "affine per-channel weight of a depthwise convolution",
        change_input("conv2d_10", 1, qscheme="per_channel_affine"),
    ),
    Mistake(
        "add_2",
        "in[1]",
        "OF103",
        "a residual add of uint8 and int16",
        input_spec("add_2", 1, quant("int16", -32767, 32767, "per_tensor_symmetric", MIN_MAX)),
    ),
    Mistake(
        "flatten",
        "out[0]",
        "OF305",
        "the output is observed for itself instead of sharing with the input",
        output_spec("flatten", ACTIVATION_8),
    ),
    Mistake(
        "linear",
        "in[2]",
        "OF306",
        "the bias is observed for itself instead of derived from activation and weight",
        input_spec("linear", 2, BIAS_32),
    ),
)

VIT_BLOCK = (
    Mistake(
        "add",
        "out[0]",
        "OF308",
        "zero point 70000 in a 16-bit type",
        output_spec("add", ACTIVATION_16 | {"scale": 0.000125, "zero_point": 70000}),
    ),
    Mistake(
        "softmax",
        "",
        "OF403",
        "left without annotation between quantized neighbours",
        forget_annotation("softmax"),
    ),
    Mistake(
        "matmul_1",
        "in[1]",
        "OF402",
        "the values have no spec while everything around them has",
        forget_input("matmul_1", 1),
    ),
    Mistake(
        "add_1",
        "out[0]",
        "OF307",
        "scale 0 after calibrating on a constant",
        output_spec("add_1", ACTIVATION_16 | {"scale": 0.0, "zero_point": 0}),
    ),
    Mistake(
        "layer_norm_1",
        "in[1]",
        "OF302",
        "affine 16-bit weight",
        change_input("layer_norm_1", 1, qscheme="per_tensor_affine"),
    ),
    Mistake(
        "linear_2",
        "in[1]",
        "OF103",
        "8-bit activations with 16-bit weights: no row has them",
        eight_bit_times_sixteen_bit,
    ),
    Mistake(
        "gelu",
        "out[0]",
        "OF309",
        "uint8 with bounds 0 to 65535",
        output_spec("gelu", ACTIVATION_8 | {"quant_max": 65535}),
    ),
)

LLAMA_LAYER = (
    Mistake(
        "cat_2",
        "in[1]",
        "OF305",
        "the new key has a spec of its own instead of the cache's",
        input_spec("cat_2", 1, ACTIVATION_8),
    ),
    Mistake("transpose", "in[0]", "OF401", "input and output share with each other, in a circle", circle),
    Mistake(
        "view_3",
        "out[0]",
        "OF401",
        "shares with the attention mask, which has no spec",
        output_spec("view_3", shared_with_node("attention_mask")),
    ),
    Mistake(
        "sigmoid",
        "out[0]",
        "OF304",
        "the output is observed; 16 bits need scale 1/65536, zero point 0",
        output_spec("sigmoid", ACTIVATION_16),
    ),
    Mistake(
        "linear_6",
        "in[1]",
        "OF311",
        "blocks of 48 do not divide 8192 inputs",
        change_input("linear_6", 1, block_size=[1, 48]),
    ),
)

CONV_RELU_NET = (
    Mistake(
        "conv1",
        "in[1]",
        "OF303",
        "weight scales along axis 0; output channels are axis 3 of HWIO",
        net_weight_axis_0,
    ),
    Mistake(
        "sigmoid",
        "out[0]",
        "OF304",
        "the scale is what calibration saw, up to 0.92, instead of 1/65536",
        net_sigmoid_scale,
    ),
)
