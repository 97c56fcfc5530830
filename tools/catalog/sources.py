"""The table of sources: every text once, referenced by its index."""

from __future__ import annotations

from typing import Any, Iterable

KINDS = (
    "vendor-page",
    "vendor-page-excerpt",
    "public-code",
    "public-transcription",
    "stack-outcome",
    "provider-rule",
    "public-report",
)

Source = dict[str, str]


class Sources:
    """Collects sources. Texts named in the decisions have a short key."""

    def __init__(self, decisions: dict[str, Any]) -> None:
        self._named: dict[str, Source] = decisions["sources"]
        self._kind_rules: list[dict[str, str]] = decisions["source_kinds"]
        self._rewrites: list[dict[str, str]] = decisions["source_rewrites"]
        self._table: list[Source] = []
        self._index: dict[str, int] = {}
        self._kind_by_text = {s["text"]: s["kind"] for s in self._named.values()}

    def named(self, keys: Iterable[str]) -> set[int]:
        """Indices of sources that the decisions name by key."""
        return {self._add(self._named[key]["text"], self._named[key]["kind"]) for key in keys}

    def texts(self, value: str | list[str], kind: str | None = None) -> set[int]:
        """Indices of sources given as text, as the fact files do."""
        texts = [value] if isinstance(value, str) else value
        return {self._add(self._rewrite(text), kind) for text in texts}

    def table(self) -> list[Source]:
        return self._table

    def ranked(self, indices: Iterable[int]) -> list[int]:
        """Strongest kind first, then the order of the table."""
        return sorted(set(indices), key=lambda i: (KINDS.index(self._table[i]["kind"]), i))

    def compacted(self, used: Iterable[int]) -> dict[int, int]:
        """Keeps the used sources only, sorted by kind and text; old index -> new index."""
        kept = sorted(
            set(used),
            key=lambda i: (KINDS.index(self._table[i]["kind"]), self._table[i]["text"]),
        )
        renumbered = {old: new for new, old in enumerate(kept)}
        self._table = [self._table[old] for old in kept]
        self._index = {s["text"]: i for i, s in enumerate(self._table)}
        return renumbered

    def _rewrite(self, text: str) -> str:
        for rule in self._rewrites:
            if text == rule.get("equals") or rule.get("contains", "\0") in text:
                return rule["text"]
        return text

    def _add(self, text: str, kind: str | None) -> int:
        if text not in self._index:
            self._index[text] = len(self._table)
            self._table.append({"kind": self._kind_by_text.get(text) or self._kind(text, kind), "text": text})
        return self._index[text]

    def _kind(self, text: str, kind: str | None) -> str:
        for rule in self._kind_rules:
            if rule["contains"] in text and rule.get("contains_too", "") in text:
                return rule["kind"]
        return kind or "public-code"
