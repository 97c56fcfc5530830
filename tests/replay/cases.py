"""One outcome to replay, and what comparing makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

AGREE, CONTRADICT, UNKNOWN, SILENT = "agree", "contradict", "unknown", "silent"


@dataclass
class Case:
    name: str
    file: str
    arch: str
    kind: str  # the quantization dtype, or the mode
    target: str
    accepted: bool | None = None
    silent: str = ""  # why the row states nothing that could be compared
    sdk: str = ""  # empty: the newest
    fails_later: bool = False  # accepted by the validator, finalizing fails
    graphs: list[Json] = field(default_factory=list)

    def say_nothing(self, why: str) -> None:
        self.accepted, self.silent = None, why

    @property
    def full_target(self) -> str:
        return f"{self.target}@{self.sdk}" if self.sdk else self.target


@dataclass
class Result:
    case: Case
    verdict: str
    outcome: str  # of the checker: supported, unsupported, unknown
    findings: list[Json]
    caveat: bool  # OF107 was reported


def outcome_of(reports: list[Json]) -> str:
    """The worst of all operators of all graphs."""
    outcomes = {node["outcome"] for report in reports for node in report["nodes"]}
    if any(report["status"] != "checked" for report in reports):
        return "unknown"
    if "unsupported" in outcomes:
        return "unsupported"
    return "unknown" if outcomes & {"unknown", "unchecked"} else "supported"


def compare(case: Case, reports: list[Json]) -> Result:
    findings = [finding for report in reports for finding in report["findings"]]
    caveat = any(finding["code"] == "OF107" for finding in findings)
    outcome = outcome_of(reports)
    if case.accepted is None:
        verdict = SILENT
    elif outcome == "unknown":
        verdict = UNKNOWN
    else:
        verdict = AGREE if (outcome == "supported") == case.accepted else CONTRADICT
    return Result(case, verdict, outcome, findings, caveat)
