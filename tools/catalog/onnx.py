"""Makes the ONNX mapping from the facts on ONNX Runtime's QNN provider and the hand decisions."""

from __future__ import annotations

from typing import Any

from mapping import decomposed, mapped, target
from serialize import GENERATED

Json = dict[str, Any]


def build_onnx(facts: Json, given: Json, decisions: Json) -> Json:
    decided: Json = {}
    for family in given["families"]:
        for name, targets in family["ops"].items():
            decided[name] = mapped({"sources": [0], **family}, targets)
    for item in given["decomposed"]:
        decided[item["op"]] = decomposed(item)
    for kind, names in given["structural"].items():
        decided.update({name: {"structural": kind} for name in names})

    ops: Json = {}
    for row in facts["rows"]:
        name = _name(row)
        ops[name] = decided.pop(name, None) or _same(row)
        _agree(row, ops[name])
    unknown = sorted(name for name in decided if name not in given["beyond_the_facts"])
    if unknown:
        raise ValueError(f"decided, but not in the facts: {', '.join(unknown)}")
    ops.update(decided)
    return {
        "$comment": GENERATED,
        "dialect": "onnx",
        "backend": decisions["catalog"]["backend"],
        "treat_as": given["treat_as"],
        "sources": given["sources"],
        "ops": dict(sorted(ops.items())),
    }


def _name(row: Json) -> str:
    domain = row["onnx_domain"]
    return row["onnx_op"] if domain == "ai.onnx" else f"{domain}:{row['onnx_op']}"


def _same(row: Json) -> Json:
    """One operator that takes the inputs in their order."""
    if row["input_ports"] != "same order" or len(row["qnn_op"]) != 1 or row.get("inputs_that_become_params"):
        raise ValueError(f"{_name(row)} is not taken as it is, and no decision says how")
    return {"to": [{"ops": [target(row["qnn_op"][0])]}], "sources": [0]}


def _agree(row: Json, entry: Json) -> None:
    """A decision names operators that the facts name."""
    named = {op for text in row["qnn_op"] for op in text.split(" + ")}
    for choice in entry.get("to", []):
        for target in choice["ops"]:
            if target["op"] not in named:
                raise ValueError(f"{_name(row)}: the facts do not name {target['op']}")
