"""A stand-in for the SDK's module: the same interface, two small operators."""

from __future__ import annotations

import enum
from typing import Any

HTP = "the htp backend"


class Encoding(enum.Enum):
    QNN_QUANTIZATION_ENCODING_SCALE_OFFSET = 0
    QNN_QUANTIZATION_ENCODING_AXIS_SCALE_OFFSET = 1


class Constraint:
    def __init__(self, encoding: Encoding, **given: Any) -> None:
        self._encoding = encoding
        self._given = given

    def get_encoding_types(self) -> list[Encoding]:
        return [self._encoding]

    def is_symmetric(self) -> bool | None:
        return self._given.get("symmetric")

    def get_axis(self) -> tuple[int, ...] | None:
        return self._given.get("axis")

    def is_math_invariant(self) -> bool | None:
        return self._given.get("math_invariant")

    def get_scale(self) -> float | None:
        return self._given.get("scale")

    def get_offset(self) -> int | None:
        return self._given.get("offset")


class Port:
    def __init__(self, datatype: str, *constraints: Constraint, onward: bool = False) -> None:
        self._datatype = "QNN_DATATYPE_" + datatype
        self._constraints = constraints
        self._onward = onward

    def get_datatype(self) -> str:
        return self._datatype

    def get_quant_constraint_info(self) -> tuple[Constraint, ...]:
        return self._constraints

    def is_applicable_from_current_dtype_onward(self) -> bool:
        return self._onward


class Variant:
    def __init__(self, inputs: list[Port], outputs: list[Port]) -> None:
        self._inputs = inputs
        self._outputs = outputs

    def get_input_info(self) -> list[Port]:
        return self._inputs

    def get_output_info(self) -> list[Port]:
        return self._outputs


PLAIN = Encoding.QNN_QUANTIZATION_ENCODING_SCALE_OFFSET
PER_AXIS = Encoding.QNN_QUANTIZATION_ENCODING_AXIS_SCALE_OFFSET


class BackendOpInfo:
    def __init__(self, backend: str, soc: int) -> None:
        assert backend == HTP and soc == 69

    def get_all_supported_ops(self) -> list[str]:
        return ["Sigmoid", "Concat", "FullyConnected", "Broken"]

    def get_op_info(self, op: str) -> list[Variant]:
        u8 = Port("UFIXED_POINT_8", Constraint(PLAIN))
        if op == "Sigmoid":
            return [Variant([u8], [Port("UFIXED_POINT_8", Constraint(PLAIN, scale=0.00390625, offset=0))])]
        if op == "Concat":
            return [Variant([Port("UFIXED_POINT_8", Constraint(PLAIN), onward=True)],
                            [Port("UFIXED_POINT_8", Constraint(PLAIN, math_invariant=True))])]
        if op == "FullyConnected":
            weight = Port("SFIXED_POINT_8", Constraint(PLAIN), Constraint(PER_AXIS, symmetric=True, axis=(0,)))
            return [Variant([u8, weight], [u8]), Variant([u8, weight, Port("SFIXED_POINT_32", Constraint(PLAIN))], [u8])]
        raise RuntimeError("no such operator")
