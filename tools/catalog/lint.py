#!/usr/bin/env python3
"""Checks the catalog files against their schemas and invariants.

    tools/catalog/lint.py [CATALOG_DIR...]

Prints one line per problem; the exit status is 1 if there is one. Without
arguments every directory under catalogs/ that has an ops.json is checked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCHEMAS = ROOT / "catalogs" / "schema"
sys.path.insert(0, str(HERE))

from schema import violations  # noqa: E402

Json = dict[str, Any]


def load_json(path: Path) -> Json:
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_no_duplicates)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    keys = [key for key, _ in pairs]
    repeated = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if repeated:
        raise ValueError(f"repeated keys: {sorted(repeated)}")
    return dict(pairs)


def schema_problems(document: Json, name: str) -> Iterator[str]:
    return iter(violations(document, load_json(SCHEMAS / f"{name}.schema.json")))


# --- ops.json


def ops_problems(ops: Json) -> Iterator[str]:
    yield from _source_problems(ops, len(ops["sources"]))
    yield from _unused_sources(ops)
    kinds = [source["kind"] for source in ops["sources"]]
    yield from _edition_problems(ops)
    for name, entry in ops["ops"].items():
        for problem in _entry_problems(entry, kinds):
            yield f"{name}: {problem}"


def _edition_problems(ops: Json) -> Iterator[str]:
    """A backend has SDK versions, and then all entries are of an edition, or it has none."""
    given = [key for key in ("edition", "first_sdk", "newest_sdk") if key in ops]
    if len(given) not in (0, 3):
        yield f"has only {given} of edition, first_sdk and newest_sdk"
    for name, entry in ops["ops"].items():
        for edition in (entry.get("closed"), entry.get("unsupported", {}).get("as_of")):
            if edition is not None and (edition is True) == bool(given):
                yield f"{name}: {edition} is no edition of this catalog"


def _source_problems(node: Any, count: int, place: str = "$") -> Iterator[str]:
    """Every index in a "sources" list below node names a source."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key.endswith("sources") and isinstance(value, list) and all(isinstance(v, int) for v in value):
                yield from (f"{place}: no source {v}" for v in value if v >= count)
            else:
                yield from _source_problems(value, count, f"{place}.{key}")
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from _source_problems(value, count, f"{place}[{position}]")


def _unused_sources(document: Json) -> Iterator[str]:
    used: set[int] = set()

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key.endswith("sources") and isinstance(value, list):
                    used.update(v for v in value if isinstance(v, int))
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    collect(document)
    texts = [source["text"] for source in document["sources"]]
    yield from (f"sources[{i}] is never used: {text}" for i, text in enumerate(texts) if i not in used)
    yield from (f"source listed twice: {text}" for text in sorted({t for t in texts if texts.count(t) > 1}))


def _entry_problems(entry: Json, kinds: list[str]) -> Iterator[str]:
    if "unsupported" in entry:
        if "rows" in entry or "ports" in entry:
            yield "unsupported and yet with rows or ports"
        return
    if "ports" not in entry or "rows" not in entry:
        yield "neither unsupported nor with ports and rows"
        return
    if not entry["rows"] and "opened" not in entry:
        yield "no rows, not opened, not unsupported"
    if "closed" in entry and "opened" in entry and not _newer(entry["opened"]["sdk"], entry["closed"]):
        yield "opened at or below the edition it is closed as of"
    ports = entry["ports"]
    for side in ("in", "out"):
        if any("variadic" in port for port in ports[side][:-1]):
            yield f"a repeated port is not the last of {side}"
    conditions = entry.get("conditions", [])
    for position, condition in enumerate(conditions):
        yield from (f"conditions[{position}]: {p}" for p in _condition_problems(condition, ports))
    yield from _row_problems(entry, ports, len(conditions))
    if "closed" in entry and "opened" not in entry:
        yield from _rows_beyond_the_edition(entry, kinds)
    for kind in ("rejected", "caveats"):
        for position, item in enumerate(entry.get(kind, [])):
            yield from (f"{kind}[{position}]: {p}" for p in _width_problems(item, ports))


