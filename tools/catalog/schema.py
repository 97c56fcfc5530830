"""A validator for the part of JSON Schema draft 2020-12 that the catalog schemas use.

A keyword outside that part is an error, so that a schema cannot promise more
than is checked.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Iterator

Json = Any

ANNOTATIONS = {"$schema", "$id", "title", "$defs", "$comment"}
TYPES: dict[str, Callable[[Json], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
}


def violations(value: Json, schema: Json) -> list[str]:
    """Every violation as "place: what"."""
    return list(_Validator(schema).check(value, schema, "$"))


class _Validator:
    def __init__(self, root: Json) -> None:
        self._root = root

    def check(self, value: Json, schema: Json, place: str) -> Iterator[str]:
        for keyword, argument in schema.items():
            if keyword in ANNOTATIONS:
                continue
            rule = getattr(self, "_" + keyword.lstrip("$"), None)
            if rule is None:
                raise ValueError(f"schema keyword {keyword} is not checked by this validator")
            yield from rule(value, argument, place, schema)

    def _ref(self, value: Json, target: str, place: str, _: Json) -> Iterator[str]:
        found = self._root
        for step in target.removeprefix("#/").split("/"):
            found = found[step]
        yield from self.check(value, found, place)

    def _type(self, value: Json, name: str, place: str, _: Json) -> Iterator[str]:
        if not TYPES[name](value):
            yield f"{place}: not of type {name}"

    def _enum(self, value: Json, accepted: list[Json], place: str, _: Json) -> Iterator[str]:
        if not any(_same(value, a) for a in accepted):
            yield f"{place}: {value!r} is not one of {accepted}"

    def _const(self, value: Json, accepted: Json, place: str, _: Json) -> Iterator[str]:
        if not _same(value, accepted):
            yield f"{place}: {value!r} is not {accepted!r}"

    def _anyOf(self, value: Json, choices: list[Json], place: str, _: Json) -> Iterator[str]:  # noqa: N802
        if all(any(True for _ in self.check(value, choice, place)) for choice in choices):
            yield f"{place}: {value!r} fits none of the choices"

    def _properties(self, value: Json, known: Json, place: str, _: Json) -> Iterator[str]:
        if isinstance(value, dict):
            for key, schema in known.items():
                if key in value:
                    yield from self.check(value[key], schema, f"{place}.{key}")

    def _additionalProperties(self, value: Json, schema: Json, place: str, parent: Json) -> Iterator[str]:  # noqa: N802
        if not isinstance(value, dict):
            return
        for key in value:
            if key in parent.get("properties", {}):
                continue
            if schema is False:
                yield f"{place}: unknown key {key!r}"
            else:
                yield from self.check(value[key], schema, f"{place}.{key}")

    def _required(self, value: Json, keys: list[str], place: str, _: Json) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (f"{place}: missing key {key!r}" for key in keys if key not in value)

    def _items(self, value: Json, schema: Json, place: str, _: Json) -> Iterator[str]:
        if isinstance(value, list):
            for position, item in enumerate(value):
                yield from self.check(item, schema, f"{place}[{position}]")

    def _minItems(self, value: Json, least: int, place: str, _: Json) -> Iterator[str]:  # noqa: N802
        if isinstance(value, list) and len(value) < least:
            yield f"{place}: fewer than {least} items"

    def _uniqueItems(self, value: Json, wanted: bool, place: str, _: Json) -> Iterator[str]:  # noqa: N802
        if wanted and isinstance(value, list) and len({repr(v) for v in value}) < len(value):
            yield f"{place}: an item is repeated"

    def _minProperties(self, value: Json, least: int, place: str, _: Json) -> Iterator[str]:  # noqa: N802
        if isinstance(value, dict) and len(value) < least:
            yield f"{place}: fewer than {least} keys"

    def _minLength(self, value: Json, least: int, place: str, _: Json) -> Iterator[str]:  # noqa: N802
        if isinstance(value, str) and len(value) < least:
            yield f"{place}: shorter than {least}"

    def _minimum(self, value: Json, least: float, place: str, _: Json) -> Iterator[str]:
        if TYPES["number"](value) and value < least:
            yield f"{place}: {value} is below {least}"

    def _pattern(self, value: Json, pattern: str, place: str, _: Json) -> Iterator[str]:
        if isinstance(value, str) and not re.search(pattern, value):
            yield f"{place}: {value!r} does not match {pattern}"


def _same(left: Json, right: Json) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)
