"""A graph as torch.export would write it, built call by call without torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Tensor:
    """What a node gives: `node` names it in arguments."""

    node: str
    dtype: str
    shape: Shape

    @property
    def rank(self) -> int:
        return len(self.shape)

    @property
    def is_float(self) -> bool:
        return self.dtype.startswith("float")


class Trace:
    def __init__(self) -> None:
        self.nodes: list[Json] = []
        self.tensors: dict[str, Tensor] = {}

    def placeholder(self, kind: str, name: str, dtype: str, shape: Shape) -> Tensor:
        """An input, a parameter or a constant."""
        return self._add({"name": name, "kind": kind}, dtype, shape)

    def constant(self, dtype: str, shape: Shape) -> Tensor:
        return self.placeholder("const", self.fresh("constant"), dtype, shape)

    def param(self, name: str, shape: Shape) -> Tensor:
        return self.placeholder("param", self.fresh(name), "float32", shape)

    def op(self, target: str, args: list[Any], dtype: str, shape: Shape, kwargs: Json | None = None) -> Tensor:
        return self._add(self.op_node(target, args, kwargs), dtype, shape)

    def tuple_op(self, target: str, args: list[Any], outputs: list[tuple[str, Shape]]) -> list[Tensor]:
        """An operator of several results, each taken out by a node of its own."""
        node = self.op_node(target, args, None)
        node["outputs"] = [{"dtype": dtype, "shape": list(shape)} for dtype, shape in outputs]
        self.nodes.append(node)
        items = []
        for position, (dtype, shape) in enumerate(outputs):
            item = {"name": self.fresh("getitem"), "kind": "op", "target": "_operator.getitem", "args": [{"node": node["name"]}, position]}
            items.append(self._add(item, dtype, shape))
        return items

    def finish(self, results: list[Tensor]) -> None:
        self.nodes.append({"name": "output", "kind": "output", "args": [{"nodes": [t.node for t in results]}]})

    def op_nodes(self) -> list[Json]:
        return [node for node in self.nodes if node["kind"] == "op"]

    def op_node(self, target: str, args: list[Any], kwargs: Json | None) -> Json:
        while args and args[-1] is None:
            args = args[:-1]
        stem = target.split(".")[1] if "." in target else target
        node = {"name": self.fresh(stem), "kind": "op", "target": target, "args": [_arg(a) for a in args]}
        if kwargs:
            node["kwargs"] = kwargs
        return node

    def _add(self, node: Json, dtype: str, shape: Shape) -> Tensor:
        tensor = Tensor(node["name"], dtype, tuple(shape))
        node["outputs"] = [{"dtype": dtype, "shape": list(shape)}]
        self.nodes.append(node)
        self.tensors[tensor.node] = tensor
        return tensor

    def fresh(self, stem: str) -> str:
        taken = {node["name"] for node in self.nodes}
        names = [stem, *(f"{stem}_{i}" for i in range(1, len(taken) + 2))]
        return next(name for name in names if name not in taken)


def _arg(value: Any) -> Any:
    if isinstance(value, Tensor):
        return {"node": value.node}
    if isinstance(value, (list, tuple)) and any(isinstance(v, Tensor) for v in value):
        return {"nodes": [None if v is None else v.node for v in value]}
    return list(value) if isinstance(value, tuple) else value


def graph_document(trace: Trace, dialect: str = "aten") -> Json:
    head: Json = {"format": "annotated-graph", "version": "1.0"}
    if dialect != "aten":
        head["dialect"] = dialect
    return {**head, "nodes": trace.nodes}
