#!/usr/bin/env python3
"""Tests of the replay itself: what it compares, and what makes it fail."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).absolute().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "tools" / "catalog")]

from annotate import Annotator, make_recipe  # noqa: E402
from cases import Case, compare, outcome_of  # noqa: E402
from ort import history  # noqa: E402
from outcomes import ort_targets  # noqa: E402
from replay import problems  # noqa: E402
from torch_calls import trace_variant  # noqa: E402


def report(*outcomes: str, status: str = "checked", codes: tuple[str, ...] = ()) -> dict:
    return {"status": status, "nodes": [{"outcome": o} for o in outcomes], "findings": [{"code": c} for c in codes]}


def case(accepted: bool | None, name: str = "a") -> Case:
    return Case(name, "device", "v79", "fp", "htp:SM8750", accepted)


class Comparing(unittest.TestCase):
    def test_worst_operator_of_all_graphs_counts(self) -> None:
        self.assertEqual(outcome_of([report("supported"), report("supported", "unknown")]), "unknown")
        self.assertEqual(outcome_of([report("unknown"), report("unsupported")]), "unsupported")
        self.assertEqual(outcome_of([report("supported", "supported")]), "supported")

    def test_what_was_not_checked_is_unknown(self) -> None:
        self.assertEqual(outcome_of([report("supported", "unchecked")]), "unknown")
        self.assertEqual(outcome_of([report("supported", status="bypassed")]), "unknown")

    def test_verdicts(self) -> None:
        for accepted, outcome, verdict in (
            (True, "supported", "agree"), (True, "unsupported", "contradict"), (True, "unknown", "unknown"),
            (False, "unsupported", "agree"), (False, "supported", "contradict"), (None, "supported", "silent"),
        ):
            self.assertEqual(compare(case(accepted), [report(outcome)]).verdict, verdict, (accepted, outcome))

    def test_late_failure_is_seen(self) -> None:
        self.assertTrue(compare(case(True), [report("supported", codes=("OF107",))]).caveat)


class Failing(unittest.TestCase):
    def test_unlisted_stale_and_misspelt(self) -> None:
        results = [compare(case(True, "new"), [report("unsupported")]), compare(case(True, "settled"), [report("supported")])]
        self.assertEqual(
            problems(results, {"settled": "", "misspelt": ""}),
            [
                "not listed: new, checked unsupported",
                "listed, but there is no such outcome: misspelt",
                "listed, but it no longer occurs: settled",
            ],
        )


class History(unittest.TestCase):
    def expectations(self, *changes: tuple[str, str], expected: str = "accepted") -> list[tuple[str, bool]]:
        return list(history({"expected": expected, "sdk_history": [{"from_sdk": sdk, "status": status} for sdk, status in changes]}))

    def test_newest_only_where_nothing_changed(self) -> None:
        self.assertEqual(self.expectations(("2.12.0", "accepted"), ("2.35.0", "disabled")), [("", True)])

    def test_change_between_checked_versions(self) -> None:
        self.assertEqual(self.expectations(("2.30.0", "rejected"), ("2.44.0", "accepted")), [("2.41", False), ("", True)])

    def test_change_before_the_first_checked_version(self) -> None:
        self.assertEqual(self.expectations(("2.12.0", "rejected"), ("2.25.0", "accepted")), [("", True)])


class Targets(unittest.TestCase):
    def test_emulator_and_device(self) -> None:
        for condition, arches in (
            ({}, ["v68", "v73"]), ({"arch": "HTP arch above V68"}, ["v73"]), ({"emulator_soc": "SM8850"}, ["v81", "v73"]),
            ({"only_on": "Windows ARM64"}, ["v73"]), ({"only_on": "non-Windows ARM64"}, ["v79"]),
        ):
            self.assertEqual([arch for _, arch in ort_targets({"condition": condition})], arches, condition)


class Annotating(unittest.TestCase):
    RECIPES = {"quant_dtypes": [{
        "name": "use_16a8w",
        "weight_per_tensor": {"dtype": "uint8", "quant_min": None, "quant_max": None, "qscheme": "per_tensor_symmetric"},
        "bias_per_tensor": {"dtype": "int32", "quant_min": -(2**31), "quant_max": 2**31 - 1, "qscheme": "per_tensor_symmetric"},
    }]}

    def annotated(self, call: dict, styles: dict[str, str]) -> dict:
        variant = {"inputs": [{"name": n, "shape": [1, 2, 2], "dtype": "float32"} for n in ("a", "b")], "calls": [{"out": "%1", "kwargs": {}, **call}]}
        trace = trace_variant(variant)
        Annotator(trace, make_recipe(self.RECIPES, "16a8w", False), styles).run()
        return trace.op_nodes()[0]["annotation"]

    def test_second_operand_of_a_product_is_signed(self) -> None:
        made = self.annotated({"call": "torch.bmm", "args": [{"ref": "a"}, {"ref": "b"}]}, {"aten.bmm.default": "matmul"})
        self.assertEqual([i["spec"]["dtype"] for i in made["inputs"]], ["int32", "int16"])

    def test_view_shares_with_its_input(self) -> None:
        made = self.annotated({"call": "Tensor.view", "args": [{"ref": "a"}, 4]}, {"aten.view.default": "in_out_sharing"})
        self.assertEqual(made["output"], {"kind": "shared", "with": {"edge": ["a", "view"]}})


if __name__ == "__main__":
    unittest.main()
