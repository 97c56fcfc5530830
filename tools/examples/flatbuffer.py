"""Writes FlatBuffers: tables are what they say, nothing is shared.

    root = Table({0: U32(3), 3: Text("a model"), 2: Tables([Table({}), …])})
    data = write(root, b"TFL3")

A table maps slots (the place of a field in the schema, from 0) to fields.
Layout: https://flatbuffers.dev/internals.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True)
class Scalar:
    data: bytes


@dataclass(frozen=True)
class Vector:
    count: int
    data: bytes


@dataclass(frozen=True)
class Table:
    fields: dict[int, "Field"]


@dataclass(frozen=True)
class Tables:
    items: list[Table]


Part = Union[Vector, Table, Tables]
Field = Union[Scalar, Part]


def scalar(kind: str, value: float) -> Scalar:
    """`kind` is struct's letter: b, B, i, I, q, f."""
    return Scalar(struct.pack("<" + kind, value))


def numbers(kind: str, values: Iterable[float]) -> Vector:
    listed = list(values)
    return Vector(len(listed), struct.pack(f"<{len(listed)}{kind}", *listed))


def text(value: str) -> Vector:
    data = value.encode()
    return Vector(len(data), data)


def write(root: Table, identifier: bytes) -> bytes:
    out = bytearray(4) + identifier
    _write(out, root, 0)
    return bytes(out)


def _write(out: bytearray, part: Part, origin: int) -> None:
    """Appends a part; the offset stored at `origin` leads to it."""
    out.extend(bytes(-len(out) % 8))
    if isinstance(part, Table):
        _write_table(out, part, origin)
        return
    _lead(out, origin, len(out))
    if isinstance(part, Vector):
        out.extend(struct.pack("<I", part.count) + part.data)
        return
    out.extend(struct.pack("<I", len(part.items)))
    first = len(out)
    out.extend(bytes(4 * len(part.items)))
    for position, item in enumerate(part.items):
        _write(out, item, first + 4 * position)


def _write_table(out: bytearray, table: Table, origin: int) -> None:
    inlined = bytearray(4)
    places: dict[int, int] = {}
    for slot, field in table.fields.items():
        places[slot] = len(inlined)
        inlined.extend(field.data if isinstance(field, Scalar) else bytes(4))
    entries = [places.get(slot, 0) for slot in range(max(places, default=-1) + 1)]
    vtable = struct.pack(f"<{len(entries) + 2}H", 4 + 2 * len(entries), len(inlined), *entries)
    inlined[:4] = struct.pack("<i", len(vtable))
    out.extend(vtable)
    at = len(out)
    _lead(out, origin, at)
    out.extend(inlined)
    for slot, field in table.fields.items():
        if not isinstance(field, Scalar):
            _write(out, field, at + places[slot])


def _lead(out: bytearray, origin: int, to: int) -> None:
    out[origin : origin + 4] = struct.pack("<I", to - origin)
