#!/usr/bin/env python3
"""Tests of the catalog tools: what the schemas and the lint must refuse."""

from __future__ import annotations

import copy
import json
import sys
import unittest
from pathlib import Path
from typing import Any, Callable

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import build_tflite_int8  # noqa: E402
import lint  # noqa: E402
import reference  # noqa: E402
from jsonout import pretty  # noqa: E402
from rows import Row, merged, since_of  # noqa: E402
from schema import violations  # noqa: E402

CATALOG = HERE.parent.parent / "catalogs" / "htp"
TFLITE_INT8 = HERE.parent.parent / "catalogs" / "tflite-int8"


def problems_after(change: Callable[[dict[str, Any]], None]) -> list[str]:
    ops = copy.deepcopy(lint.load_json(CATALOG / "ops.json"))
    change(ops)
    return list(lint.schema_problems(ops, "ops")) or list(lint.ops_problems(ops))


class CommittedCatalog(unittest.TestCase):
    def test_has_no_problem(self) -> None:
        for path in CATALOG.parent.glob("*/ops.json"):
            self.assertEqual(list(lint.catalog_problems(path.parent)), [])

    def test_is_written_in_its_own_format(self) -> None:
        for directory in (path.parent for path in CATALOG.parent.glob("*/ops.json")):
            for path in sorted(directory.glob("*.json")):
                text = path.read_text(encoding="utf-8")
                self.assertEqual(text, pretty(json.loads(text)), path.name)

    def test_has_its_list_of_operators_in_the_manual(self) -> None:
        for path, text in reference.pages().items():
            self.assertEqual(path.read_text(encoding="utf-8"), text, path.name)


class CatalogsFromTables(unittest.TestCase):
    """A combination that the source does not spell out is never accepted."""

    def setUp(self) -> None:
        self.catalogs = {name: lint.load_json(CATALOG.parent / name / "ops.json") for name in ("lpai", "gpu", "cpu")}

    def test_rows_with_a_choice_at_two_ports_are_loose(self) -> None:
        for name, catalog in self.catalogs.items():
            for op, entry in catalog["ops"].items():
                for row in entry.get("rows", []):
                    choices = sum(isinstance(types, list) for types in row["in"] + row["out"])
                    self.assertTrue(choices < 2 or row.get("sets"), f"{name} {op}")

    def test_rows_of_generic_operators_are_loose_and_name_operations(self) -> None:
        for name, catalog in self.catalogs.items():
            for op in ("ElementWiseBinary", "ElementWiseUnary", "ElementWiseNeuron"):
                for row in catalog["ops"][op].get("rows", []):
                    self.assertTrue(row["sets"] and row["operations"], f"{name} {op}")

    def test_lpai_offers_what_its_page_names_of_the_generic_operators(self) -> None:
        ops = self.catalogs["lpai"]["ops"]
        self.assertEqual({op: ops[op]["rows"][0]["operations"] for op in ("ElementWiseBinary", "ElementWiseUnary")},
                         {"ElementWiseBinary": ["ADD", "DIVIDE", "MULTIPLY", "SUBTRACT"], "ElementWiseUnary": ["EXP", "LOG", "NEG", "SQRT"]})

    def test_lpai_is_open_since_its_tables_were_replaced(self) -> None:
        for op, entry in self.catalogs["lpai"]["ops"].items():
            self.assertTrue("unsupported" in entry or "opened" in entry, op)

    def test_weights_may_have_encodings_that_no_table_names(self) -> None:
        for catalog in self.catalogs.values():
            self.assertTrue(catalog["ops"]["Conv2d"]["ports"]["in"][1]["encodings_open"])


