"""One decoder layer shaped as in Llama 3.2 1B, decoding one token with a cache of 1023.

Weights are 4-bit in blocks of 32 (LPBQ); keys and values are 8-bit, as the
reference's key-value annotation leaves them. The four query heads that share a
key head sit beside each other, so no tensor has more than four dimensions.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph import Graph, Ref
from recipes import SYMMETRIC_8, W4A16_BLOCK, shared_with_edge

WIDTH = 2048
HIDDEN = 8192
KV_HEADS = 8
QUERIES_PER_HEAD = 4
HEAD_WIDTH = 64
CONTEXT = 1024
LAYER = "model.layers.0"
ATTENTION = f"{LAYER}.self_attn"


def build() -> Graph:
    g = Graph("llama_layer_16a4w_block", W4A16_BLOCK)
    x = g.input("hidden_states", [1, 1, WIDTH])
    inputs = Inputs.add_to(g)
    attended, *new_cache = attention(g, rms_norm(g, x, f"{LAYER}.input_layernorm"), inputs)
    x = add(g, x, attended, LAYER)
    x = add(g, x, swiglu(g, rms_norm(g, x, f"{LAYER}.post_attention_layernorm")), LAYER)
    g.output(x, *new_cache)
    return g


@dataclass(frozen=True)
class Inputs:
    """What the attention takes beside the hidden states."""

    cos: Ref
    sin: Ref
    mask: Ref
    k_cache: Ref
    v_cache: Ref

    @staticmethod
    def add_to(g: Graph) -> Inputs:
        angles = [1, 1, 1, HEAD_WIDTH]
        cache = [1, KV_HEADS, CONTEXT - 1, HEAD_WIDTH]
        return Inputs(
            cos=g.input("cos", angles),
            sin=g.input("sin", angles),
            mask=g.input("attention_mask", [1, 1, 1, CONTEXT]),
            k_cache=g.input("k_cache", cache),
            v_cache=g.input("v_cache", cache),
        )


def attention(g: Graph, x: Ref, inputs: Inputs) -> tuple[Ref, Ref, Ref]:
    """The attention's output, and the key and value to append to the cache."""
    q = rotate(g, heads(g, x, "q_proj", QUERIES_PER_HEAD), inputs)
    new_k = rotate(g, heads(g, x, "k_proj", 1), inputs)
    new_v = heads(g, x, "v_proj", 1)
    keep_in_8_bits(g, new_v)
    k = append(g, inputs.k_cache, new_k)
    v = append(g, inputs.v_cache, new_v)
    k = g.op("aten.transpose.int", [k, 2, 3], [1, KV_HEADS, HEAD_WIDTH, CONTEXT], module=ATTENTION)
    keep_in_8_bits(g, k)

    per_key = [1, KV_HEADS, QUERIES_PER_HEAD, CONTEXT]
    scores = matmul_8(g, q, k, per_key)
    scores = g.op("aten.mul.Tensor", [scores, g.scalar()], per_key, module=ATTENTION)
    scores = add(g, scores, inputs.mask, ATTENTION)
    scores = g.op("aten.softmax.int", [scores, -1], per_key, module=ATTENTION)
    x = matmul_8(g, scores, v, [1, KV_HEADS, QUERIES_PER_HEAD, HEAD_WIDTH])
    x = g.op("aten.view.default", [x, [1, 1, WIDTH]], [1, 1, WIDTH], module=ATTENTION)
    return linear(g, x, f"{ATTENTION}.o_proj", WIDTH), new_k, new_v


def heads(g: Graph, x: Ref, projection: str, queries: int) -> Ref:
    shape = [1, KV_HEADS, queries, HEAD_WIDTH]
    x = linear(g, x, f"{ATTENTION}.{projection}", KV_HEADS * queries * HEAD_WIDTH)
    return g.op("aten.view.default", [x, shape], shape, module=ATTENTION)


def rotate(g: Graph, x: Ref, inputs: Inputs) -> Ref:
    """Rotary embedding: x * cos + cat(-x[half:], x[:half]) * sin."""
    shape = g.shape(x)
    half = [*shape[:-1], HEAD_WIDTH // 2]
    parts = g.op("aten.split.Tensor", [x, HEAD_WIDTH // 2, -1], half, half, module=ATTENTION)
    first, second = (g.op("_operator.getitem", [parts, index], half, module=ATTENTION) for index in range(2))
    negated = g.op("aten.neg.default", [second], half, module=ATTENTION)
    turned = g.op("aten.cat.default", [[negated, first], -1], shape, module=ATTENTION)
    straight = g.op("aten.mul.Tensor", [x, inputs.cos], shape, module=ATTENTION)
    turned = g.op("aten.mul.Tensor", [turned, inputs.sin], shape, module=ATTENTION)
    return add(g, straight, turned, ATTENTION)


def append(g: Graph, cache: Ref, new: Ref) -> Ref:
    """A concat in 8 bits: everything shares with the cache."""
    shape = [1, KV_HEADS, CONTEXT, HEAD_WIDTH]
    joined = g.op("aten.cat.default", [[cache, new], 2], shape, module=ATTENTION)
    share = shared_with_edge(cache, joined)
    g[joined]["annotation"] |= {
        "inputs": [{"node": str(cache), "spec": SYMMETRIC_8}, {"node": str(new), "spec": share}],
        "output": share,
    }
    return joined


def keep_in_8_bits(g: Graph, moved: Ref) -> None:
    """Makes a view or transpose take 8-bit symmetric values and pass them on."""
    source = g[moved]["annotation"]["inputs"][0]["node"]
    g[moved]["annotation"] |= {
        "inputs": [{"node": source, "spec": SYMMETRIC_8}],
        "output": shared_with_edge(source, moved),
    }


def matmul_8(g: Graph, left: Ref, right: Ref, shape: list[int]) -> Ref:
    product = g.op("aten.matmul.default", [left, right], shape, module=ATTENTION)
    g[product]["annotation"]["inputs"][1]["spec"] = SYMMETRIC_8
    return product


def swiglu(g: Graph, x: Ref) -> Ref:
    path = f"{LAYER}.mlp"
    gate = linear(g, x, f"{path}.gate_proj", HIDDEN)
    up = linear(g, x, f"{path}.up_proj", HIDDEN)
    sigmoid = g.op("aten.sigmoid.default", [gate], g.shape(gate), module=f"{path}.act_fn")
    silu = g.op("aten.mul.Tensor", [gate, sigmoid], g.shape(gate), module=f"{path}.act_fn")
    product = g.op("aten.mul.Tensor", [silu, up], g.shape(up), module=path)
    return linear(g, product, f"{path}.down_proj", WIDTH)


def rms_norm(g: Graph, x: Ref, module: str) -> Ref:
    weight = g.param(f"{module}.weight", [WIDTH])
    return g.op("aten.rms_norm.default", [x, [WIDTH], weight, 1e-05], g.shape(x), module=module)


def linear(g: Graph, x: Ref, module: str, width: int) -> Ref:
    *batch, inputs = g.shape(x)
    weight = g.param(f"{module}.weight", [width, inputs])
    return g.op("aten.linear.default", [x, weight], [*batch, width], module=module)


def add(g: Graph, left: Ref, right: Ref, module: str) -> Ref:
    return g.op("aten.add.Tensor", [left, right], g.shape(left), module=module)
