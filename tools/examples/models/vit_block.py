"""ViT-B/16 at 224 x 224 (timm): the patch embedding and the first encoder block."""

from __future__ import annotations

from graph import Graph, Ref
from recipes import W8A16

WIDTH = 768
HEADS = 12
HEAD_WIDTH = WIDTH // HEADS
PATCHES = 14 * 14
TOKENS = PATCHES + 1


def build() -> Graph:
    g = Graph("vit_block_16a8w", W8A16)
    x = embed_patches(g, g.input("x", [1, 3, 224, 224]))
    x = add(g, x, attention(g, layer_norm(g, x, "blocks.0.norm1"), "blocks.0.attn"), "blocks.0")
    x = add(g, x, mlp(g, layer_norm(g, x, "blocks.0.norm2"), "blocks.0.mlp"), "blocks.0")
    g.output(x)
    return g


def embed_patches(g: Graph, image: Ref) -> Ref:
    module = "patch_embed"
    weight = g.param("patch_embed.proj.weight", [WIDTH, 3, 16, 16])
    bias = g.param("patch_embed.proj.bias", [WIDTH])
    class_token = g.param("cls_token", [1, 1, WIDTH])
    positions = g.param("pos_embed", [1, TOKENS, WIDTH])
    x = g.op(
        "aten.conv2d.default", [image, weight, bias, [16, 16]], [1, WIDTH, 14, 14], module=f"{module}.proj"
    )
    x = g.op("aten.flatten.using_ints", [x, 2], [1, WIDTH, PATCHES], module=module)
    x = g.op("aten.transpose.int", [x, 1, 2], [1, PATCHES, WIDTH], module=module)
    first = g.op("aten.expand.default", [class_token, [1, -1, -1]], [1, 1, WIDTH])
    x = g.op("aten.cat.default", [[first, x], 1], [1, TOKENS, WIDTH])
    return g.op("aten.add.Tensor", [x, positions], [1, TOKENS, WIDTH])


def attention(g: Graph, x: Ref, module: str) -> Ref:
    per_head = [1, HEADS, TOKENS, HEAD_WIDTH]
    qkv = linear(g, x, f"{module}.qkv", 3 * WIDTH)
    qkv = g.op(
        "aten.reshape.default",
        [qkv, [1, TOKENS, 3, HEADS, HEAD_WIDTH]],
        [1, TOKENS, 3, HEADS, HEAD_WIDTH],
        module=module,
    )
    qkv = g.op("aten.permute.default", [qkv, [2, 0, 3, 1, 4]], [3, *per_head], module=module)
    q, k, v = (g.op("aten.select.int", [qkv, 0, index], per_head, module=module) for index in range(3))
    q = g.op("aten.mul.Tensor", [q, g.scalar()], per_head, module=module)
    k = g.op("aten.transpose.int", [k, -2, -1], [1, HEADS, HEAD_WIDTH, TOKENS], module=module)
    scores = g.op("aten.matmul.default", [q, k], [1, HEADS, TOKENS, TOKENS], module=module)
    scores = g.op("aten.softmax.int", [scores, -1], [1, HEADS, TOKENS, TOKENS], module=module)
    x = g.op("aten.matmul.default", [scores, v], per_head, module=module)
    x = g.op("aten.transpose.int", [x, 1, 2], [1, TOKENS, HEADS, HEAD_WIDTH], module=module)
    x = g.op("aten.reshape.default", [x, [1, TOKENS, WIDTH]], [1, TOKENS, WIDTH], module=module)
    return linear(g, x, f"{module}.proj", WIDTH)


def mlp(g: Graph, x: Ref, module: str) -> Ref:
    x = linear(g, x, f"{module}.fc1", 4 * WIDTH)
    x = g.op("aten.gelu.default", [x], g.shape(x), module=f"{module}.act")
    return linear(g, x, f"{module}.fc2", WIDTH)


def layer_norm(g: Graph, x: Ref, module: str) -> Ref:
    weight = g.param(f"{module}.weight", [WIDTH])
    bias = g.param(f"{module}.bias", [WIDTH])
    return g.op("aten.layer_norm.default", [x, [WIDTH], weight, bias, 1e-06], g.shape(x), module=module)


def linear(g: Graph, x: Ref, module: str, width: int) -> Ref:
    *batch, inputs = g.shape(x)
    weight = g.param(f"{module}.weight", [width, inputs])
    bias = g.param(f"{module}.bias", [width])
    return g.op("aten.linear.default", [x, weight, bias], [*batch, width], module=module)


def add(g: Graph, left: Ref, right: Ref, module: str) -> Ref:
    return g.op("aten.add.Tensor", [left, right], g.shape(left), module=module)
