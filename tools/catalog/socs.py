"""Merges the two SoC lists into socs.json."""

from __future__ import annotations

from typing import Any

from serialize import GENERATED
from sources import Sources

Json = dict[str, Any]


def build_socs(facts: dict[str, Json], decisions: Json, sources: Sources) -> Json:
    merger = _Merger(facts, decisions, sources)
    socs = [merger.soc(name) for name in merger.names()]
    defaults = facts["socs"]["default_soc_by_arch"]
    document = {
        "$comment": GENERATED,
        "backend": "htp",
        "sources": [],
        "default": decisions["default"]["soc"],
        "arches": [merger.arch(given) for given in decisions["arches"]],
        "default_by_arch": {arch.lower(): soc for arch, soc in defaults["value"].items()},
        "default_sources": sorted({*merger.texts(defaults["source"]), *merger.texts(decisions["default"]["source"])}),
        "socs": socs,
    }
    used = {i for item in [*document["arches"], *socs] for i in item["sources"]} | set(document["default_sources"])
    renumbered = sources.compacted(used)
    for item in [*document["arches"], *socs]:
        item["sources"] = sorted(renumbered[i] for i in item["sources"])
    document["default_sources"] = sorted(renumbered[i] for i in document["default_sources"])
    document["sources"] = sources.table()
    return document


class _Merger:
    def __init__(self, facts: dict[str, Json], decisions: Json, sources: Sources) -> None:
        self._known = {s["soc"]: s for s in facts["socs"]["socs"]}
        self._listed = {s["soc"]: s for s in facts["litert_qnn"]["socs"]}
        self._decided: dict[str, Json] = decisions["socs"]
        self._not_htp: Json = decisions["not_htp"]
        self._float = {given["arch"]: given["float"] for given in decisions["arches"]}
        self._sources = sources

    def names(self) -> list[str]:
        return sorted(set(self._known) | set(self._listed))

    def texts(self, value: str | list[str]) -> list[int]:
        return sorted(self._sources.texts(value))

    def arch(self, given: Json) -> Json:
        return {"arch": given["arch"], "float": given["float"], "text": given["text"], "sources": self.texts(given["sources"])}

    def soc(self, name: str) -> Json:
        known, listed, decided = self._known.get(name, {}), self._listed.get(name, {}), self._decided.get(name, {})
        notes = [] if decided.get("drop_notes") else list(known.get("notes", []))
        evidence = set(self._sources.texts(known["sources"])) if known else set()
        if listed:
            evidence |= self._sources.texts(listed["source"])
        if "note" in decided:
            notes.append(decided["note"])
            evidence |= self._sources.texts(decided["source"])
        arch, is_htp = self._arch(known, decided)
        if not is_htp and self._not_htp["note"] not in notes:
            notes = [self._not_htp["note"]]
        result: Json = {
            "soc": name,
            "id": known.get("soc_id") if known.get("soc_id") is not None else listed.get("soc_model_id"),
            "arch": arch,
            "float": decided.get("float") or (self._float.get(arch, "unknown") if is_htp else "no"),
            "vtcm_mb": known.get("vtcm_mb") or None,
            "lpai": (known.get("lpai_hw_version") or listed.get("lpai_version") or "").lower() or None,
            "name": decided.get("name") or known.get("marketing_name"),
            "confidence": known.get("confidence") or decided.get("confidence") or "low",
        }
        if not is_htp:
            result["has_backend"] = False
        if notes:
            result["notes"] = notes
        result["sources"] = sorted(evidence)
        return result

    def _arch(self, known: Json, decided: Json) -> tuple[str | None, bool]:
        arch = known.get("htp_arch")
        if arch in self._not_htp["arches"]:
            return None, False
        return (arch or decided.get("arch") or "").lower() or None, True