def _condition_problems(condition: Json, ports: Json) -> Iterator[str]:
    named = [condition[k] for k in ("port", "shares") if k in condition] + condition.get("bias_of", [])
    yield from (f"no port {name}" for name in named if not _has_port(name, ports))
    rank = condition.get("rank", {})
    if rank.get("min", 0) > rank.get("max", 99):
        yield "rank range out of order"
    needs_port = {"encodings", "symmetric", "signed", "static", "axis", "rank", "bits", "no_dynamic_dims", "absent", "shares", "fixed", "bias_of"}
    if needs_port & set(condition) and "port" not in condition:
        yield "a condition on a port without its port"
    if ("equals" in condition or "in" in condition) != ("param" in condition):
        yield "a parameter without a value, or a value without a parameter"
    if "or_zero" in condition and "bias_of" not in condition:
        yield "or_zero without bias_of"
    checks = set(condition) - {"port", "if", "text", "severity", "sources", "or_zero", "joined_by"}
    if not checks and condition.get("severity") != "note":
        yield "checks nothing and is not a note"
    if not checks and "text" not in condition:
        yield "a note without text"


def _row_problems(entry: Json, ports: Json, conditions: int) -> Iterator[str]:
    seen: set[str] = set()
    used: set[int] = set()
    for position, row in enumerate(entry["rows"]):
        yield from (f"rows[{position}]: {p}" for p in _width_problems(row, ports))
        yield from (f"rows[{position}]: no condition {i}" for i in row.get("when", []) if i >= conditions)
        used.update(row.get("when", []))
        key = json.dumps([row["in"], row["out"], row.get("operations"), row.get("disputed", {}).get("text")])
        if key in seen:
            yield f"rows[{position}]: repeats an earlier row"
        seen.add(key)
        for port, dtypes in zip(ports["in"] + ports["out"], row["in"] + row["out"]):
            if dtypes is None and "optional" not in port:
                yield f"rows[{position}]: a port that is not optional has no dtype"
    yield from (f"conditions[{i}] is used by no row" for i in range(conditions) if i not in used)


def _rows_beyond_the_edition(entry: Json, kinds: list[str]) -> Iterator[str]:
    """A row that another source adds to a closed entry opens it, unless the sources dispute the row."""
    for position, row in enumerate(entry["rows"]):
        if "disputed" not in row and all(kinds[i] != "vendor-page" for i in row["sources"] if i < len(kinds)):
            yield f"rows[{position}]: the edition does not have it, yet the entry stays closed"


def _width_problems(item: Json, ports: Json) -> Iterator[str]:
    for side in ("in", "out"):
        if len(item[side]) != len(ports[side]):
            yield f"{len(item[side])} dtypes for {len(ports[side])} ports at {side}"


def _has_port(name: str, ports: Json) -> bool:
    side, position = name.rstrip("]").split("[")
    return int(position) < len(ports[side])


def _newer(left: str, right: str) -> bool:
    return [int(x) for x in left.split(".")] > [int(x) for x in right.split(".")]


# --- socs.json and the mappings


def socs_problems(socs: Json) -> Iterator[str]:
    yield from _source_problems(socs, len(socs["sources"]))
    yield from _unused_sources(socs)
    names = [soc["soc"] for soc in socs["socs"]]
    arch_of = {soc["soc"]: soc["arch"] for soc in socs["socs"]}
    known = {arch["arch"] for arch in socs["arches"]}
    yield from (f"SoC listed twice: {name}" for name in sorted({n for n in names if names.count(n) > 1}))
    if names != sorted(names):
        yield "SoCs are not sorted"
    if socs["default"] not in arch_of:
        yield f"the default {socs['default']} is no SoC of the list"
    for arch, soc in socs["default_by_arch"].items():
        if arch not in known:
            yield f"default for an unknown architecture {arch}"
        if arch_of.get(soc) != arch:
            yield f"default of {arch} is {soc}, which is {arch_of.get(soc)}"


