"""What a check says: the report of one graph, typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence

Json = Dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """One fact about the graph."""

    code: str  # "OF103"
    name: str  # "DataTypesUnsupported"
    severity: str  # "error", "warning" or "note"
    node: str  # empty if it concerns the whole graph
    op: Optional[str]
    backend_op: Optional[str]
    port: Optional[str]  # "in[1]"; None if it concerns the whole node
    role: Optional[str]  # "weight", "bias"
    message: str
    found: str
    accepted: Sequence[str]
    nearest: Optional[Json]  # the row that asks for the fewest changes
    hints: Sequence[str]
    sources: Sequence[str]

    def __str__(self) -> str:
        """One line: where, what, and what would help."""
        where = f"node `{self.node}`" if self.node else "the graph"
        if self.op:
            where += f" ({self.op})"
        if self.port:
            where += f", `{self.port}`"
        parts = [f"{self.severity}[{self.code}] {where}: {self.message}"]
        if self.found:
            parts.append(f"have {self.found}")
        if self.accepted:
            parts.append("catalog has " + " or ".join(self.accepted))
        if self.nearest:
            edits = [f"{e['port']} {e['from']} → {e['to']}" for e in self.nearest["edits"]]
            parts.append("nearest: " + ", ".join(edits))
        return "; ".join(parts + list(self.hints))


@dataclass(frozen=True)
class Report:
    """The check of one graph for one target.

    `status` is "checked"; "bypassed" where the SDK predates the catalog, so that nothing
    was checked; or "invalid" where the input is no graph.
    """

    status: str
    target: Json
    summary: Dict[str, int]
    outcomes: Dict[str, str]  # by node: supported, unsupported, unknown, unchecked
    findings: List[Finding]
    document: Json  # everything: docs/schema/report.schema.json

    @property
    def errors(self) -> List[Finding]:
        """The findings that fail a strict validation."""
        return [f for f in self.findings if f.severity == "error"]

    @property
    def ok(self) -> bool:
        """True if the graph was checked and nothing is wrong with it."""
        return self.status == "checked" and not self.errors


def report_from(document: Json) -> Report:
    """The report of the one run that `document` has."""
    (run,) = document["runs"]
    return Report(
        status=run["status"],
        target=run["target"],
        summary=run["summary"],
        outcomes={node["name"]: node["outcome"] for node in run["nodes"]},
        findings=[_finding(finding) for finding in run["findings"]],
        document=document,
    )


def _finding(finding: Json) -> Finding:
    # Keys may be added to the document; those that are not known here stay there.
    return Finding(**{key: finding[key] for key in Finding.__dataclass_fields__})
