"""One matmul of 16-bit activations with 16-bit symmetric values: it needs V73."""

from __future__ import annotations

from graph import Graph
from recipes import W16A16


def build() -> Graph:
    g = Graph("matmul_16a16w", W16A16, soc="SM8450")
    q = g.input("q", [1, 12, 197, 64])
    k = g.input("k", [1, 12, 64, 197])
    g.output(g.op("aten.matmul.default", [q, k], [1, 12, 197, 197], module="attn"))
    return g
