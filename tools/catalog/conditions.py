"""Turns the conditions of the fact base into the catalog's closed vocabulary."""

from __future__ import annotations

from typing import Any

Condition = dict[str, Any]
Json = dict[str, Any]

PORT_PREFIXES = ("in[", "out[")
CONSTANT_TEXT = "itself static, or computed only from static tensors"
QUANTIZED_WEIGHT_ENCODINGS = ["SCALE_OFFSET", "AXIS_SCALE_OFFSET", "BW_AXIS_SCALE_OFFSET"]


def is_port(name: str) -> bool:
    return name.startswith(PORT_PREFIXES)


def port_name(name: str) -> str:
    """The catalog names a repeated port by its first position: in[0..m] -> in[0]."""
    return name.split("..")[0] + "]" if ".." in name else name


class Converter:
    """Converts the conditions of one fact row."""

    def __init__(self, decisions: Json) -> None:
        self._text_rules: list[Json] = decisions["text_conditions"]
        self._block: Json = decisions["block_wise_gate"]
        self._extra_encodings: Json = decisions["weight_encodings"]["extra"]
        self._extra_source: str = decisions["weight_encodings"]["source"]
        self._replaced_ports = {
            port: entry["ops"]
            for entry in decisions["extra_conditions"]
            if entry.get("replaces") == "bias"
            for port in ["in[2]"]
        }

    def convert(self, row: Json) -> list[Condition]:
        op = row["qnn_op"]
        result: list[Condition] = []
        encodings: dict[str, list[str]] = {}
        for port, facts in (row.get("conditions") or {}).items():
            for fact in facts:
                result += self._convert_one(op, port, fact)
                for encoding in fact.get("when_encoding", []):
                    encodings.setdefault(port_name(port), []).append(encoding)
        for port, listed in encodings.items():
            if op in self._block["operators"] and "BLOCKWISE_EXPANSION" not in listed:
                result += self._block_wise(op, port, {})[:1]
            accepted: Condition = {"port": port, "encodings": self._accepted(op, listed)}
            if op in self._extra_encodings:
                accepted["also"] = self._extra_source
            result.insert(0, accepted)
        return result

    def _accepted(self, op: str, listed: list[str]) -> list[str]:
        accepted = ["SCALE_OFFSET", *self._extra_encodings.get(op, []), *listed]
        if op in self._block["operators"]:
            accepted.append("BLOCKWISE_EXPANSION")
        return list(dict.fromkeys(accepted))

    def _convert_one(self, op: str, port: str, fact: Json) -> list[Condition]:
        if "when_operation" in fact or fact.get("fixed") or "shares_quantization_with" in fact:
            return []  # ranks by operation, fixed outputs and sharing come from the decisions
        if "when" in fact or (op in self._replaced_ports.get(port, []) and fact == {"symmetric": True}):
            return []  # the bias rule of the decisions says it
        if "text" in fact:
            return self._from_text(port, fact["text"])
        if fact.get("when_encoding") == ["BLOCKWISE_EXPANSION"]:
            return self._block_wise(op, port, fact)
        return self._from_keys(op, port_name(port), fact)

    def _from_text(self, port: str, text: str) -> list[Condition]:
        for rule in self._text_rules:
            if rule["text"] == text and rule["port"] in (port, "*"):
                if "drop" in rule:
                    return []
                becomes = {k: (port_name(port) if v == "{port}" else v) for k, v in rule["becomes"].items()}
                subject = "" if is_port(port) else f"{port}: "
                return [{**becomes, "text": subject + becomes.get("text", text)}]
        raise KeyError(f"no decision for the condition {port!r}: {text!r}")

    def _from_keys(self, op: str, port: str, fact: Json) -> list[Condition]:
        base: Condition = {"port": port}
        if "when_encoding" in fact:
            base["if"] = {"encoding": fact["when_encoding"]}
        for key in ("encodings", "symmetric", "signed", "rank", "bits"):
            if key in fact:
                base[key] = fact[key]
        if "static" in fact:
            base["static"] = "derived" if fact["static"] == CONSTANT_TEXT else fact["static"]
        axis = fact.get("axis")
        if axis is None:
            return [base]
        if op == "MatMul":
            return self._matmul_axes(base)
        return [{**base, "axis": "channel"}]

    def _matmul_axes(self, base: Condition) -> list[Condition]:
        def on(axis: str, transposed: bool) -> Condition:
            return {**base, "if": {**base.get("if", {}), "param": {"transpose_in1": transposed}}, "axis": axis}

        return [on("last", False), on("second_last", True)]

    def _block_wise(self, op: str, port: str, fact: Json) -> list[Condition]:
        gate = self._block
        base: Condition = {
            "port": port,
            "if": {"encoding": ["BLOCKWISE_EXPANSION"]},
            "symmetric": True,
            "signed": True,
            "static": "derived",
            "axis": "channel" if op != "MatMul" else "last",
            "feature": "lpbq",
        }
        if op not in gate["operators"]:
            conditions = [{**base, "arch": "v79", "text": gate["old_text"]}]
        else:
            newer = {**base["if"], "sdk_from": gate["v69_from_sdk"]}
            older = {**base["if"], "sdk_below": gate["v69_from_sdk"]}
            conditions = [
                {**base, "if": newer, "arch": "v69", "text": gate["text"], "also": gate["source"]},
                {**base, "if": older, "arch": "v79", "text": gate["old_text"]},
            ]
        if fact.get("param"):
            name, value = next(iter(fact["param"].items()))
            conditions.append({"if": {"encoding": ["BLOCKWISE_EXPANSION"]}, "port": port, "param": name, "equals": value,
                               "text": f"block-wise weights need {name} = {str(value).lower()}"})
        return conditions


