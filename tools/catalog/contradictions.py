"""Writes the list of outcomes that the catalog contradicts on purpose.

Rules select outcomes by their fields and are expanded to single ids, so that a
test sees which outcomes are meant and a new one cannot hide behind a pattern.
"""

from __future__ import annotations

from typing import Any, Iterator

from serialize import GENERATED

Json = dict[str, Any]


def build_contradictions(given: Json, facts: dict[str, Json]) -> Json:
    reasons: dict[str, str] = {}
    for rule in given["rules"]:
        for outcome in facts[rule["file"]]["rows"]:
            if _selected(outcome, rule["where"]):
                for name in _ids(rule["file"], outcome):
                    reasons.setdefault(name, rule["reason"])
    for item in given["listed"]:
        reasons[item["id"]] = item["reason"]
    return {
        "$comment": GENERATED,
        "about": given["about"],
        "contradictions": [{"id": name, "reason": reason} for name, reason in sorted(reasons.items())],
    }


def _selected(outcome: Json, where: Json) -> bool:
    for key, wanted in where.items():
        value = _emulated_arch(outcome) if key == "emulated_arch" else outcome[key]
        if value not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True


def _emulated_arch(outcome: Json) -> str | None:
    """The emulator stands for V68 unless the test names another SoC or excludes it."""
    condition = outcome["condition"]
    if condition.get("only_on") or condition.get("emulator_soc") or "above V68" in str(condition.get("arch")):
        return None
    return "v68"


def _ids(file: str, outcome: Json) -> Iterator[str]:
    if file == "device_outcomes":
        suffix = "/per_channel" if outcome["per_channel"] else ""
        yield f"device/{outcome['arch'].removeprefix('htp_')}/{outcome['case']}/{outcome['quant_dtype'] or 'fp'}{suffix}"
    else:
        yield from (f"ort/{test}" for test in outcome["tests"])
