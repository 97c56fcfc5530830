"""Builds the entries of a backend whose tables need few decisions: LPAI, GPU, CPU."""

from __future__ import annotations

from typing import Any, Iterator

from conditions import Condition, is_port, port_name
from rows import GENERIC, Entry, Row, dtypes_of, ports_of, version_of
from sources import Sources

Json = dict[str, Any]

ANY_TYPE = ("BOOL_8", *(f"{kind}_{bits}" for kind in ("INT", "UINT", "SFIXED_POINT", "UFIXED_POINT") for bits in (8, 16, 32)),
            "FLOAT_16", "FLOAT_32")


class PlainBuilder:
    """Rows from the vendor's tables, evidence from elsewhere, then the decisions of the backend."""

    def __init__(self, facts: dict[str, Json], shared: Json, decisions: Json, sources: Sources) -> None:
        self._backend: str = decisions["catalog"]["backend"]
        self._facts = facts
        self._shared = shared
        self._decisions = decisions
        self._sources = sources
        self._entries: dict[str, Entry] = {}
        severity = decisions.get("severity_of_conditions")
        self._superseded: Condition = {"severity": severity} if severity else {}
        self._operations = _operation_names(facts["htp_tables"]["operation_dtypes"])

    def build(self) -> dict[str, Entry]:
        tables = [r for r in self._facts["htp_tables"]["tables"] if r["backend"] == self._backend]
        for fact in sorted(tables, key=lambda r: r["source_kind"] != "vendor-page"):
            if fact["source_kind"] == "vendor-page":
                self._add(fact, [other for other in tables if other["qnn_op"] == fact["qnn_op"]])
            elif not self._attach(fact) and "out[0]" in fact["ports"]:
                raise KeyError(f"{fact['qnn_op']}: a row beyond the edition needs a decision")
        for given in self._decisions.get("rows", []):
            self._add_hand_row(given)
        self._add_unsupported()
        self._open_entries()
        for given in self._decisions.get("conditions", []):
            self._add_conditions(given)
        return dict(sorted(self._entries.items()))

    # --- rows

    def _add(self, fact: Json, all_of_op: list[Json]) -> None:
        op = fact["qnn_op"]
        if op not in self._entries:
            ports = ports_of(self._shared["ports"], op, _port_names(all_of_op))
            self._entries[op] = Entry(op, self._with_encodings(ports), closed=fact["closed_as_of_sdk"])
        entry = self._entries[op]
        evidence = self._sources.texts(fact["source"], fact["source_kind"])
        by_port = {port_name(name): dtypes_of(value) for name, value in fact["ports"].items() if is_port(name)}
        row = Row(
            config=fact["configuration"],
            ins=[by_port.get(f"in[{i}]") for i in range(len(entry.ports["in"]))],
            outs=[by_port.get(f"out[{i}]") for i in range(len(entry.ports["out"]))],
            conditions=[{**self._superseded, **c, "sources": set(evidence)} for c in self._conditions(fact)],
            operations=self._operations_of(fact),
            sources=evidence,
        )
        row.sets = bool(fact.get("port_sets")) and not _spelled_out(row)
        for side, types in (("in", row.ins), ("out", row.outs)):
            for position, port in enumerate(entry.ports[side]):
                if types[position] is None and "optional" not in port:
                    types[position], row.sets = ANY_TYPE, True
                    row.note = f"the page names no type of {side}[{position}]"
        if op in GENERIC:
            row.sets = True
        entry.add(row)

    @staticmethod
    def _with_encodings(ports: Json) -> Json:
        """The tables of these backends name no encodings of weights."""
        return {side: [_with_open_encodings(port) for port in listed] for side, listed in ports.items()}

    def _operations_of(self, fact: Json) -> list[str] | None:
        if fact["qnn_op"] not in GENERIC:
            return None
        names = self._operations[fact["qnn_op"]]
        for condition in (fact.get("conditions") or {}).get("operation", []):
            kind, _, listed = condition["text"].partition(" ")
            said = set(listed.split(", "))
            names = [n for n in names if (n in said) == (kind == "only")]
        return names

    def _attach(self, fact: Json) -> bool:
        """A source that names some ports of a row is evidence for the rows that agree."""
        wanted = {port: dtypes_of(value) for port, value in fact["ports"].items()}
        evidence = self._sources.texts(fact["source"], fact["source_kind"])
        agreeing = [row for row in self._entries[fact["qnn_op"]].rows if row.accepts(wanted)]
        for row in agreeing:
            row.sources = row.sources | evidence
        return bool(agreeing)

    def _add_hand_row(self, given: Json) -> None:
        evidence = self._sources.named(given["sources"])
        entry = self._entries[given["op"]]
        entry.add(Row(
            config=given["config"],
            ins=[dtypes_of(v) for v in given["in"]],
            outs=[dtypes_of(v) for v in given["out"]],
            only=given.get("only"),
            sources=evidence,
            note=given.get("note"),
        ))

    # --- conditions

    def _conditions(self, fact: Json) -> Iterator[Condition]:
        for port, rank in sorted((fact.get("rank") or {}).items()):
            if is_port(port):
                yield {"port": port_name(port), "rank": rank}
            else:
                limits = ", ".join(f"{bound} {value}" for bound, value in rank.items())
                yield {"severity": "note", "text": f"{port}: rank {limits}"}
        for subject, given in (fact.get("conditions") or {}).items():
            for condition in given:
                if subject != "operation":
                    yield self._from_text(fact["qnn_op"], subject, condition["text"])

    def _from_text(self, op: str, subject: str, text: str) -> Condition:
        port = port_name(subject)
        words = text if is_port(subject) else f"{subject}: {text}"
        rules = [*self._decisions["text_conditions"], *self._shared["text_conditions"]]
        for rule in rules:
            if rule["text"] == text and rule["port"] in (port, "*", "parameter" if not is_port(subject) else "port") \
                    and op in rule.get("ops", [op]) and "becomes" in rule:
                becomes = {k: _filled(v, port, subject) for k, v in rule["becomes"].items()}
                return {**becomes, "text": words}
        place = {"port": port} if is_port(subject) else {}
        return {**place, "severity": "note", "text": words}

    def _add_conditions(self, given: Json) -> None:
        evidence = self._sources.named(given["sources"])
        for op in given["ops"]:
            for row in self._entries[op].rows:
                row.conditions.append({**given["condition"], "sources": set(evidence)})

    # --- editions

    def _add_unsupported(self) -> None:
        support = self._facts["htp_tables"]["op_support"]
        added = {op for change in self._later_changes() for op in change["ops"]}
        for given in support["ops"]:
            op, offered = given["qnn_op"], given[self._backend]
            if any(offered.values()) if isinstance(offered, dict) else offered:
                continue
            if op not in self._entries and op not in added:
                evidence = self._sources.texts(support["source"], support["source_kind"])
                self._entries[op] = Entry(op, {}, unsupported={"as_of": support["closed_as_of_sdk"], "sources": evidence})

    def _later_changes(self) -> list[Json]:
        """Changes after the edition that touch dtypes, oldest first."""
        edition = version_of(self._decisions["catalog"]["edition"])
        changes = [
            {**change, "sdk": entry["sdk"], "entry": entry}
            for entry in self._facts["htp_revisions"][self._backend]
            for change in entry["changes"]
            if version_of(entry["sdk"]) > edition and change["kind"] in self._shared["opening_kinds"]
        ]
        return sorted(changes, key=lambda change: version_of(change["sdk"]))

    def _open_entries(self) -> None:
        for change in self._later_changes():
            evidence = self._sources.texts(change["entry"]["source"], change["entry"]["source_kind"])
            why = {"op-added": "the operator is new"}.get(change["kind"], "dtypes added")
            more = change.get("text") or ", ".join(change.get("dtypes", []))
            for op in change["ops"]:
                self._open(op, change["sdk"], f"{why}: {more}" if more else why, evidence)
        for given in self._decisions.get("opened", []):
            for op in given.get("ops") or [name for name, entry in self._entries.items() if entry.closed]:
                self._open(op, given["sdk"], given["why"], self._sources.named(given["sources"]))

    def _open(self, op: str, sdk: str, why: str, evidence: set[int]) -> None:
        if op not in self._entries:
            self._entries[op] = Entry(op, ports_of(self._shared["ports"], op, []))
        entry = self._entries[op]
        if entry.opened is None or version_of(sdk) < version_of(entry.opened["sdk"]):
            entry.opened = {"sdk": sdk, "why": why, "sources": evidence}


