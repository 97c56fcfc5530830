"""Names of the public test outcomes, and the targets they speak of.

The list of contradictions and the replay of the outcomes mean the same rows by
these names.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterator

Json = dict[str, Any]

# The emulator of the ONNX Runtime tests stands for the first, unless a test
# names another; its ARM64 machines are the second at least, Android ones the third.
EMULATED = ("SM8350", "v68")
DEVICE = ("SC8380XP", "v73")
ANDROID = ("SM8750", "v79")
NAMED = {"SM8350": EMULATED, "SM8850": ("SM8850", "v81"), "SoC id 88 (SC8480XP)": ("SC8480XP", "soc88")}


def device_name(row: Json) -> str:
    suffix = "/per_channel" if row["per_channel"] else ""
    return f"device/{device_arch(row)}/{row['case']}/{row['quant_dtype'] or 'fp'}{suffix}"


def device_arch(row: Json) -> str:
    return str(row["arch"].removeprefix("htp_"))


def ort_targets(row: Json) -> list[tuple[str, str]]:
    """SoC and architecture of every place where the row holds."""
    condition = row["condition"]
    emulator = NAMED[condition.get("emulator_soc", EMULATED[0])]
    where = condition.get("only_on", "")
    if where.startswith("non-Windows"):
        return [ANDROID]
    if where.startswith("Windows"):
        return [DEVICE]
    if where:
        return [emulator]
    if emulator is EMULATED and "above V68" in condition.get("arch", ""):
        return [DEVICE]
    return [emulator, DEVICE]


class OrtNames:
    """Names of the rows; the inputs are part of one where a test has several rows."""

    def __init__(self, rows: list[Json]) -> None:
        self._uses = Counter((row["onnx_op"], test) for row in rows for test in row["tests"])

    def names(self, row: Json, arch: str) -> Iterator[str]:
        for test in row["tests"]:
            several = self._uses[row["onnx_op"], test] > 1
            yield f"ort/{arch}/{row['onnx_op']}/{test}{_inputs(row) if several else ''}"


def _inputs(row: Json) -> str:
    described = []
    for given in row["inputs"]:
        shape = "x".join(map(str, given["shape"]))
        described.append(f"{given['dtype']}[{shape}]{' const' if given.get('constant') else ''}")
    return f"({', '.join(described)})"
