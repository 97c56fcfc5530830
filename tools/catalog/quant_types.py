"""The quantization types of the reference quantizer, as the annotation engine takes them."""

from __future__ import annotations

from typing import Any

from sources import Sources

Json = dict[str, Any]


def _without_nulls(value: Json) -> Json:
    return {key: item for key, item in value.items() if item is not None}


def _spec(fact: Json | None) -> Json | None:
    """dtype, bounds and scheme of a fact; none where it stays floating point."""
    if fact is None:
        return None
    scheme = fact["qscheme"].split(",")[0].split(" ")[0]
    bounds = {"quant_min": fact["quant_min"], "quant_max": fact["quant_max"]}
    return {"dtype": fact["dtype"].split(" ")[0]} | _without_nulls(bounds) | {"qscheme": scheme}


def _activations(fact: Json | None) -> Json:
    if fact is None:
        return {}
    if "asymmetric" in fact:
        return {"activation": _spec(fact["asymmetric"]), "symmetric_activation": _spec(fact["symmetric"])}
    spec = _spec(fact)
    assert spec is not None
    return {"activation": spec, "symmetric_activation": spec | {"qscheme": "per_tensor_symmetric"}}


def _number(ratio: str) -> str:
    return ratio.replace(" ", "")


def build_quant(backend: str, facts: Json, decisions: Json, sources: Sources) -> Json:
    own = decisions["backends"][backend]
    used: set[int] = set()
    types = {}
    for fact in facts["quant_dtypes"]:
        name = fact["name"].removeprefix("use_")
        if name in own.get("leave_out", {}):
            continue
        ids = sources.texts(fact["source"])
        used |= ids
        types[name] = {
            "modes": [mode for mode in ("ptq", "qat") if fact[mode]],
            **_activations(fact["activation"]),
            "weight": {
                "ptq": _spec(fact["weight_per_tensor"]),
                "qat": decisions["weight_qat"].get(name) or _spec(fact["weight_per_tensor"]),
                "per_channel": _spec(fact["weight_per_channel"]),
            },
            "bits": 16 if name.startswith("16") else 8,
            "eps": _number(fact["minimum_scale_eps"]),
            "granularity": decisions["granularity"].get(name, decisions["granularity"]["default"]),
            **decisions["more"].get(name, {}),
            **({"needs": own["needs"][name]} if name in own.get("needs", {}) else {}),
            "sources": sorted(ids),
        }
    renumbered = sources.compacted(used)
    for quant in types.values():
        quant["sources"] = sorted(renumbered[i] for i in quant["sources"])
    return {
        "backend": backend,
        "sources": sources.table(),
        "default": decisions["default"],
        "observers": decisions["observers"],
        "types": types,
    }