def _operation_names(facts: list[Json]) -> dict[str, list[str]]:
    names: dict[str, set[str]] = {}
    for fact in facts:
        names.setdefault(fact["qnn_op"], set()).add(fact["operation"])
    return {op: sorted(values) for op, values in names.items()}


def _port_names(facts: list[Json]) -> list[str]:
    """Every port that a table of the operator names, and those between them."""
    named = {name for fact in facts for part in ("ports", "conditions") for name in fact.get(part) or {} if is_port(name)}
    repeated = {port_name(name): name for name in named if ".." in name}
    names = []
    for side in ("in", "out"):
        last = max((int(port_name(name)[len(side) + 1 : -1]) for name in named if name.startswith(side)), default=0)
        names += [repeated.get(f"{side}[{i}]", f"{side}[{i}]") for i in range(last + 1)]
    return names


def _spelled_out(row: Row) -> bool:
    """With a choice at one port only, each of its types has but one combination to be in."""
    return sum(len(dtypes or ()) > 1 for dtypes in [*row.ins, *row.outs]) <= 1


def _with_open_encodings(port: Json) -> Json:
    if port.get("role") not in ("weight", "bias"):
        return port
    return {**{key: value for key, value in port.items() if key != "encodings"}, "encodings_open": True}


def _filled(value: Any, port: str, subject: str) -> Any:
    return {"{port}": port, "{param}": subject}.get(value, value) if isinstance(value, str) else value


