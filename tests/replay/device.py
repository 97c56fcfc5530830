"""The rows of device_outcomes.json as graphs with an expectation."""

from __future__ import annotations

from typing import Any

from annotate import Annotator, make_recipe, rule_styles
from cases import Case
from outcomes import device_arch, device_name
from torch_calls import trace_variant
from tracing import Json, graph_document

EXPECTED = {"ok": True, "not_fully_delegated": False}
# Reshaping around the attention that the facts leave out of its operators.
PLUMBING = {"aten.view.default", "aten.transpose.int", "_operator.getitem"}


def device_cases(facts: dict[str, Json]) -> list[Case]:
    outcomes, styles = facts["device_outcomes"], rule_styles(facts["htp_ops"])
    graphs: dict[tuple[Any, ...], list[Json]] = {}
    cases = []
    for row in outcomes["rows"]:
        if not row["arch"].startswith("htp_"):
            continue
        exercise = outcomes["exercises"].get(row["exercise"])
        target = f"htp:{outcomes['arch_names'][row['arch']]}"
        case = Case(device_name(row), "device", device_arch(row), row["quant_dtype"] or "fp", target)
        cases.append(case)
        if row["outcome"] not in EXPECTED:
            case.say_nothing(f"the outcome is {row['outcome']}")
        elif exercise is None:
            case.say_nothing("the facts do not describe the exercise")
        else:
            case.accepted = EXPECTED[row["outcome"]]
            key = (row["exercise"], row["quant_dtype"], row["per_channel"])
            if key not in graphs:
                graphs[key] = [_graph(v, row, facts, styles) for v in exercise["variants"]]
            case.graphs = graphs[key]
    return cases


def _graph(variant: Json, row: Json, facts: dict[str, Json], styles: dict[str, str]) -> Json:
    trace = trace_variant(variant)
    traced = {node["target"] for node in trace.op_nodes()}
    if traced - PLUMBING != set(variant["aten_ops"]) - PLUMBING:
        raise ValueError(f"{row['case']}: traced {sorted(traced)}, the facts say {variant['aten_ops']}")
    recipe = make_recipe(facts["quant_recipes"], row["quant_dtype"], row["per_channel"]) if row["quant_dtype"] else None
    Annotator(trace, recipe, styles).run()
    return graph_document(trace)