class Reference(unittest.TestCase):
    def test_state(self) -> None:
        states = [reference.state(e, "2.41") for e in (
            {}, {"closed": "2.25.0"}, {"closed": "2.25.0", "opened": {"sdk": "2.26.0"}},
            {"closed": "2.25.0", "opened": {"sdk": "2.44.0"}})]
        self.assertEqual(states, ["open", "closed", "open", "open from 2.44"])

    def test_gates_of_rows_and_of_conditions(self) -> None:
        entry = {
            "conditions": [
                {"arch": "v69", "feature": "lpbq"},
                {"arch": "v79", "feature": "lpbq", "if": {"sdk_below": "2.26.0"}},
                {"arch": "v75", "severity": "warning"},
            ],
            "rows": [{"when": [0, 1]}, {"when": [0, 2], "arch": "v73", "since": "2.44.0"}, {"when": [0], "since": "2.40.0"}],
        }
        self.assertEqual(reference.gates(entry, "2.41"), "SDK 2.44 (1); V69: block-wise weights; V73 (1); V75, disputed (1)")


class Refused(unittest.TestCase):
    def assert_refused(self, change: Callable[[dict[str, Any]], None], expected: str) -> None:
        found = problems_after(change)
        self.assertTrue(any(expected in problem for problem in found), found)

    def test_misspelt_key(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["rows"][0].update(wenn=[0]), "unknown key 'wenn'")

    def test_unknown_dtype(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["rows"][0].update({"in": ["UFIXED_8"]}), "fits none")

    def test_row_without_source(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["rows"][0].update(sources=[]), "fewer than 1")

    def test_dangling_source(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["rows"][0].update(sources=[9999]), "no source 9999")

    def test_dangling_condition(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["rows"][0].update(when=[99]), "no condition 99")

    def test_repeated_row(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["rows"].append(c["ops"]["Relu"]["rows"][0]), "repeats")

    def test_row_beyond_the_edition_of_a_closed_entry(self) -> None:
        def change(catalog: dict[str, Any]) -> None:
            kinds = [source["kind"] for source in catalog["sources"]]
            catalog["ops"]["Relu"].pop("opened", None)
            catalog["ops"]["Relu"]["rows"][0]["sources"] = [kinds.index("stack-outcome")]

        self.assert_refused(change, "stays closed")

    def test_rank_out_of_order(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["conditions"][0].update(rank={"min": 5, "max": 4}), "out of order")

    def test_port_that_is_not_there(self) -> None:
        self.assert_refused(lambda c: c["ops"]["Relu"]["conditions"][0].update(port="in[7]"), "no port in[7]")

    def test_repeated_port_before_the_last(self) -> None:
        self.assert_refused(lambda c: c["ops"]["MatMul"]["ports"]["in"][0].update(variadic=True), "not the last")

    def test_target_that_is_not_in_the_catalog(self) -> None:
        mapping = lint.load_json(CATALOG / "aten.json")
        mapping["ops"]["aten.relu.default"]["to"][0]["ops"][0]["op"] = "Rellu"
        found = list(lint.mapping_problems(mapping, lint.load_json(CATALOG / "ops.json")))
        self.assertIn("aten.relu.default: no operator Rellu in the catalog", found)

    def test_schema_keyword_that_is_not_checked(self) -> None:
        with self.assertRaises(ValueError):
            violations({}, {"propertyNames": {}})


class AtenNames(unittest.TestCase):
    """What torch.export writes for common layers."""

    def setUp(self) -> None:
        self.ops = lint.load_json(CATALOG / "aten.json")["ops"]

    def first_target(self, name: str) -> str:
        return self.ops[name]["to"][0]["ops"][0]["op"]

    def test_become_the_operator_that_the_reference_lowers_them_to(self) -> None:
        expected = {
            "aten.conv_transpose2d.input": "TransposeConv2d",
            "aten.rsqrt.default": "ElementWiseRsqrt",
            "aten.mean.dim": "ReduceMean",
            "aten.pow.Tensor_Scalar": "ElementWisePower",
            "aten.expand.default": "Tile",
            "aten.slice.Tensor": "StridedSlice",
            "aten.select.int": "StridedSlice",
            "aten.embedding.default": "Gather",
            "aten.index.Tensor": "Gather",
            "aten.where.self": "ElementWiseSelect",
            "aten.masked_fill.Scalar": "ElementWiseSelect",
            "aten._to_copy.default": "Cast",
            "aten.unsqueeze_copy.default": "Reshape",
            "aten.linear.default": "FullyConnected",
        }
        self.assertEqual({name: self.first_target(name) for name in expected}, expected)

    def test_become_several_operators(self) -> None:
        for name in ("aten.scaled_dot_product_attention.default", "aten.silu.default", "aten.addmm.default"):
            self.assertIn("decomposed", self.ops[name], name)

    def test_are_no_operators_at_all(self) -> None:
        self.assertEqual(self.ops["_operator.getitem"], {"structural": "getitem"})
        for name in ("aten.sym_size.int", "aten.full.default", "_operator.mul"):
            self.assertIn("constant", self.ops[name], name)

    def test_feed_the_ports_in_the_operators_order(self) -> None:
        arguments = {name: [port["arg"] for port in self.ops[name]["in"]] for name in (
            "aten.where.self", "aten.masked_fill.Scalar", "aten.embedding.default", "aten.linear.default")}
        self.assertEqual(arguments, {
            "aten.where.self": [0, 1, 2],
            "aten.masked_fill.Scalar": [1, 2, 0],
            "aten.embedding.default": [0, 1],
            "aten.linear.default": [0, 1, 2],
        })


