"""Golden cases of torch programs, read as saved and as exported.

Each has a program, `input.pt2`, and the graph it was saved from as the exporter wrote
it, `exported.json`: two ways that must say the same.
"""

import glob
import io
import os
import unittest
import zipfile

import opfit

CASES = sorted(glob.glob("tests/golden/*torch*"))


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def said(data, target):
    """Outcomes, and where each finding is, without names that exporting changes."""
    report = opfit.check(data, target)
    findings = [(f.code, f.severity, f.node, f.port, f.message) for f in report.findings]
    return report.outcomes, findings


def repacked(data):
    """The same archive with every entry deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class FixturesTest(unittest.TestCase):
    def test_there_are_programs_of_every_schema(self):
        self.assertEqual(len(CASES), 9)

    def test_a_program_and_its_export_say_the_same(self):
        for case in CASES:
            # Schema 1 drops what is attached; 2.6 and older pickle their scales.
            if "torch2" in case:
                continue
            for target in ("htp:SM8650", "htp:SM8450", "htp:v68"):
                with self.subTest(case=case, target=target):
                    program, export = read(case, "input.pt2"), read(case, "exported.json")
                    self.assertEqual(said(program, target), said(export, target))

    def test_a_packed_program_says_the_same(self):
        for case in CASES:
            with self.subTest(case=case):
                data = read(case, "input.pt2")
                self.assertEqual(said(repacked(data), "htp"), said(data, "htp"))

    def test_values_come_from_the_archive(self):
        for case, has_values in (("ok_torch_conv_net", True), ("ok_torch26_conv_net", False)):
            with opfit.Graph(read("tests/golden", case, "input.pt2")) as graph:
                self.assertEqual(graph.read["format"], "pt2")
                self.assertEqual("'scale': [" in str(graph.convert()), has_values, case)


if __name__ == "__main__":
    unittest.main()
