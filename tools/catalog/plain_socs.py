"""Lists the chips that a source connects with a backend, and their hardware version."""

from __future__ import annotations

from typing import Any

from sources import Sources

Json = dict[str, Any]


def build_plain_socs(facts: dict[str, Json], decisions: Json, sources: Sources, generated: str) -> Json:
    chips: Json = decisions["chips"]
    known = {soc["soc"]: soc for soc in facts["socs"]["socs"]}
    listed = {soc["soc"]: soc for soc in facts["litert_qnn"]["socs"]}
    named = {name for name, soc in known.items() if soc.get("lpai_hw_version")}
    named |= {name for name, soc in listed.items() if soc.get("lpai_version")}
    socs = [_soc(name, known.get(name), listed.get(name), chips, sources) for name in sorted(named | set(chips["more"]))]
    arches = [{**given, "sources": sorted(sources.named(given["sources"]))} for given in chips["arches"]]
    document: Json = {
        "$comment": generated,
        "backend": decisions["catalog"]["backend"],
        "sources": [],
        "arch_word": chips["arch_word"],
        "default": chips["default"],
        "arches": arches,
        "default_by_arch": chips["default_by_arch"],
        "default_sources": sorted(sources.named(chips["default_sources"])),
        "socs": socs,
    }
    used = {i for item in [*arches, *socs] for i in item["sources"]} | set(document["default_sources"])
    renumbered = sources.compacted(used)
    for item in [*arches, *socs]:
        item["sources"] = sorted(renumbered[i] for i in item["sources"])
    document["default_sources"] = sorted(renumbered[i] for i in document["default_sources"])
    document["sources"] = sources.table()
    return document


def _soc(name: str, known: Json | None, listed: Json | None, chips: Json, sources: Sources) -> Json:
    known, listed, more = known or {}, listed or {}, chips["more"].get(name, {})
    evidence: set[int] = set()
    if known.get("lpai_hw_version"):
        evidence |= sources.texts(known["sources"])
    if listed.get("lpai_version"):
        evidence |= sources.texts(listed["source"])
    if more:
        evidence |= sources.named(more["sources"])
    soc: Json = {
        "soc": name,
        "id": known.get("soc_id") or listed.get("soc_model_id"),
        "arch": (known.get("lpai_hw_version") or listed.get("lpai_version") or "").lower() or None,
        "name": known.get("marketing_name"),
        "confidence": known.get("confidence") or "medium",
    }
    if "note" in more:
        soc["notes"] = [more["note"]]
    return {**soc, "sources": sorted(evidence)}
