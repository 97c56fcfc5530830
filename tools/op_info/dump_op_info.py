#!/usr/bin/env python3
"""Writes what the vendor SDK's own BackendOpInfo says, for `opfit catalog import`.

    dump_op_info.py --soc 69 [--backend htp] [--sdk 2.41.0] [-o op_info.json] [OP...]

It runs where the SDK is (2.41 or newer): QNN_SDK_ROOT names its folder, or its
Python modules are on the path. Nothing of opfit is needed. Without OP all
operators are written. --soc is the SoC's number (`opfit targets` lists them) or
its name in the SDK's enumeration.

What the SDK refuses to say of an operator is said on the standard error and in
the file, under `failed`; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import sys
from typing import Any

MODULE = "qti.aisw.converters.common.backend_opinfo"


def load_module(name: str) -> Any:
    root = os.environ.get("QNN_SDK_ROOT")
    if root:
        sys.path.insert(0, os.path.join(root, "lib", "python"))
    return importlib.import_module(name)


def name_of(value: Any) -> str:
    """The name of an enumeration's member, or the text that stands for one."""
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else str(value).rsplit(".", 1)[-1]


def list_or_none(values: Any) -> list[Any] | None:
    return None if values is None else list(values)


def constraint(info: Any) -> dict[str, Any]:
    return {
        "encodings": [name_of(e) for e in info.get_encoding_types()],
        "symmetric": info.is_symmetric(),
        "axis": list_or_none(info.get_axis()),
        "math_invariant": info.is_math_invariant(),
        "scale": info.get_scale(),
        "offset": info.get_offset(),
    }


def port(info: Any) -> dict[str, Any]:
    return {
        "datatype": name_of(info.get_datatype()),
        "onward": bool(info.is_applicable_from_current_dtype_onward()),
        "constraints": [constraint(c) for c in info.get_quant_constraint_info()],
    }


def variant(info: Any) -> dict[str, Any]:
    return {"inputs": [port(p) for p in info.get_input_info()], "outputs": [port(p) for p in info.get_output_info()]}


def sdk_version(given: str | None) -> str:
    """As given, or as the name of the SDK's folder has it."""
    if given:
        return given
    found = re.search(r"(\d+\.\d+(\.\d+)?)", os.path.basename(os.environ.get("QNN_SDK_ROOT", "").rstrip("/")))
    return found.group(1) if found else ""


def dump(module: Any, backend: str, soc: Any, sdk: str, wanted: list[str]) -> dict[str, Any]:
    source = module.BackendOpInfo(getattr(module, backend.upper()), soc)
    ops: dict[str, Any] = {}
    failed: dict[str, str] = {}
    for op in sorted(wanted or source.get_all_supported_ops()):
        try:
            ops[op] = [variant(info) for info in source.get_op_info(op)]
        except Exception as error:  # noqa: BLE001 -- whatever the SDK raises is told, and the rest is written
            failed[op] = f"{type(error).__name__}: {error}"
    document = {"format": "opfit-op-info", "version": "1", "backend": backend, "soc": str(soc), "sdk": sdk, "ops": ops}
    return {**document, "failed": failed} if failed else document


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", default="htp")
    parser.add_argument("--soc", required=True, help="the SoC's number, or its name in the SDK")
    parser.add_argument("--sdk", help="the SDK's version (default: from the name of its folder)")
    parser.add_argument("--module", default=MODULE, help=argparse.SUPPRESS)
    parser.add_argument("-o", "--output", default="-")
    parser.add_argument("ops", nargs="*", metavar="OP")
    options = parser.parse_args(arguments)
    try:
        module = load_module(options.module)
    except ImportError as error:
        print(f"the SDK's op info cannot be loaded ({error}); set QNN_SDK_ROOT to an SDK of 2.41 or newer", file=sys.stderr)
        return 2
    soc = int(options.soc) if options.soc.isdigit() else options.soc
    document = dump(module, options.backend, soc, sdk_version(options.sdk), options.ops)
    text = json.dumps(document, indent=1) + "\n"
    if options.output == "-":
        sys.stdout.write(text)
    else:
        with open(options.output, "w", encoding="utf-8") as file:
            file.write(text)
    for op, why in document.get("failed", {}).items():
        print(f"{op}: {why}", file=sys.stderr)
    return 1 if "failed" in document else 0


if __name__ == "__main__":
    sys.exit(main())
