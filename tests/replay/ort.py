"""The rows of ort_qnn_outcomes.json as graphs with expectations."""

from __future__ import annotations

from typing import Iterator

from cases import Case
from onnx_lowering import lower
from outcomes import OrtNames, ort_targets
from tracing import Json, graph_document

FIRST_CHECKED = (2, 41)

Version = tuple[int, ...]


def ort_cases(facts: dict[str, Json]) -> list[Case]:
    rows = facts["ort_qnn_outcomes"]["rows"]
    names = OrtNames(rows)
    cases = []
    for row in rows:
        graph = graph_document(lower(row), "qnn")
        kind = f"qdq {row['activation_dtype']}" if row["mode"] == "qdq" else row["mode"]
        for soc, arch in ort_targets(row):
            for name in names.names(row, arch):
                cases += [_case(row, graph, name, arch, kind, soc, sdk, accepted) for sdk, accepted in history(row)]
    return cases


def _case(row: Json, graph: Json, name: str, arch: str, kind: str, soc: str, sdk: str, accepted: bool) -> Case:
    case = Case(f"{name}@{sdk}" if sdk else name, "ort", arch, kind, f"htp:{soc}", accepted, sdk=sdk)
    broken = row["condition"].get("disabled_kind")
    case.fails_later = broken == "finalize"
    case.graphs = [graph]
    last = row["condition"].get("sdk_at_most")
    if broken == "compose":
        case.say_nothing("switched off where it would run: the graph is not composed there")
    elif last and _version(last) < FIRST_CHECKED:
        case.say_nothing(f"stated up to SDK {last} only")
    return case


def history(row: Json) -> Iterator[tuple[str, bool]]:
    """The expectation at the newest SDK, and at older checked ones where it was another."""
    newest = (row.get("expected_where_it_runs") or row["expected"]) == "accepted"
    stated = [
        (_version(h["from_sdk"]), h["status"].startswith("accepted"))
        for h in row["sdk_history"] if h["status"].startswith(("accepted", "rejected"))
    ]
    nexts: list[tuple[Version | None, bool]] = [*stated[1:], (None, newest)]
    for (sdk, accepted), (until, after) in zip(stated, nexts):
        start = max(sdk, FIRST_CHECKED)
        if accepted != after and until is not None and start < until:
            yield ".".join(map(str, start)), accepted
    yield "", newest


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))
