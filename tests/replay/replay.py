#!/usr/bin/env python3
"""Replays known outcomes of other stacks through the checker.

    replay.py --checker BINARY [--shared DIR] [--update] [--explain PART]

Every row of the outcome files under DIR/facts becomes a graph, is checked with
the bundled catalog for the SoC it was seen on, and is compared: the row and the
checker agree, contradict each other, or the checker does not know. Fails if a
contradiction is not in catalogs/htp/contradictions.json, if one of that list no
longer occurs, or if the table differs from table.txt; --update rewrites that.
--explain prints what the checker says of the rows whose name contains PART.

DIR is the environment's OPFIT_SHARED where it is not given. Without the facts
nothing is replayed, and the run says so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).absolute().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "tools" / "catalog")]

from cases import AGREE, CONTRADICT, SILENT, UNKNOWN, Case, Result, compare  # noqa: E402
from device import device_cases  # noqa: E402
from ort import ort_cases  # noqa: E402

Json = dict[str, Any]

FACTS = ("device_outcomes", "htp_ops", "ort_qnn_outcomes", "quant_recipes")
CONTRADICTIONS = ROOT / "catalogs" / "htp" / "contradictions.json"
TABLE = "tests/replay/table.txt"


def load_json(path: Path) -> Json:
    with path.open(encoding="utf-8") as file:
        return json.load(file)


def check(cases: list[Case], checker: str) -> list[Result]:
    """Checks every graph once for each target that some case names."""
    numbers: dict[int, int] = {}
    documents: list[Json] = []
    for case in cases:
        for graph in case.graphs:
            if id(graph) not in numbers:
                numbers[id(graph)] = len(documents)
                documents.append({"id": len(documents), "graph": graph, "targets": []})
            targets = documents[numbers[id(graph)]]["targets"]
            if case.full_target not in targets:
                targets.append(case.full_target)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(documents, file)
        file.flush()
        output = subprocess.run([checker, file.name], check=True, stdout=subprocess.PIPE, text=True).stdout
    reports = {(r["id"], r["target"]): r for r in map(json.loads, output.splitlines())}
    return [compare(c, [reports[numbers[id(g)], c.full_target] for g in c.graphs]) for c in cases]


# --- what is printed

HEADER = ("file", "arch", "kind", "rows", "agree", "listed", "unlisted", "unknown", "silent", "later")
LEGEND = """\
agree     the checker says what the row states
listed    it contradicts the row, as catalogs/htp/contradictions.json says with the reason
unlisted  it contradicts the row for no reason that is given
unknown   it does not know
silent    the row states nothing that could be compared
later     of the rows that fail after validation and agree: how many are told so (OF107)
"""


def table(results: list[Result], listed: dict[str, str]) -> str:
    """Rows per file, architecture and kind."""
    groups: dict[tuple[str, str, str], list[Result]] = {}
    for result in results:
        case = result.case
        for key in ((case.file, case.arch, case.kind), (case.file, case.arch, "all"), (case.file, "all", "all")):
            groups.setdefault(key, []).append(result)
    order = sorted(groups, key=lambda k: (k[0], k[1] == "all", k[1], k[2] == "all", k[2]))
    lines = [HEADER] + [(*key, *_counts(groups[key], listed)) for key in order]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADER))]
    text = ["  ".join(cell.ljust(w) if i < 3 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths))).rstrip() for line in lines]
    decided = {name: _decided(groups[name, "all", "all"]) for name in sorted({key[0] for key in groups})}
    shares = [f"{name}: {share} decided of what the rows state" for name, share in decided.items()]
    return "\n".join([*text, "", LEGEND, *shares]) + "\n"


def _counts(results: list[Result], listed: dict[str, str]) -> tuple[str, ...]:
    verdicts = Counter(r.verdict for r in results)
    known = sum(r.verdict == CONTRADICT and r.case.name in listed for r in results)
    counts = (len(results), verdicts[AGREE], known, verdicts[CONTRADICT] - known, verdicts[UNKNOWN], verdicts[SILENT])
    late = [r for r in results if r.case.fails_later and r.verdict == AGREE]
    return (*map(str, counts), f"{sum(r.caveat for r in late)}/{len(late)}" if late else "")


def _decided(results: list[Result]) -> str:
    stated = [r for r in results if r.verdict != SILENT]
    decided = sum(r.verdict != UNKNOWN for r in stated)
    return f"{decided} of {len(stated)} ({decided / len(stated):.1%})"


def explain(results: list[Result], part: str) -> None:
    for result in results:
        case = result.case
        if part not in case.name:
            continue
        stated = {True: "accepted", False: "rejected", None: f"nothing: {case.silent}"}[case.accepted]
        print(f"{case.name} for {case.full_target}: stated {stated}, checked {result.outcome}: {result.verdict}")
        for finding in {json.dumps(f): f for f in result.findings}.values():
            print(f"  {finding['severity']} {finding['code']} {finding['op']} {finding['port']}: {finding['message']} ({finding['found']})")


# --- what fails


def problems(results: list[Result], listed: dict[str, str]) -> list[str]:
    found = {r.case.name: r for r in results if r.verdict == CONTRADICT}
    names = {r.case.name for r in results}
    return [
        *(f"not listed: {name}, checked {found[name].outcome}" for name in sorted(found) if name not in listed),
        *(f"listed, but {_instead(name, names)}: {name}" for name in sorted(listed) if name not in found),
    ]


def _instead(name: str, names: set[str]) -> str:
    return "it no longer occurs" if name in names else "there is no such outcome"


def compare_table(text: str, update: bool) -> list[str]:
    path = Path(os.environ.get("BUILD_WORKSPACE_DIRECTORY", ROOT)) / TABLE
    if update:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        return [f"the table differs from {TABLE}; look at the change, then run: bazel run //tests/replay -- --shared DIR --update"]
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checker", required=True, help="the check_cases program")
    parser.add_argument("--shared", default=os.environ.get("OPFIT_SHARED", ""), help="directory that holds facts/")
    parser.add_argument("--update", action="store_true", help=f"rewrite {TABLE}")
    parser.add_argument("--explain", default="", metavar="PART", help="print the rows whose name contains PART")
    options = parser.parse_args()

    facts_dir = Path(os.environ.get("BUILD_WORKING_DIRECTORY", "."), options.shared, "facts")
    if not options.shared or not (facts_dir / "device_outcomes.json").exists():
        print(f"SKIPPED: no outcome was replayed, there are no facts at {options.shared or 'OPFIT_SHARED, which is not set'}")
        return 0

    facts = {name: load_json(facts_dir / f"{name}.json") for name in FACTS}
    results = check([*device_cases(facts), *ort_cases(facts)], options.checker)
    if options.explain:
        explain(results, options.explain)
        return 0
    listed = {c["id"]: c["reason"] for c in load_json(CONTRADICTIONS)["contradictions"]}
    text = table(results, listed)
    print(text)
    failures = problems(results, listed) + compare_table(text, options.update)
    print("\n".join(failures) if failures else f"every contradiction is listed ({len(listed)}), and every listed one occurs")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
