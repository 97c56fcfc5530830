"""Writes JSON for readable diffs: one row, one condition, one source a line."""

from __future__ import annotations

import json
from typing import Any

LINE_LISTS = {"sources", "conditions", "rows", "rejected", "caveats", "socs", "contradictions"}
LINE_MAPS = {"ops", "styles", "types"}


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def minified(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pretty(value: dict[str, Any]) -> str:
    return _object(value, 0) + "\n"


def _object(value: dict[str, Any], depth: int) -> str:
    pad = " " * (depth + 1)
    lines = [f"{pad}{json.dumps(key, ensure_ascii=False)}: {_member(key, item, depth + 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}" if lines else "{}"


def _member(key: str, item: Any, depth: int) -> str:
    if key in LINE_LISTS and isinstance(item, list) and item and isinstance(item[0], dict):
        pad = " " * (depth + 1)
        return "[\n" + ",\n".join(pad + compact(x) for x in item) + "\n" + " " * depth + "]"
    if key in LINE_MAPS and isinstance(item, dict):
        pad = " " * (depth + 1)
        body = [f"{pad}{json.dumps(name)}: {_entry(entry, depth + 1)}" for name, entry in item.items()]
        return "{\n" + ",\n".join(body) + "\n" + " " * depth + "}"
    return compact(item)


def _entry(entry: dict[str, Any], depth: int) -> str:
    listed = any(k in LINE_LISTS and isinstance(v, list) and v and isinstance(v[0], dict) for k, v in entry.items())
    return _object(entry, depth) if listed else compact(entry)
