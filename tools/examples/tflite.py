"""Builds small TFLite models, as the binary files that they are.

    m = Model("tiny")
    x = m.tensor("x", INT8, [1, 4], [0.5], [-128])
    y = m.tensor("y", INT8, [1, 4], [1 / 256], [-128])
    m.op("SOFTMAX", [x], [y])
    m.inputs = [x]
    data = m.to_bytes()

Constant tensors get zeros for data: what a check looks at is their type, their
shape and their quantization.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flatbuffer import Field, Scalar, Table, Tables, numbers, scalar, text, write

FLOAT32, INT32, UINT8, INT64, INT16, INT8 = 0, 2, 3, 4, 7, 9
WIDTH = {FLOAT32: 4, INT32: 4, UINT8: 1, INT64: 8, INT16: 2, INT8: 1}

SCHEMA_VERSION = 3
CUSTOM = 32
CODES = {
    "ADD": 0,
    "AVERAGE_POOL_2D": 1,
    "CONV_2D": 3,
    "DEPTHWISE_CONV_2D": 4,
    "FULLY_CONNECTED": 9,
    "LOGISTIC": 14,
    "MAX_POOL_2D": 17,
    "RESHAPE": 22,
    "SOFTMAX": 25,
    "SVDF": 27,
    "GELU": 150,
}

NO_ACTIVATION, RELU6 = 0, 3
VALID = 1


@dataclass
class Tensor:
    name: str
    type: int
    shape: list[int]
    scales: list[float] = field(default_factory=list)
    zero_points: list[int] = field(default_factory=list)
    axis: int = 0
    constant: bool = False


@dataclass
class Operator:
    op: str
    inputs: list[int]
    outputs: list[int]
    options: tuple[int, dict[int, Scalar]] | None = None


class Model:
    def __init__(self, name: str) -> None:
        self.name = name
        self.tensors: list[Tensor] = []
        self.operators: list[Operator] = []
        self.inputs: list[int] = []
        self.outputs: list[int] = []

    def __getitem__(self, name: str) -> Tensor:
        return next(tensor for tensor in self.tensors if tensor.name == name)

    def tensor(
        self,
        name: str,
        kind: int,
        shape: list[int],
        scales: list[float] = [],
        zero_points: list[int] = [],
        axis: int = 0,
        constant: bool = False,
    ) -> int:
        self.tensors.append(Tensor(name, kind, shape, list(scales), list(zero_points), axis, constant))
        return len(self.tensors) - 1

    def op(
        self,
        op: str,
        inputs: list[int],
        outputs: list[int],
        options: tuple[int, dict[int, Scalar]] | None = None,
    ) -> None:
        """`options` are the number of their table in the union, and its fields. A name that is no builtin is a custom one's."""
        self.operators.append(Operator(op, inputs, outputs, options))

    def to_bytes(self) -> bytes:
        codes = list(dict.fromkeys(operator.op for operator in self.operators))
        buffers = [Table({})]
        tensors = [self._tensor(tensor, buffers) for tensor in self.tensors]
        subgraph = Table(
            {
                0: Tables(tensors),
                1: numbers("i", self.inputs),
                2: numbers("i", self.outputs),
                3: Tables([self._operator(operator, codes) for operator in self.operators]),
                4: text("main"),
            }
        )
        model = {
            0: scalar("I", SCHEMA_VERSION),
            1: Tables([_code(op) for op in codes]),
            2: Tables([subgraph]),
            3: text(self.name),
            4: Tables(buffers),
        }
        return write(Table(model), b"TFL3")

    def _tensor(self, tensor: Tensor, buffers: list[Table]) -> Table:
        fields: dict[int, Field] = {0: numbers("i", tensor.shape), 1: scalar("b", tensor.type), 3: text(tensor.name)}
        if tensor.constant:
            size = WIDTH[tensor.type]
            for extent in tensor.shape:
                size *= extent
            fields[2] = scalar("I", len(buffers))
            buffers.append(Table({0: numbers("B", bytes(size))}))
        if tensor.scales:
            quantization: dict[int, Field] = {2: numbers("f", tensor.scales), 3: numbers("q", tensor.zero_points)}
            if tensor.axis:
                quantization[6] = scalar("i", tensor.axis)
            fields[4] = Table(quantization)
        return Table(fields)

    def _operator(self, operator: Operator, codes: list[str]) -> Table:
        fields: dict[int, Field] = {
            0: scalar("I", codes.index(operator.op)),
            1: numbers("i", operator.inputs),
            2: numbers("i", operator.outputs),
        }
        if operator.options is not None:
            number, options = operator.options
            fields[3] = scalar("B", number)
            fields[4] = Table(dict(options))
        return Table(fields)


def _code(op: str) -> Table:
    code = CODES.get(op, CUSTOM)
    fields: dict[int, Field] = {0: scalar("b", min(code, 127)), 2: scalar("i", 1), 3: scalar("i", code)}
    if op not in CODES:
        fields[1] = text(op)
    return Table(fields)


def conv_options(stride: int, activation: int = RELU6) -> tuple[int, dict[int, Scalar]]:
    return 1, {1: scalar("i", stride), 2: scalar("i", stride), 3: scalar("b", activation)}


def depthwise_options(stride: int, activation: int = RELU6) -> tuple[int, dict[int, Scalar]]:
    return 2, {1: scalar("i", stride), 2: scalar("i", stride), 3: scalar("i", 1), 4: scalar("b", activation)}


def pool_options(height: int, width: int) -> tuple[int, dict[int, Scalar]]:
    return 5, {
        0: scalar("b", VALID),
        1: scalar("i", 1),
        2: scalar("i", 1),
        3: scalar("i", width),
        4: scalar("i", height),
    }


def softmax_options() -> tuple[int, dict[int, Scalar]]:
    return 9, {0: scalar("f", 1.0)}
