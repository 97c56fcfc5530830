"""Joins the files of one backend into the JSON document that is compiled in.

    bundle.py OUT OPS SOCS DIALECT...

Whitespace and what only a reader of the files needs (comments, the sources of
chips and mappings) are left out; nothing else changes.
"""

import json
import sys
from pathlib import Path
from typing import Any

READER_ONLY = {"$comment", "$schema"}


def load(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return {key: value for key, value in document.items() if key not in READER_ONLY}


def without_sources(value: Any) -> Any:
    """The value without its `sources`, however deep."""
    if isinstance(value, dict):
        return {k: without_sources(v) for k, v in value.items() if k != "sources"}
    if isinstance(value, list):
        return [without_sources(item) for item in value]
    return value


def main() -> None:
    out, ops, socs, *dialects = sys.argv[1:]
    bundle = {
        "ops": load(ops),
        "socs": without_sources(load(socs)),
        "dialects": [without_sources(load(path)) for path in dialects],
    }
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))
    Path(out).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
