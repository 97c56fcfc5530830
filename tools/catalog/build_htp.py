#!/usr/bin/env python3
"""Builds the HTP catalog under catalogs/htp from a directory of facts.

    tools/catalog/build_htp.py [--facts DIR] [--check]

The facts are read, the hand decisions next to this file are applied, and the
catalog is written. The same input gives the same bytes. With --check nothing
is written; the exit status is 1 if a committed file is stale. Without the
facts nothing can be said, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from contradictions import build_contradictions  # noqa: E402
from evidence import attach_evidence  # noqa: E402
from jsonout import minified, pretty  # noqa: E402
from mapping import build_aten, build_qnn  # noqa: E402
from onnx import build_onnx  # noqa: E402
from publish import publish  # noqa: E402
from rows import OpsBuilder  # noqa: E402
from serialize import ops_document  # noqa: E402
from socs import build_socs  # noqa: E402
from sources import Sources  # noqa: E402
from tflite import build_tflite  # noqa: E402

FACT_FILES = ("htp_tables", "htp_ops", "htp_revisions", "socs", "litert_qnn", "ort_qnn_outcomes", "device_outcomes",
              "tflite_to_qnn", "onnx_to_qnn")


def load_json(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return json.load(file)


def build(facts_dir: Path) -> dict[str, dict[str, Any]]:
    facts = {name: load_json(facts_dir / f"{name}.json") for name in FACT_FILES}
    decisions = load_json(HERE / "decisions.json")
    sources = Sources(decisions)
    entries = OpsBuilder(facts, decisions, sources).build()
    attach_evidence(entries, facts, decisions, sources)
    return {
        "ops.json": ops_document(entries, decisions, sources),
        "socs.json": build_socs(facts, load_json(HERE / "soc_decisions.json"), Sources(decisions)),
        "aten.json": build_aten(load_json(HERE / "aten_ports.json"), decisions),
        "onnx.json": build_onnx(facts["onnx_to_qnn"], load_json(HERE / "onnx_ports.json"), decisions),
        "tflite.json": build_tflite(facts["tflite_to_qnn"], load_json(HERE / "tflite_ports.json"), decisions),
        "qnn.json": build_qnn(load_json(HERE / "qnn_names.json"), decisions),
        "contradictions.json": build_contradictions(load_json(HERE / "contradictions_input.json"), facts),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, default=ROOT.parent / "shared" / "facts", help="directory of the fact files")
    parser.add_argument("--out", type=Path, default=ROOT / "catalogs" / "htp", help="directory of the catalog")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if a file is stale")
    options = parser.parse_args()

    if not (options.facts / "htp_tables.json").exists():
        print(f"no facts in {options.facts}; name their directory with --facts", file=sys.stderr)
        return 2
    documents = build(options.facts)
    if not options.check:
        for name, document in documents.items():
            print(f"{name}: {len(minified(document).encode())} bytes minified")
    texts = {options.out / name: pretty(document) for name, document in documents.items()}
    return publish(texts, options.check, ROOT, "build_htp.py")


if __name__ == "__main__":
    sys.exit(main())
