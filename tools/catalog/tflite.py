"""Makes the TFLite mapping from the facts on LiteRT's compiler and the hand decisions."""

from __future__ import annotations

from typing import Any

from mapping import decomposed
from serialize import GENERATED

Json = dict[str, Any]

COMPOSITE = "STABLEHLO_COMPOSITE"


def build_tflite(facts: Json, given: Json, decisions: Json) -> Json:
    by_parts = {item["op"]: item for item in given["decomposed"]}
    ops: Json = {}
    composites: list[Json] = []
    for row in facts["rows"]:
        name = row["tflite_op"]
        if name in given["left_out"]:
            continue
        if name in given["composites"]:
            composites.append(_composite(given["composites"][name]))
        elif name in by_parts:
            ops[name] = decomposed(by_parts[name])
        else:
            ops[name] = _mapped(row, given)
    ops.update({name: {"opaque": text} for name, text in given["opaque"].items()})
    ops[COMPOSITE] = {"to": composites, "sources": [0, 1]}
    return {
        "$comment": GENERATED,
        "dialect": "tflite",
        "backend": decisions["catalog"]["backend"],
        "sources": given["sources"],
        "ops": dict(sorted(ops.items())),
    }


def _mapped(row: Json, given: Json) -> Json:
    name = row["tflite_op"]
    if name in given["to"]:
        targets = [_target(text) for text in given["to"][name]]
    elif len(row["qnn_op"]) == 1:
        targets = [_target(row["qnn_op"][0], row.get("qnn_operation", ""))]
    else:
        raise ValueError(f"{name} becomes several operators, and no decision says which")
    result: Json = {"to": [{"ops": targets}]}
    inputs = given["in"].get(name) or _inputs(row["input_ports"], given["phrases"])
    if inputs:
        result["in"] = inputs
    result["sources"] = [0, 1, 2]
    return result


def _inputs(ports: str | list[str], phrases: Json) -> list[Json]:
    """Nothing where the operands are the ports in order."""
    if ports == "same order":
        return []
    return [phrases[port] for port in ports]


def _composite(item: Json) -> Json:
    return {
        "if": {"param": "name", "in": [item["name"]]},
        "ops": [_target(text) for text in item["ops"]],
        "in": item["in"],
    }


def _target(text: str, operation: str = "") -> Json:
    """"ElementWiseBinary:ADD" names an operator and its operation; the catalog's operations have no underscores."""
    op, _, own = text.partition(":")
    operation = (own or operation).replace("_", "")
    return {"op": op, "operation": operation} if operation else {"op": op}
