#!/usr/bin/env python3
"""Writes docs/operators/, a page a backend: the operators that its catalog knows.

    tools/catalog/reference.py [--check]

With --check nothing is written; the exit status is 1 if a page is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from pathlib import Path
from typing import Any, Iterable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from publish import publish  # noqa: E402

CATALOGS = ROOT / "catalogs"
PAGES = ROOT / "docs" / "operators"
WIDTH = 120

Json = dict[str, Any]

FEATURES = {"a16w16": "16 bits beside 16 bits", "lpbq": "block-wise weights"}

INTRODUCTION = """\
# Operators of the backend `{backend}`

<!-- Generated from catalogs/{backend}/ops.json by tools/catalog/reference.py; do not edit. -->

What catalog `{backend}` {version} says{editions}.
`opfit ops OPERATOR --target {backend}` shows the rows of one, with their conditions and sources;
[catalogs.md](../catalogs.md) says how to read them.

| state | |
|---|---|
| closed | what no row accepts is rejected |
| open | what no row accepts is unknown |
| open from 2.44 (say) | closed before that SDK, open from there on |

Behind a number of rows: *disputed*, the sources disagree; *loose*, the source does not say which types go together. A match
of either is unknown. A gate names the architecture (or hardware version) or SDK that rows need, or that the named use of them
needs, and how many rows where it is not all. *Known failures* are combinations seen to be refused, or to pass validation and fail later.
"""

TABLE = """
## Accepted

| operator | state | configurations | rows | gates | known failures |
|---|---|---|---|---|---|
"""

REST = """
## Not offered

{names}
"""


def short(sdk: str) -> str:
    major, minor, *_ = sdk.split(".")
    return f"{major}.{minor}"


def number(sdk: str) -> list[int]:
    return [int(part) for part in sdk.split(".")]


def state(entry: Json, first_sdk: str) -> str:
    opened = entry.get("opened", {}).get("sdk")
    if "closed" not in entry or (opened and number(opened) <= number(first_sdk)):
        return "open"
    return f"open from {short(opened)}" if opened else "closed"


def configurations(entry: Json) -> str:
    return ", ".join(dict.fromkeys(row["config"] for row in entry["rows"])) or "none"


def rows(entry: Json) -> str:
    disputed = sum("disputed" in row for row in entry["rows"])
    loose = sum(bool(row.get("sets")) and "disputed" not in row for row in entry["rows"])
    parts = [f"{disputed} disputed"] * bool(disputed) + [f"{loose} loose"] * bool(loose)
    return f"{len(entry['rows'])} ({', '.join(parts)})" if parts else str(len(entry["rows"]))


def gates(entry: Json, first_sdk: str) -> str:
    counts: dict[str, int] = {}
    for row in entry["rows"]:
        for gate in dict.fromkeys(_gates_of(row, entry.get("conditions", []), first_sdk)):
            counts[gate] = counts.get(gate, 0) + 1
    total = len(entry["rows"])
    return "; ".join(gate if count == total else f"{gate} ({count})" for gate, count in sorted(counts.items()))


def _gates_of(row: Json, conditions: list[Json], first_sdk: str) -> Iterable[str]:
    yield from _gate(row, first_sdk)
    for index in row.get("when", []):
        condition = conditions[index]
        below = condition.get("if", {}).get("sdk_below")
        if below is None or number(below) > number(first_sdk):
            unsettled = condition.get("severity", "error") != "error"
            yield from (f"{gate}, disputed" if unsettled else gate for gate in _gate(condition, first_sdk))


def _gate(item: Json, first_sdk: str) -> Iterable[str]:
    if "only" in item:
        yield " or ".join(arch.upper() for arch in item["only"]) + " alone"
    if "arch" in item:
        what = FEATURES.get(item.get("feature", ""), "")
        yield f"{item['arch'].upper()}: {what}" if what else item["arch"].upper()
    if "since" in item and number(item["since"]) > number(first_sdk):
        yield f"SDK {short(item['since'])}"


def failures(entry: Json) -> str:
    refused, later = len(entry.get("rejected", [])), len(entry.get("caveats", []))
    return ", ".join([f"{refused} refused"] * bool(refused) + [f"{later} later"] * bool(later))


def page(catalog: Json) -> str:
    offered = {name: entry for name, entry in sorted(catalog["ops"].items()) if "unsupported" not in entry}
    missing = [name for name, entry in sorted(catalog["ops"].items()) if "unsupported" in entry]
    first = catalog.get("first_sdk", "0.0")
    lines = [
        f"| {name} | {state(entry, first)} | {configurations(entry)} | {rows(entry)} | {gates(entry, first)} | {failures(entry)} |"
        for name, entry in offered.items()
    ]
    edition = short(catalog["edition"]) if "edition" in catalog else ""
    editions = f", from SDK {first} to {catalog['newest_sdk']}; tables whole as of SDK {edition}" if edition else ""
    text = INTRODUCTION.format(**catalog, editions=editions) + TABLE + "\n".join(lines) + "\n"
    if missing:
        as_of = f" as of SDK {edition}" if edition else ""
        rest = f"The vendor's matrix of operators leaves these out{as_of}: {', '.join(missing)}."
        text += REST.format(names=textwrap.fill(rest, WIDTH, break_long_words=False))
    return text


def pages() -> dict[Path, str]:
    """Every page, by its path."""
    catalogs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CATALOGS.glob("*/ops.json"))]
    return {PAGES / f"{catalog['backend']}.md": page(catalog) for catalog in catalogs}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if the page is stale")
    options = parser.parse_args()
    return publish(pages(), options.check, ROOT, "reference.py")


if __name__ == "__main__":
    sys.exit(main())
