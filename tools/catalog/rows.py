"""Builds the operator entries: ports, conditions and rows with their sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable

from conditions import Condition, Converter, is_port, port_name, rank_conditions
from sources import Sources

Json = dict[str, Any]
Dtypes = tuple[str, ...] | None

PREFIX = "QNN_DATATYPE_"
GENERIC = ("ElementWiseBinary", "ElementWiseUnary", "ElementWiseNeuron")
NEWER_THAN_EDITION = (2, 25, 0)


def dtypes_of(value: str | list[str] | None) -> Dtypes:
    if value is None:
        return None
    values = [value] if isinstance(value, str) else value
    return tuple(v.removeprefix(PREFIX) for v in values)


def version_of(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def since_of(text: str | None) -> str | None:
    """Keeps exact versions above the edition; ranges are satisfied by every checked SDK."""
    if not text or not text[0].isdigit():
        return None
    return text if version_of(text) > NEWER_THAN_EDITION else None


@dataclass
class Row:
    config: str
    ins: list[Dtypes]
    outs: list[Dtypes]
    conditions: list[Condition] = field(default_factory=list)
    operations: list[str] | None = None
    arch: str | None = None
    feature: str | None = None
    only: list[str] | None = None
    since: str | None = None
    sources: set[int] = field(default_factory=set)
    note: str | None = None
    sets: bool = False
    disputed: Json | None = None

    def key(self) -> tuple[Any, ...]:
        marker = self.disputed["text"] if self.disputed else ""
        return (tuple(self.ins), tuple(self.outs), tuple(self.operations or ()), marker)

    def same_terms(self) -> str:
        """Everything but the dtypes, for joining rows."""
        conditions = sorted(repr(sorted(c.items(), key=str)) for c in self.conditions)
        return repr([self.config, conditions, self.operations, self.arch, self.feature, self.only, self.since,
                     sorted(self.sources), self.note, self.sets, self.disputed])

    def accepts(self, ports: dict[str, Dtypes]) -> bool:
        """True if this row has the given dtypes at the given ports."""
        for port, dtypes in ports.items():
            side, index = ("in", self.ins) if port.startswith("in") else ("out", self.outs)
            position = int(port[len(side) + 1 :].split("]")[0].split(".")[0])
            if position >= len(index) or index[position] is None or dtypes is None:
                return False
            if not set(index[position]) & set(dtypes):
                return False
        return True


@dataclass
class Entry:
    name: str
    ports: Json
    closed: str | None = None
    opened: Json | None = None
    unsupported: Json | None = None
    stored_float: Json | None = None
    rows: list[Row] = field(default_factory=list)
    rejected: list[Json] = field(default_factory=list)
    caveats: list[Json] = field(default_factory=list)

    def add(self, row: Row) -> Row:
        """Adds the row, or its evidence to the row that already says the same."""
        for known in self.rows:
            if known.key() == row.key():
                known.sources |= row.sources
                known.note = known.note or row.note
                return known
        self.rows.append(row)
        return row


def merged(rows: list[Row]) -> list[Row]:
    """Joins rows that differ in the dtypes of one port only; the combinations stay the same."""
    result = list(rows)
    joined = True
    while joined:
        joined = False
        for first in result:
            for second in result[result.index(first) + 1 :]:
                port = _joinable(first, second)
                if port is not None:
                    side, position = port
                    ports = getattr(first, side)
                    ports[position] = (*ports[position], *getattr(second, side)[position])
                    result.remove(second)
                    joined = True
    return result


def _joinable(first: Row, second: Row) -> tuple[str, int] | None:
    if first.same_terms() != second.same_terms():
        return None
    differing = [
        (side, position)
        for side in ("ins", "outs")
        for position, (a, b) in enumerate(zip(getattr(first, side), getattr(second, side)))
        if a != b
    ]
    if len(differing) != 1 or None in (getattr(row, differing[0][0])[differing[0][1]] for row in (first, second)):
        return None
    return differing[0]


def ports_of(decided: Json, op: str, names: list[str]) -> Json:
    """The ports of an operator: as decided, or as a table names them."""
    given = decided.get(op, {})
    if "like" in given:
        given = decided[given["like"]]
    if "in" in given:
        return {"in": given["in"], "out": given["out"]}
    if not names:
        return decided["*"]
    ports: Json = {"in": [], "out": []}
    for name in names:
        side = "in" if name.startswith("in") else "out"
        port: Json = {"role": "activation"} if name in ("in[0]", "in[0..m]") else {}
        if ".." in name:
            port["variadic"] = True
        if len(ports[side]) >= given.get("optional_from", {}).get(side, 99):
            port["optional"] = True
        ports[side].append(port)
    return ports


class OpsBuilder:
    def __init__(self, facts: dict[str, Json], decisions: Json, sources: Sources) -> None:
        self._tables = [r for r in facts["htp_tables"]["tables"] if r["backend"] == "htp"]
        self._facts = facts
        self._decisions = decisions
        self._sources = sources
        self._converter = Converter(decisions)
        self._operations = self._operation_names()
        self.entries: dict[str, Entry] = {}

    def build(self) -> dict[str, Entry]:
        for fact in self._tables:
            if fact["source_kind"] == "vendor-page":
                self._add_table_row(fact)
        for fact in self._tables:
            if fact["source_kind"] != "vendor-page":
                self._add_other_row(fact)
        self._add_hand_rows()
        self._dispute_rows()
        self._add_unsupported()
        self._open_entries()
        self._add_hand_conditions()
        self._add_rejections()
        return dict(sorted(self.entries.items()))

    # --- rows of the tables

    def _operation_names(self) -> dict[str, list[str]]:
        names: dict[str, set[str]] = {}
        for fact in self._facts["htp_tables"]["operation_dtypes"]:
            names.setdefault(fact["qnn_op"], set()).add(fact["operation"])
        return {op: sorted(values) for op, values in names.items()}

    def _entry(self, op: str, ports: Iterable[str] = ()) -> Entry:
        if op not in self.entries:
            self.entries[op] = Entry(op, ports_of(self._decisions["ports"], op, list(ports)))
        return self.entries[op]

    def _add_table_row(self, fact: Json) -> None:
        entry = self._entry(fact["qnn_op"], fact["ports"])
        if fact["closed"] and fact.get("closed_as_of_sdk"):
            entry.closed = max(filter(None, [entry.closed, fact["closed_as_of_sdk"]]), key=version_of)
        entry.add(self._row(fact))

    def _add_other_row(self, fact: Json) -> None:
        op = fact["qnn_op"]
        for rule in self._decisions["attach"]:
            if rule["op"] == op and rule["ports"] == list(fact["ports"]):
                if not rule.get("drop"):
                    self._attach(op, fact, rule.get("or_new", False))
                return
        if op == "Argmax":
            self._entry(op).closed = fact["closed_as_of_sdk"]
        self._entry(op, fact["ports"]).add(self._row(fact))

    def _attach(self, op: str, fact: Json, or_new: bool) -> None:
        wanted = {port: dtypes_of(value) for port, value in fact["ports"].items()}
        matching = [row for row in self.entries[op].rows if row.accepts(wanted)]
        evidence = self._sources.texts(fact["source"], fact["source_kind"])
        for row in matching:
            row.sources |= evidence
        if matching or not or_new or self._decided_by_hand(op, wanted):
            return
        row = self._row(fact)
        row.note = "not on the 2.25.0 page; the source leaves in[2] out"
        self.entries[op].add(row)

    def _decided_by_hand(self, op: str, wanted: dict[str, Dtypes]) -> bool:
        return any(r["op"] == op and self._hand_row(r).accepts(wanted) for r in self._decisions["rows"])

    def _row(self, fact: Json) -> Row:
        op, ports = fact["qnn_op"], self._entry(fact["qnn_op"], fact["ports"]).ports
        ins, outs = self._aligned(ports, fact["ports"])
        relaxed = [
            rule for rule in self._decisions["relaxed"]
            if rule["op"] == op and fact["configuration"] in rule.get("configs", [fact["configuration"]])
        ]
        evidence = self._sources.texts(fact["source"], fact["source_kind"])
        conditions = self._converter.convert(fact) + rank_conditions(fact, relaxed, self._operations.get(op, []))
        for condition in conditions:
            also = condition.pop("also", None)
            condition["sources"] = set(evidence) | (self._sources.named([also]) if also else set())
        row = Row(
            config=fact["configuration"],
            ins=ins,
            outs=outs,
            conditions=conditions,
            operations=fact.get("operations"),
            since=since_of(fact["since_sdk"]),
            sources=evidence,
            sets=bool(fact.get("port_sets")),
        )
        if op in GENERIC and not row.operations:
            row.operations, row.sets = self._operations[op], True
            row.note = "no operation lists these dtypes on every port"
        self._gate(op, row, fact["min_htp_arch"])
        return row

    def _gate(self, op: str, row: Row, arch: str | None) -> None:
        gate = self._decisions["a16w16"]
        sixteen = lambda side: bool(side) and all("POINT_16" in d for d in side)  # noqa: E731
        listed = op in gate["operators"] and len(row.ins) > 1 and sixteen(row.ins[0]) and sixteen(row.ins[1])
        if arch or listed:
            row.arch, row.feature = (arch or gate["arch"]).lower(), "a16w16"
        if listed and not arch:
            row.sources = row.sources | self._sources.named([gate["source"]])
            row.note = row.note or gate["note"]

    def _aligned(self, ports: Json, given: Json) -> tuple[list[Dtypes], list[Dtypes]]:
        by_first = {port_name(name): dtypes_of(value) for name, value in given.items() if is_port(name)}
        ins = [by_first.get(f"in[{i}]") for i in range(len(ports["in"]))]
        outs = [by_first.get(f"out[{i}]") for i in range(len(ports["out"]))]
        return ins, outs

    # --- what the decisions add

    def _hand_row(self, given: Json) -> Row:
        disputed = given.get("disputed")
        if disputed:
            disputed = {"text": disputed["text"], "sources": self._sources.named(disputed["sources"])}
        evidence = self._sources.named(given["sources"])
        row = Row(
            config=given["config"],
            ins=[dtypes_of(v) for v in given["in"]],
            outs=[dtypes_of(v) for v in given["out"]],
            conditions=[{**c, "sources": set(evidence)} for c in given.get("conditions", [])],
            operations=given.get("operations"),
            since=given.get("since"),
            sources=evidence,
            note=given.get("note"),
            sets=given.get("sets", False),
            disputed=disputed,
        )
        self._gate(given["op"], row, given.get("arch"))
        return row

    def _add_hand_rows(self) -> None:
        for given in self._decisions["rows"]:
            names = [f"in[{i}]" for i in range(len(given["in"]))] + [f"out[{i}]" for i in range(len(given["out"]))]
            self._entry(given["op"], names).add(self._hand_row(given))

    def _dispute_rows(self) -> None:
        for given in self._decisions["disputed_rows"]:
            for row in self.entries[given["op"]].rows:
                row.disputed = {"text": given["text"], "sources": self._sources.named(given["sources"])}

    def _add_unsupported(self) -> None:
        support = self._facts["htp_tables"]["op_support"]
        added = {op for change in self._visible_changes() for op in change["ops"]}
        for op in support["not_on_htp"]:
            if op not in self.entries and op not in added:
                evidence = self._sources.texts(support["source"], support["source_kind"])
                self._entry(op).unsupported = {"as_of": support["closed_as_of_sdk"], "sources": evidence}

    def _visible_changes(self) -> list[Json]:
        """Changes after the edition that touch dtypes or encodings, oldest first."""
        changes = []
        for entry in self._facts["htp_revisions"]["htp"]:
            sdk = entry["sdk"].removeprefix(">").split("..")[0].split(" ")[0]
            sdk = "2.26.0" if sdk == "2.25.0" and entry["sdk"] != "2.25.0" else sdk
            if version_of(sdk) <= NEWER_THAN_EDITION:
                continue
            for change in entry["changes"]:
                if change["kind"] in self._decisions["opening_kinds"] and change["ops"] != ["*"]:
                    changes.append({**change, "sdk": sdk, "entry": entry})
        return sorted(changes, key=lambda c: version_of(c["sdk"]))

    def _open_entries(self) -> None:
        for given in self._decisions["opened"]:
            self._open(given["op"], given["sdk"], given["why"], self._sources.named(given["sources"]))
        for change in self._visible_changes():
            evidence = self._sources.texts(change["entry"]["source"], change["entry"]["source_kind"])
            for op in change["ops"]:
                self._open(op, change["sdk"], _why(change), evidence)

    def _open(self, op: str, sdk: str, why: str, evidence: set[int]) -> None:
        entry = self._entry(op)
        if entry.opened is None or version_of(sdk) < version_of(entry.opened["sdk"]):
            entry.opened = {"sdk": sdk, "why": why, "sources": evidence}

    def _add_hand_conditions(self) -> None:
        for given in self._decisions["extra_conditions"]:
            for op in given["ops"]:
                for row in self.entries[op].rows:
                    if _selected(row, given):
                        self._condition(row, given["condition"], given["sources"])
        self._add_sharing()
        self._add_fixed_outputs()

    def _add_sharing(self) -> None:
        for given in self._decisions["sharing"]:
            wanted = {key: given[key] for key in ("port", "if", "shares", "joined_by", "severity", "text") if key in given}
            for op in given["ops"]:
                for row in self.entries[op].rows:
                    if _quantized_at(row, given["port"]) and _quantized_at(row, given["shares"]):
                        self._condition(row, wanted, given["sources"])

    def _add_fixed_outputs(self) -> None:
        for given in self._decisions["fixed_outputs"]:
            fixed = {"scale": given["scale"], "zero_point": given["zero_point"], "severity": given["severity"]}
            operations = given.get("operations") or ([given["operation"]] if "operation" in given else None)
            for op in given["ops"]:
                for row in self.entries[op].rows:
                    if row.outs[0] != (given["dtype"],) or (operations and not set(operations) & set(row.operations or [])):
                        continue
                    when = {"if": {"operation": operations}} if operations else {}
                    self._condition(row, {"port": "out[0]", **when, "fixed": fixed, "text": given["text"]}, given["sources"])

    def _condition(self, row: Row, condition: Condition, keys: list[str]) -> None:
        row.conditions.append({**condition, "sources": self._sources.named(keys)})

    def _add_rejections(self) -> None:
        for given in self._decisions["stored_float"]:
            self._entry(given["op"]).stored_float = {"why": given["why"], "sources": self._sources.named(given["sources"])}
        for given in self._decisions["rejected"]:
            self._entry(given["op"]).rejected.append(self._combination(given, ("if", "text")))
        for given in self._decisions["caveats"]:
            self._entry(given["op"]).caveats.append(self._combination(given, ("port", "if", "text")))

    def _combination(self, given: Json, keys: tuple[str, ...]) -> Json:
        ports = self.entries[given["op"]].ports
        ins = (given["in"] + [None] * len(ports["in"]))[: len(ports["in"])]
        outs = (given["out"] + [None] * len(ports["out"]))[: len(ports["out"])]
        kept = {key: given[key] for key in keys if key in given}
        return {"in": ins, "out": outs, **kept, "sources": self._sources.named(given["sources"])}


def _why(change: Json) -> str:
    if "text" in change:
        return change["text"]
    added = change.get("dtypes") or change.get("combination") or change.get("combinations") or []
    names = ", ".join(str(a) for a in added) if isinstance(added, list) and all(isinstance(a, str) for a in added) else ""
    if isinstance(added, dict):
        names = " to ".join(added.values())
    return f"dtypes added: {names}" if names else "dtypes added"


def _selected(row: Row, given: Json) -> bool:
    if "configs" in given and row.config not in given["configs"]:
        return False
    if given.get("replaces") == "bias" and not _quantized_at(row, "in[2]"):
        return False
    wanted = given.get("row", {}).get("in", {})
    return all(any(part in d for d in row.ins[int(port[3])] or ()) for port, part in wanted.items())


def _quantized_at(row: Row, port: str) -> bool:
    side = row.ins if port.startswith("in") else row.outs
    position = int(port.split("[")[1][0])
    return position < len(side) and any("FIXED_POINT" in d for d in side[position] or ())