def rank_conditions(row: Json, relaxed: list[Json], operations: list[str]) -> list[Condition]:
    """Rank limits of one fact row, after what later revisions relaxed."""
    base = {port_name(port): rank for port, rank in (row.get("rank") or {}).items()}
    by_operation: dict[str, list[tuple[tuple[str, ...], Json]]] = {}
    for port, facts in (row.get("conditions") or {}).items():
        for fact in facts:
            if "rank" in fact and "when_operation" in fact:
                pair = (tuple(fact["when_operation"]), fact["rank"])
                if pair not in by_operation.setdefault(port_name(port), []):
                    by_operation[port_name(port)].append(pair)
    if any("drop" in rule for rule in relaxed):
        by_operation = {}
    result: list[Condition] = []
    for port in sorted(set(base) | set(by_operation)):
        pairs = by_operation.get(port, [])
        named = sorted({name for names, _ in pairs for name in names})
        if port in base:
            others = [name for name in operations if name not in named]
            when = {"if": {"operation": others}} if named else {}
            result += _relax({"port": port, **when, "rank": base[port]}, relaxed)
        merged: dict[str, list[str]] = {}
        for names, rank in pairs:
            key = _key(rank)
            merged.setdefault(key, [])
            merged[key] += [n for n in names if n not in merged[key]]
        for key, names in merged.items():
            rank = next(rank for _, rank in pairs if _key(rank) == key)
            result.append({"port": port, "if": {"operation": sorted(names)}, "rank": rank})
    return result


def _key(rank: Json) -> str:
    return repr(sorted(rank.items()))


def _relax(condition: Condition, relaxed: list[Json]) -> list[Condition]:
    for rule in relaxed:
        limit = rule.get("rank_max")
        if limit is None or condition["rank"].get("max", limit) >= limit:
            continue
        wider = {**condition, "rank": {**condition["rank"], "max": limit}, "text": rule["reason"], "also": rule["source"]}
        if "keep_as" in rule:
            return [{**condition, "severity": rule["keep_as"], "text": rule["reason"]}, wider]
        if "sdk_from" in rule:
            when = condition.get("if", {})
            return [
                {**condition, "if": {**when, "sdk_below": rule["sdk_from"]}},
                {**wider, "if": {**when, "sdk_from": rule["sdk_from"]}},
            ]
        return [wider]
    return [condition]
