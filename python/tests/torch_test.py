"""The package with real torch: every stage of a quantization, and what is attached to it.

Run by tools/test, where torch is installed.
"""

import io
import os
import sys
import unittest

import torch

import opfit

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures"))
from models import MODELS, SmallQuantizer, convert_pt2e, prepare_pt2e  # noqa: E402


def said(report):
    findings = [(f.code, f.severity, f.node, f.port, f.message) for f in report.findings]
    return report.outcomes, findings


class TorchTest(unittest.TestCase):
    def each(self):
        for name, (network, shape, *bits) in MODELS.items():
            torch.manual_seed(0)
            model, inputs = network().eval(), (torch.randn(shape),)
            gm = torch.export.export(model, inputs).module()
            with self.subTest(network=name):
                yield gm, inputs, SmallQuantizer(*bits)

    def convert(self, gm, inputs, quantizer):
        prepared = prepare_pt2e(gm, quantizer)
        prepared(*inputs)
        return prepared, convert_pt2e(prepared)

    def save(self, gm, inputs):
        out = io.BytesIO()
        torch.export.save(torch.export.export(gm, inputs), out)
        return out.getvalue()

    def test_every_stage_is_validated(self):
        for gm, inputs, quantizer in self.each():
            quantizer.annotate(gm)
            annotated = opfit.validate(gm, soc_model="SM8650", strict=False)
            prepared = prepare_pt2e(gm, quantizer)
            prepared(*inputs)
            seen = opfit.validate(prepared, soc_model="SM8650", strict=False)
            converted = opfit.validate(
                convert_pt2e(prepared), soc_model="SM8650", strict=False
            )
            for report in (annotated, seen, converted):
                self.assertEqual(report.status, "checked")
                self.assertEqual(report.summary["unchecked"], 0)
            self.assertEqual(annotated.outcomes.keys(), converted.outcomes.keys())

    def test_a_quantizer_validates_in_place(self):
        class Strict(SmallQuantizer):
            def validate(self, model):
                opfit.validate(model, backend="htp", soc_model="SM8450", strict=True)

        network, shape, *_ = MODELS["attention"]
        gm = torch.export.export(network().eval(), (torch.randn(shape),)).module()
        with self.assertRaises(ValueError):
            prepare_pt2e(gm, Strict(16, 8))

    def test_a_saved_program_says_what_its_graph_says(self):
        for gm, inputs, quantizer in self.each():
            _, converted = self.convert(gm, inputs, quantizer)
            direct = opfit.validate(converted, soc_model="SM8650", strict=False)
            saved = opfit.check(self.save(converted, inputs), "htp:SM8650", strict=False)
            self.assertEqual(said(saved), said(direct))

    def test_attached_annotations_survive_saving(self):
        for gm, inputs, quantizer in self.each():
            quantizer.annotate(gm)
            self.assertGreater(opfit.attach(gm), 0)
            direct = opfit.validate(gm, soc_model="SM8650", strict=False)
            saved = opfit.check(self.save(gm, inputs), "htp:SM8650", strict=False)
            self.assertEqual(said(saved), said(direct))


if __name__ == "__main__":
    unittest.main()