def arch_problems(ops: Json, socs: Json) -> Iterator[str]:
    """Rows and conditions name only architectures that socs.json has."""
    known = {arch["arch"] for arch in socs.get("arches", [])}

    def named(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (value for key, value in node.items() if key in ("arch", "arch_from", "arch_below"))
            yield from node.get("only", [])
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from named(child)

    for name, entry in ops["ops"].items():
        yield from (f"{name}: no architecture {arch}" for arch in sorted(set(named(entry)) - known))


def mapping_problems(mapping: Json, ops: Json) -> Iterator[str]:
    yield from _source_problems(mapping, len(mapping["sources"]))
    for name, entry in mapping["ops"].items():
        kinds = [k for k in ("to", "structural", "constant", "decomposed", "opaque") if k in entry]
        if len(kinds) != 1:
            yield f"{name}: has {kinds or 'nothing'}, one of to, structural, constant, decomposed, opaque is needed"
        if "to" in entry:
            yield from (f"{name}: {p}" for p in _choice_problems(entry, ops))
        for part in entry.get("parts", []):
            yield from (f"{name}: {p}" for p in _target_problems(part, ops))


def _choice_problems(entry: Json, ops: Json) -> Iterator[str]:
    if "sources" not in entry:
        yield "no sources"
    for position, choice in enumerate(entry["to"]):
        if "if" not in choice and position + 1 < len(entry["to"]):
            yield f"to[{position}] always holds, later choices are never reached"
        for target in choice["ops"]:
            yield from _target_problems(target, ops)
            yield from _input_problems(choice.get("in") or entry.get("in"), target["op"], ops)


def _target_problems(target: Json, ops: Json) -> Iterator[str]:
    if target["op"] not in ops["ops"]:
        yield f"no operator {target['op']} in the catalog"


def _input_problems(inputs: list[Json] | None, op: str, ops: Json) -> Iterator[str]:
    ports = ops["ops"].get(op, {}).get("ports")
    if inputs is None or ports is None:
        return
    slots = ports["in"]
    if len(inputs) > len(slots) and not any("variadic" in p for p in slots):
        yield f"{len(inputs)} inputs for {len(slots)} ports of {op}"
    if any(i.get("list") is True for i in inputs) and not any("variadic" in p for p in slots):
        yield f"a list for {op}, which has no repeated port"
    missing = [p for p in slots[len(inputs):] if not {"optional", "variadic"} & set(p)]
    if missing:
        yield f"a port of {op} gets no argument"


# --- annotate.json, quant.json


def annotate_problems(rules: Json) -> Iterator[str]:
    yield from _source_problems(rules, len(rules["sources"]))
    yield from _unused_sources(rules)
    used = {rule["style"] for rule in rules["ops"].values()}
    yield from (f"styles: {style} is never used" for style in sorted(set(rules["styles"]) - used))
    for op, rule in rules["ops"].items():
        style = rules["styles"].get(rule["style"])
        if style is None:
            yield f"{op}: no style {rule['style']!r}"
            continue
        specs = [port["spec"] for port in style.get("in", [])]
        if ("weight" in specs or "table" in specs) != ("family" in rule):
            yield f"{op}: weights have a family, and nothing else has"
        if (style.get("out") == "fixed") != ("fixed" in rule):
            yield f"{op}: fixed outputs have parameters, and no others have"
    yield from (f"beyond: no rule for {op}" for op in rules["beyond"]["ops"] if op not in rules["ops"])


def quant_problems(quant: Json) -> Iterator[str]:
    yield from _source_problems(quant, len(quant["sources"]))
    yield from _unused_sources(quant)
    if quant["default"] not in quant["types"]:
        yield f"default: no type {quant['default']!r}"
    for name, kind in quant["types"].items():
        has_blocks = "per_block" in kind["granularity"].values()
        if has_blocks != ("block_size" in kind):
            yield f"{name}: a type has a block size exactly where it has blocks"


def catalog_problems(directory: Path) -> Iterator[str]:
    ops = load_json(directory / "ops.json")
    checks = [("ops.json", "ops", ops_problems)]
    if (directory / "socs.json").exists():
        checks.append(("socs.json", "socs", socs_problems))
    for name, check in (("annotate", annotate_problems), ("quant", quant_problems)):
        if (directory / f"{name}.json").exists():
            checks.append((f"{name}.json", name, check))
    for name, schema, check in checks:
        document = load_json(directory / name)
        found = list(schema_problems(document, schema)) or list(check(document))
        yield from (f"{directory.name}/{name}: {p}" for p in found)
    socs = load_json(directory / "socs.json") if (directory / "socs.json").exists() else {}
    yield from (f"{directory.name}/ops.json: {p}" for p in arch_problems(ops, socs))
    for dialect in ("aten", "onnx", "tflite", "qnn"):
        path = directory / f"{dialect}.json"
        if path.exists():
            document = load_json(path)
            found = list(schema_problems(document, "mapping")) or list(mapping_problems(document, ops))
            yield from (f"{directory.name}/{path.name}: {p}" for p in found)


def main(arguments: list[str]) -> int:
    directories = [Path(a) for a in arguments] or sorted(p.parent for p in (ROOT / "catalogs").glob("*/ops.json"))
    problems = [problem for directory in directories for problem in catalog_problems(directory)]
    print("\n".join(problems) if problems else f"{len(directories)} catalog(s) checked, no problem")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
