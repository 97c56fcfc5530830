"""A graph as large as a benchmark wants it, written without holding it in memory.

A block of 19 operators repeats: convolutions, activations, residual adds, a linear
layer and an attention among the channels. Annotated 16a8w it fits HTP from V73 on,
annotated 8a8w everywhere. Weights come from a pool; a graph of a million operators has
no million weights.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, TextIO

from recipes import W8A16, Recipe, Spec, shared_with_node

POOL = 16
CHANNELS, SIDE = 32, 28
PIXELS = SIDE * SIDE
IMAGE = [1, CHANNELS, SIDE, SIDE]
ROWS = [1, CHANNELS, PIXELS]
HEADS = 4
PER_HEAD = [1, HEADS, CHANNELS, PIXELS // HEADS]


def bare(spec: Spec) -> Spec:
    """Without the observer's name, which no check reads for these operators."""
    return {key: value for key, value in spec.items() if key != "observer"}


def write(out: TextIO, operators: int, recipe: Recipe = W8A16, name: str = "synthetic") -> None:
    """Writes a graph with exactly `operators` op nodes."""
    out.write(f'{{"format": "annotated-graph", "version": "1.0", "name": "{name}", "nodes": [\n')
    for node in _parameters():
        out.write(_line(node) + ",\n")
    last = "x"
    for node in islice(_operators(recipe), operators):
        out.write(_line(node) + ",\n")
        last = node["name"]
    out.write(_line({"name": "output", "kind": "output", "args": [{"nodes": [last]}]}) + "\n]}\n")


def _line(node: dict[str, Any]) -> str:
    return json.dumps(node, separators=(",", ":"))


def _tensor(shape: list[int]) -> list[dict[str, Any]]:
    return [{"dtype": "float32", "shape": shape}]


def _parameters() -> Iterator[dict[str, Any]]:
    yield {"name": "x", "kind": "input", "outputs": _tensor(IMAGE)}
    shapes = {
        "conv": [CHANNELS, CHANNELS, 3, 3],
        "merge": [CHANNELS, 2 * CHANNELS, 1, 1],
        "linear": [PIXELS, PIXELS],
    }
    for index in range(POOL):
        for kind, shape in shapes.items():
            yield {
                "name": f"{kind}_w{index}",
                "kind": "param",
                "fqn": f"blocks.{index}.{kind}.weight",
                "outputs": _tensor(shape),
            }


def _operators(recipe: Recipe) -> Iterator[dict[str, Any]]:
    x = "x"
    block = 0
    while True:
        nodes = list(_block(x, block, recipe))
        yield from nodes
        x = nodes[-1]["name"]
        block += 1


def _op(
    name: str,
    target: str,
    inputs: list[tuple[str, Spec]],
    shape: list[int],
    output: Spec,
    *more: Any,
    listed: bool = False,
) -> dict[str, Any]:
    names = [source for source, _ in inputs]
    args: list[Any] = [{"nodes": names}] if listed else [{"node": source} for source in names]
    return {
        "name": name,
        "kind": "op",
        "target": target,
        "args": [*args, *more],
        "outputs": _tensor(shape),
        "annotation": {
            "annotated": True,
            "inputs": [{"node": source, "spec": spec} for source, spec in inputs],
            "output": output,
        },
    }


def _block(x: str, block: int, recipe: Recipe) -> Iterator[dict[str, Any]]:
    activation, weights = bare(recipe.activation), bare(recipe.weight)
    union = activation | {"observer": "ConcatObserver"}

    def name(op: str, index: int = 0) -> str:
        return f"{op}_{block}_{index}"

    def own(
        op: str, index: int, target: str, sources: list[str], shape: list[int], *more: Any
    ) -> dict[str, Any]:
        return _op(
            name(op, index), target, [(source, activation) for source in sources], shape, activation, *more
        )

    def weighted(
        op: str, index: int, target: str, source: str, weight: str, shape: list[int], *more: Any
    ) -> dict[str, Any]:
        return _op(
            name(op, index), target, [(source, activation), (weight, weights)], shape, activation, *more
        )

    def moved(op: str, index: int, target: str, source: str, shape: list[int], *more: Any) -> dict[str, Any]:
        share = shared_with_node(source)
        return _op(name(op, index), target, [(source, share)], shape, share, *more)

    def matmul(index: int, left: str, right: str, shape: list[int]) -> dict[str, Any]:
        inputs = [(left, activation), (right, bare(recipe.second_operand))]
        return _op(name("matmul", index), "aten.matmul.default", inputs, shape, activation)

    weight = block % POOL
    conv = "aten.conv2d.default"
    around = (None, [1, 1], [1, 1])
    yield weighted("conv2d", 0, conv, x, f"conv_w{weight}", IMAGE, *around)
    yield own("relu", 0, "aten.relu.default", [name("conv2d")], IMAGE)
    yield weighted("conv2d", 1, conv, name("relu"), f"conv_w{weight}", IMAGE, *around)
    yield own("add", 0, "aten.add.Tensor", [x, name("conv2d", 1)], IMAGE)
    yield _op(
        name("sigmoid"), "aten.sigmoid.default", [(name("add"), activation)], IMAGE, recipe.sigmoid_output
    )
    yield own("mul", 0, "aten.mul.Tensor", [name("add"), name("sigmoid")], IMAGE)
    yield moved("view", 0, "aten.view.default", name("mul"), ROWS, ROWS)
    yield weighted("linear", 0, "aten.linear.default", name("view"), f"linear_w{weight}", ROWS)
    by_head = [1, CHANNELS, HEADS, PIXELS // HEADS]
    scores = [1, HEADS, CHANNELS, CHANNELS]
    yield moved("view", 1, "aten.view.default", name("linear"), by_head, by_head)
    yield moved("permute", 0, "aten.permute.default", name("view", 1), PER_HEAD, [0, 2, 1, 3])
    yield moved(
        "permute",
        1,
        "aten.permute.default",
        name("permute"),
        [1, HEADS, PIXELS // HEADS, CHANNELS],
        [0, 1, 3, 2],
    )
    yield matmul(0, name("permute"), name("permute", 1), scores)
    yield own("softmax", 0, "aten.softmax.int", [name("matmul")], scores, -1)
    yield matmul(1, name("softmax"), name("permute"), PER_HEAD)
    yield moved("permute", 2, "aten.permute.default", name("matmul", 1), by_head, [0, 2, 1, 3])
    yield moved("view", 2, "aten.view.default", name("permute", 2), IMAGE, IMAGE)
    joined = [(name("view", 2), shared_with_node(name("view", 2))), (name("mul"), activation)]
    yield _op(name("cat"), "aten.cat.default", joined, [1, 2 * CHANNELS, SIDE, SIDE], union, 1, listed=True)
    yield weighted("conv2d", 2, conv, name("cat"), f"merge_w{weight}", IMAGE)
    yield own("add", 1, "aten.add.Tensor", [x, name("conv2d", 2)], IMAGE)
