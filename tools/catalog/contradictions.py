"""Writes the list of outcomes that the catalog contradicts on purpose.

Rules select outcomes by their fields and are expanded to single names, so that
a test sees which outcomes are meant and a new one cannot hide behind a pattern.
"""

from __future__ import annotations

from typing import Any, Iterator

from outcomes import OrtNames, device_arch, device_name, ort_targets
from serialize import GENERATED

Json = dict[str, Any]


def build_contradictions(given: Json, facts: dict[str, Json]) -> Json:
    outcomes = {"device": list(_device(facts["device_outcomes"])), "ort": list(_ort(facts["ort_qnn_outcomes"]))}
    reasons: dict[str, str] = {}
    for rule in given["rules"]:
        selected = [name for name, fields in outcomes[rule["file"]] if _selected(fields, rule["where"], rule.get("except", {}))]
        if not selected:
            raise ValueError(f"no outcome is meant by {rule['where']}")
        for name in selected:
            reasons.setdefault(name, rule["reason"])
    return {
        "$comment": GENERATED,
        "about": given["about"],
        "contradictions": [{"id": name, "reason": reason} for name, reason in sorted(reasons.items())],
    }


def _device(facts: Json) -> Iterator[tuple[str, Json]]:
    for row in facts["rows"]:
        if row["arch"].startswith("htp_"):
            yield device_name(row), {**row, "arch": device_arch(row)}


def _ort(facts: Json) -> Iterator[tuple[str, Json]]:
    names = OrtNames(facts["rows"])
    for row in facts["rows"]:
        for _, arch in ort_targets(row):
            yield from ((name, {**row, "arch": arch}) for name in names.names(row, arch))


def _selected(fields: Json, where: Json, excluded: Json) -> bool:
    return _matches(fields, where) and not (excluded and _matches(fields, excluded))


def _matches(fields: Json, wanted: Json) -> bool:
    for key, values in wanted.items():
        have = fields["tests"] if key == "test" else [fields[key]]
        if not set(have) & set(values if isinstance(values, list) else [values]):
            return False
    return True
