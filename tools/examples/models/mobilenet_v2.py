"""MobileNetV2 1.0 at 224 x 224 (torchvision), batch norms folded into the convolutions."""

from __future__ import annotations

from graph import Graph, Ref
from recipes import W8A8

# Expansion, output channels, blocks, stride of the first block.
STAGES = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
CLASSES = 1000


def build() -> Graph:
    g = Graph("mobilenet_v2_8a8w", W8A8)
    x = g.input("x", [1, 3, 224, 224])
    x = conv_relu6(g, x, "features.0", 32, kernel=3, stride=2)
    index = 1
    for expansion, channels, blocks, first_stride in STAGES:
        for block in range(blocks):
            stride = first_stride if block == 0 else 1
            x = inverted_residual(g, x, f"features.{index}", expansion, channels, stride)
            index += 1
    x = conv_relu6(g, x, f"features.{index}", 1280)
    x = g.op("aten.adaptive_avg_pool2d.default", [x, [1, 1]], [1, 1280, 1, 1])
    x = g.op("aten.flatten.using_ints", [x, 1], [1, 1280])
    weight = g.param("classifier.1.weight", [CLASSES, 1280])
    bias = g.param("classifier.1.bias", [CLASSES])
    g.output(g.op("aten.linear.default", [x, weight, bias], [1, CLASSES], module="classifier.1"))
    return g


def inverted_residual(g: Graph, x: Ref, path: str, expansion: int, channels: int, stride: int) -> Ref:
    start = x
    before = g.shape(x)[1]
    hidden = before * expansion
    layer = 0
    if expansion != 1:
        x = conv_relu6(g, x, f"{path}.conv.{layer}", hidden)
        layer += 1
    x = conv_relu6(g, x, f"{path}.conv.{layer}", hidden, kernel=3, stride=stride, groups=hidden)
    x = conv(g, x, f"{path}.conv.{layer + 1}", channels)
    if stride == 1 and before == channels:
        x = g.op("aten.add.Tensor", [start, x], g.shape(x), module=path)
    return x


def conv_relu6(
    g: Graph, x: Ref, path: str, channels: int, *, kernel: int = 1, stride: int = 1, groups: int = 1
) -> Ref:
    y = conv(g, x, f"{path}.0", channels, kernel=kernel, stride=stride, groups=groups)
    return g.op("aten.hardtanh_.default", [y, 0.0, 6.0], g.shape(y), module=f"{path}.2")


def conv(
    g: Graph, x: Ref, path: str, channels: int, *, kernel: int = 1, stride: int = 1, groups: int = 1
) -> Ref:
    batch, inputs, height, width = g.shape(x)
    weight = g.param(f"{path}.weight", [channels, inputs // groups, kernel, kernel])
    bias = g.param(f"{path}.bias", [channels])
    args: list[object] = [x, weight, bias]
    if kernel != 1:  # torch.export leaves out trailing arguments that have their default.
        args += [[stride, stride], [kernel // 2, kernel // 2]]
    if groups != 1:
        args += [[1, 1], groups]
    out = [batch, channels, -(-height // stride), -(-width // stride)]
    return g.op("aten.conv2d.default", args, out, module=path)
