"""Quantization specs as JSON.

They are recognised by class name: the same classes exist in torch.ao and in torchao.
"""

from __future__ import annotations

import math
from typing import Any, Callable, Dict, Optional

from opfit._values import Json, bare, flat, is_torch, parameters

Name = Callable[[Any], str]  # of a node, as the document has it


def spec_json(spec: Any, name: Name, observer: Any = None) -> Json:
    """A spec, with what `observer` has seen; None for None, which is floating point."""
    if spec is None:
        return None
    for cls in type(spec).__mro__:
        write = _WRITERS.get(cls.__name__)
        if write is not None:
            return write(spec, name, observer)
    # The reader says of it that it does not know this kind.
    return {"kind": type(spec).__name__}


def _quant(spec: Any, name: Name, observer: Any) -> Json:
    seen = {} if observer is None else _seen_by(observer)
    return {"kind": "quant", **_common(spec), **_construction(spec), **seen}


def _fixed(spec: Any, name: Name, observer: Any) -> Json:
    values = {"scale": float(spec.scale), "zero_point": int(spec.zero_point)}
    return {"kind": "fixed", **_common(spec), **values}


def _shared(spec: Any, name: Name, observer: Any) -> Json:
    return {"kind": "shared", "with": _reference(spec.edge_or_node, name)}


def _derived(spec: Any, name: Name, observer: Any) -> Json:
    sources = [_reference(source, name) for source in spec.derived_from]
    return {"kind": "derived", "from": sources, **_common(spec)}


_WRITERS = {
    "QuantizationSpec": _quant,
    "FixedQParamsQuantizationSpec": _fixed,
    "SharedQuantizationSpec": _shared,
    "DerivedQuantizationSpec": _derived,
}


def _reference(edge_or_node: Any, name: Name) -> Json:
    if isinstance(edge_or_node, tuple):
        return {"edge": [name(node) for node in edge_or_node]}
    return {"node": name(edge_or_node)}


def _common(spec: Any) -> Dict[str, Json]:
    out: Dict[str, Json] = {"dtype": bare(spec.dtype)}
    for key in ("quant_min", "quant_max", "qscheme", "ch_axis"):
        value = getattr(spec, key, None)
        if value is not None:
            out[key] = bare(value) if key == "qscheme" else int(value)
    if getattr(spec, "is_dynamic", False):
        out["is_dynamic"] = True
    return out


def _construction(spec: Any) -> Dict[str, Json]:
    """The name of the observer, and what it is constructed with."""
    constructor = getattr(spec, "observer_or_fake_quant_ctr", None)
    partial = getattr(constructor, "p", constructor)  # `with_args` wraps a partial
    class_name = getattr(getattr(partial, "func", partial), "__name__", None)
    out: Dict[str, Json] = {} if class_name is None else {"observer": class_name}
    arguments = dict(getattr(partial, "keywords", None) or {})
    block_size = arguments.pop("block_size", None)
    if block_size is not None:
        out["block_size"] = [int(size) for size in block_size]
    scalars = {key: _scalar(value) for key, value in arguments.items() if _has_word(value)}
    if scalars:
        out["observer_args"] = scalars
    return out


def _has_word(value: Any) -> bool:
    if type(value) is float:
        return math.isfinite(value)
    if value is None or isinstance(value, (bool, int, str)):
        return True
    return is_torch(value) or hasattr(value, "__name__")


def _scalar(value: Any) -> Json:
    if is_torch(value):
        return bare(value)
    return getattr(value, "__name__", value)


def _seen_by(observer: Any) -> Dict[str, Json]:
    """Scale and zero point, if the observer has seen anything."""
    inner = getattr(observer, "activation_post_process", observer)
    if not all(_is_seen(getattr(inner, bound, None)) for bound in ("min_val", "max_val")):
        return {}
    found: Dict[str, Json] = parameters(*observer.calculate_qparams()[:2])
    return found


def _is_seen(bound: Optional[Any]) -> bool:
    # Until it has seen something, a bound is empty or infinite. Of blocks there is a
    # table of bounds, for whose scales the format has no place.
    values = flat(bound)
    return bool(values) and all(math.isfinite(v) for v in values or [])
