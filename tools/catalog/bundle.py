"""Joins files of one backend into a JSON document that is compiled in.

    bundle.py catalog OUT .../ops.json [.../socs.json]
    bundle.py dialects OUT DIALECT...
    bundle.py rules OUT .../annotate.json .../quant.json

Whitespace and what only a reader of the files needs (comments, the sources of
chips and mappings) are left out; nothing else changes.
"""

import json
import sys
from pathlib import Path
from typing import Any

READER_ONLY = {"$comment", "$schema"}


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in document.items() if key not in READER_ONLY}


def without_sources(value: Any) -> Any:
    """The value without its `sources`, however deep."""
    if isinstance(value, dict):
        return {k: without_sources(v) for k, v in value.items() if k != "sources"}
    if isinstance(value, list):
        return [without_sources(item) for item in value]
    return value


def bundle(kind: str, paths: list[Path]) -> Any:
    if kind == "dialects":
        return {"dialects": [without_sources(load(path)) for path in sorted(paths)]}
    parts = {path.stem: load(path) for path in sorted(paths)}
    return {name: part if name == "ops" else without_sources(part) for name, part in parts.items()}


def main() -> None:
    kind, out, *paths = sys.argv[1:]
    document = bundle(kind, [Path(path) for path in paths])
    Path(out).write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
