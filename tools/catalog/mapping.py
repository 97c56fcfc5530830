"""Expands the hand-written port tables into the mapping files."""

from __future__ import annotations

from typing import Any

from serialize import GENERATED

Json = dict[str, Any]


def build_aten(given: Json, decisions: Json) -> Json:
    ops: Json = {}
    for family in given["families"]:
        for name, targets in family["ops"].items():
            ops[name] = mapped(family, targets)
    for kind, names in given["structural"].items():
        ops.update({name: {"structural": kind} for name in names})
    for text, names in given["constant"].items():
        ops.update({name: {"constant": text} for name in names})
    for item in given["decomposed"]:
        ops[item["op"]] = decomposed(item)
    return {
        "$comment": GENERATED,
        "dialect": "aten",
        "backend": decisions["catalog"]["backend"],
        "treat_as": given["treat_as"],
        "sources": given["sources"],
        "ops": dict(sorted(ops.items())),
    }


def mapped(family: Json, targets: list[str] | None) -> Json:
    """The entry of an op of a family; `targets` where the family says of each op what it becomes."""
    choices = family["to"] if targets is None else [{"ops": targets}]
    result: Json = {"to": [{**choice, "ops": [target(t) for t in choice["ops"]]} for choice in choices]}
    for key in ("in", "out", "params"):
        if key in family:
            result[key] = family[key]
    result["sources"] = family["sources"]
    return result


def decomposed(item: Json) -> Json:
    """The entry of an op that becomes several before it reaches the backend."""
    ports = {"in": item["in"]} if "in" in item else {}
    parts = {"parts": [target(part) for part in item["parts"]]} if "parts" in item else {}
    return {"decomposed": item["text"], **ports, **parts}


def target(text: str) -> Json:
    """"ElementWiseBinary:ADD" names an operator and its operation."""
    op, _, operation = text.partition(":")
    return {"op": op, "operation": operation} if operation else {"op": op}


def build_qnn(given: Json, decisions: Json) -> Json:
    ops: Json = {}
    for generic, names in given["generic"].items():
        ops[generic] = {"to": [_by_number(n, name, [{"op": generic, "operation": name}]) for n, name in enumerate(names)]}
    for item in given["converter_types"]:
        generic, specific = item["generic"], given["specific"][item["generic"]]
        choices = []
        for number, name in enumerate(given["generic"][generic]):
            targets = [{"op": specific[name]}] if name in specific else []
            choices.append((number, name, [*targets, {"op": generic, "operation": name}]))
        ops[item["type"]] = {
            "to": [_by_number(*choice) for choice in choices]
            + [_by_value(item["older_param"], _spellings(generic, name, specific), targets) for _, name, targets in choices]
        }
    for item in given["by_string"]:
        ops[item["type"]] = {"to": [_by_value(item["param"], [value], [{"op": op}]) for value, op in item["values"].items()]}
    for name, op in given["renamed"].items():
        if name != op:
            ops[name] = {"to": [{"ops": [{"op": op}]}]}
    return {
        "$comment": GENERATED,
        "dialect": "qnn",
        "backend": decisions["catalog"]["backend"],
        "default": "same-name",
        "sources": given["sources"],
        "ops": {
            **{name: {**entry, "sources": [0]} for name, entry in sorted(ops.items())},
            **{name: {"opaque": text} for name, text in given["opaque"].items()},
        },
    }


def _by_number(number: int, name: str, targets: list[Json]) -> Json:
    return {"if": {"param": "operation", "in": [number, name]}, "ops": targets}


def _by_value(param: str, values: list[str], targets: list[Json]) -> Json:
    return {"if": {"param": param, "in": values}, "ops": targets}


def _spellings(generic: str, name: str, specific: dict[str, str]) -> list[str]:
    """The older string parameters carry the specific name, or a lower-case one."""
    return list(dict.fromkeys([specific.get(name, name), name, name.lower()]))
