"""Adds the sources of further files to the rows they attest.

Only evidence for rows that exist is attached here; rows that only an outcome
attests are entered by hand in decisions.json.
"""

from __future__ import annotations

from typing import Any

from rows import Dtypes, Entry, Row, dtypes_of
from sources import Sources

Json = dict[str, Any]

QUANTIZED = {
    "uint8": "UFIXED_POINT_8", "int8": "SFIXED_POINT_8", "uint16": "UFIXED_POINT_16", "int16": "SFIXED_POINT_16",
    "int4": "SFIXED_POINT_8", "uint4": "UFIXED_POINT_8", "int32": "SFIXED_POINT_32",
}
PLAIN = {
    "float32": "FLOAT_32", "float16": "FLOAT_16", "int32": "INT_32", "int64": "INT_32", "bool": "BOOL_8",
    "uint8": "UINT_8", "uint16": "UINT_16", "uint32": "UINT_32",
}


def attach_evidence(entries: dict[str, Entry], facts: dict[str, Json], decisions: Json, sources: Sources) -> None:
    _from_decisions(entries, decisions["attest"], sources)
    _from_combinations(entries, facts["htp_ops"], sources)
    _from_ort_outcomes(entries, facts["ort_qnn_outcomes"], sources)


def _from_decisions(entries: dict[str, Entry], attested: list[Json], sources: Sources) -> None:
    for given in attested:
        wanted = {f"{side}[{i}]": dtypes_of(dtype) for side in ("in", "out") for i, dtype in enumerate(given[side])}
        matching = [row for row in entries[given["op"]].rows if row.accepts(wanted) and _performs(row, given.get("operation"))]
        if not matching:
            raise ValueError(f"no row of {given['op']} is attested by {given}")
        for row in matching:
            row.sources |= sources.named([given["source"]])


def _performs(row: Row, operation: str | None) -> bool:
    return operation is None or operation in (row.operations or [])


def _from_combinations(entries: dict[str, Entry], htp_ops: Json, sources: Sources) -> None:
    for fact in htp_ops["ops"] + htp_ops["additional_ops"]:
        entry = entries.get(fact["qnn_op"])
        for combination in fact.get("dtype_combos", []) if entry else []:
            wanted = _positional(combination["inputs"], "in") | _positional(combination["outputs"], "out")
            if wanted:
                _attest(entry, wanted, sources.texts(combination["source"]))


def _positional(ports: dict[str, str | None], side: str) -> dict[str, Dtypes]:
    return {name: dtypes_of(value) for name, value in ports.items() if name.startswith(side + "[") and value}


def _from_ort_outcomes(entries: dict[str, Entry], outcomes: Json, sources: Sources) -> None:
    for outcome in outcomes["rows"]:
        entry = entries.get(outcome["qnn_op"])
        if entry is None or outcome["expected"] != "accepted":
            continue
        wanted = _dtypes_of_outcome(outcome, len(entry.ports["in"]))
        if wanted:
            _attest(entry, wanted, sources.texts(outcome["source"], "stack-outcome"))


def _dtypes_of_outcome(outcome: Json, ports: int) -> dict[str, Dtypes]:
    """The dtypes at the inputs; float inputs of a qdq graph carry their quantized dtype."""
    names = QUANTIZED if outcome["mode"] == "qdq" else PLAIN
    found: dict[str, Dtypes] = {}
    for position, given in enumerate(outcome["inputs"][:ports]):
        dtype = given["dtype"]
        name = PLAIN[dtype] if dtype == "int64" or dtype == "bool" else names.get(dtype)
        if name is None:
            return {}
        found[f"in[{position}]"] = (name,)
    return found


def _attest(entry: Entry, wanted: dict[str, Dtypes], evidence: set[int]) -> None:
    for row in entry.rows:
        if row.accepts(wanted) and _settled(row):
            row.sources |= evidence


def _settled(row: Row) -> bool:
    return not row.sets and row.disputed is None
