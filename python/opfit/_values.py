"""What torch's objects look like from here: plain values out of them, without torch."""

from __future__ import annotations

import math
import re
from typing import Any, List, Optional

Json = Any  # what json.dumps takes


def is_node(value: Any) -> bool:
    return hasattr(value, "all_input_nodes")


def resolve(root: Any, path: str) -> Any:
    """The attribute at a dotted path; None if there is none."""
    for part in filter(None, path.split(".")):
        root = getattr(root, part, None)
    return root


def bare(value: Any) -> str:
    """`torch.float32` as `float32`, and likewise for schemes and layouts."""
    return re.sub(r"^torch\.", "", str(value))


def type_name(module_type: Any) -> str:
    if isinstance(module_type, type):
        return f"{module_type.__module__}.{module_type.__qualname__}"
    return str(module_type)


def is_torch(value: Any) -> bool:
    """A dtype, layout, device or memory format."""
    return type(value).__module__ == "torch"


def flat(tensor: Any) -> Optional[List[float]]:
    """The values of a tensor of rank 0 or 1; None for any other, and for one without values."""
    if tensor is None or type(tensor).__name__ == "FakeTensor":
        return None
    values = tensor.tolist() if hasattr(tensor, "tolist") else tensor
    if isinstance(values, (int, float)):
        return [values]
    if not isinstance(values, list) or any(isinstance(v, list) for v in values):
        return None
    return values


def parameters(scales: Any, zero_points: Any) -> Json:
    """`scale` and `zero_point` of a spec, as far as they are known."""
    scales, zero_points = flat(scales), flat(zero_points)
    if not scales or not all(math.isfinite(s) for s in scales):
        return {}
    out = {"scale": _one_or_all([float(s) for s in scales])}
    if zero_points and all(float(z).is_integer() for z in zero_points):
        out["zero_point"] = _one_or_all([int(z) for z in zero_points])
    return out


def _one_or_all(values: List[Any]) -> Json:
    return values[0] if len(values) == 1 else values