class Rows(unittest.TestCase):
    def test_join_when_one_port_differs(self) -> None:
        rows = [Row("INT8", [("A",), (b,)], [("A",)], sources={0}) for b in ("B", "C")]
        self.assertEqual([row.ins for row in merged(rows)], [[("A",), ("B", "C")]])

    def test_stay_apart_when_two_ports_differ(self) -> None:
        rows = [Row("INT8", [(a,)], [(a,)], sources={0}) for a in ("A", "B")]
        self.assertEqual(len(merged(rows)), 2)

    def test_stay_apart_when_sources_differ(self) -> None:
        rows = [Row("INT8", [(a,)], [("A",)], sources={n}) for n, a in enumerate("AB")]
        self.assertEqual(len(merged(rows)), 2)

    def test_since_keeps_exact_versions_above_the_edition(self) -> None:
        self.assertEqual([since_of(v) for v in ("<=2.13.0", "2.20.0", ">2.25.0 <=2.39.0", "2.44.0", None)],
                         [None, None, None, "2.44.0", None])


class TfliteInt8(unittest.TestCase):
    def test_has_no_problem(self) -> None:
        self.assertEqual(list(lint.catalog_problems(TFLITE_INT8)), [])

    def test_is_what_its_generator_writes(self) -> None:
        given = lint.load_json(HERE / "tflite_int8.json")
        for name, document in build_tflite_int8.build(given).items():
            self.assertEqual((TFLITE_INT8 / name).read_text(encoding="utf-8"), pretty(document), name)


class TfliteOnHtp(unittest.TestCase):
    def setUp(self) -> None:
        self.ops = lint.load_json(CATALOG / "tflite.json")["ops"]

    def test_operators_become_what_the_compiler_makes_of_them(self) -> None:
        for name, target in {
            "CONV_2D": {"op": "Conv2d"},
            "SUB": {"op": "ElementWiseSubtract"},
            "ADD": {"op": "ElementWiseBinary", "operation": "ADD"},
            "FLOOR_DIV": {"op": "ElementWiseBinary", "operation": "FLOORDIV"},
            "RELU6": {"op": "ElementWiseNeuron", "operation": "RELUMINMAX"},
            "QUANTIZE": {"op": "Quantize"},
            "FULLY_CONNECTED": {"op": "FullyConnected"},
        }.items():
            self.assertEqual(self.ops[name]["to"][0]["ops"][0], target, name)

    def test_ports_that_are_not_in_the_order_of_the_inputs(self) -> None:
        filters = {"arg": 1, "layout": "ohwi_to_hwio"}
        self.assertEqual(self.ops["CONV_2D"]["in"], [{"arg": 0}, filters, {"arg": 2}])
        self.assertEqual(self.ops["TRANSPOSE_CONV"]["in"], [{"arg": 2}, filters, {"arg": 3}])
        self.assertEqual(self.ops["EMBEDDING_LOOKUP"]["in"], [{"arg": 1}, {"arg": 0}])
        self.assertEqual(self.ops["SPLIT"]["in"], [{"arg": 1}])


if __name__ == "__main__":
    unittest.main()
