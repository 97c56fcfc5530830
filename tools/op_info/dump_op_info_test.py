#!/usr/bin/env python3
"""The dump of a stand-in module with the SDK's interface."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import dump_op_info  # noqa: E402


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = dump_op_info.main(["--module", "stand_in", "--soc", "69", "--sdk", "2.41.0", *arguments])
    return code, out.getvalue(), err.getvalue()


class Dump(unittest.TestCase):
    def test_of_all_operators_says_which_failed(self) -> None:
        code, out, err = run()
        document = json.loads(out)
        self.assertEqual(code, 1)
        self.assertEqual(sorted(document["ops"]), ["Concat", "FullyConnected", "Sigmoid"])
        self.assertEqual(document["failed"], {"Broken": "RuntimeError: no such operator"})
        self.assertIn("Broken", err)

    def test_of_one_operator(self) -> None:
        code, out, _ = run("Sigmoid")
        document = json.loads(out)
        self.assertEqual((code, document["backend"], document["sdk"]), (0, "htp", "2.41.0"))
        output = document["ops"]["Sigmoid"][0]["outputs"][0]
        self.assertEqual(output["datatype"], "QNN_DATATYPE_UFIXED_POINT_8")
        self.assertEqual(output["constraints"], [{
            "encodings": ["QNN_QUANTIZATION_ENCODING_SCALE_OFFSET"], "symmetric": None, "axis": None,
            "math_invariant": None, "scale": 0.00390625, "offset": 0}])

    def test_keeps_absent_apart_from_false_and_says_what_repeats(self) -> None:
        document = json.loads(run("Concat", "FullyConnected")[1])
        self.assertTrue(document["ops"]["Concat"][0]["inputs"][0]["onward"])
        weight = document["ops"]["FullyConnected"][0]["inputs"][1]
        self.assertEqual([c["symmetric"] for c in weight["constraints"]], [None, True])
        self.assertEqual(weight["constraints"][1]["axis"], [0])

    def test_without_the_sdk_cannot_run(self) -> None:
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            self.assertEqual(dump_op_info.main(["--soc", "69", "--module", "no_such_module_of_the_sdk"]), 2)
        self.assertIn("QNN_SDK_ROOT", err.getvalue())

    def test_the_sample_that_the_importer_reads_is_its_output(self) -> None:
        self.assertEqual((HERE / "stand_in.json").read_text(encoding="utf-8"), run("Concat", "FullyConnected", "Sigmoid")[1])


if __name__ == "__main__":
    unittest.main()
