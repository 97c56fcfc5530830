"""The drop-in for the reference quantizer's validation."""

import enum
import unittest

import fake_torch as ft
import opfit


def floating(low, high):
    """A weight of 16 bits, which conv and linear take from v73 on."""
    return ft.QuantizationSpec(ft.Dtype("int16"), None, low, high, ft.per_channel_symmetric, 0)


ACTIVATION16 = ft.QuantizationSpec(ft.int32, None, 0, 65535, ft.per_tensor_affine)


def linear16():
    return ft.linear(floating(-32767, 32767), ACTIVATION16)


class Backend(enum.Enum):
    kHtpBackend = 2


class Soc(enum.IntEnum):
    SM8450 = 36
    SM8650 = 57


class ValidateTest(unittest.TestCase):
    def test_a_graph_that_fits_is_ok_and_says_nothing(self):
        with self.assertNoLogs("opfit", "WARNING"):
            report = opfit.validate(ft.linear(), "htp", "SM8650")
        self.assertTrue(report.ok)
        self.assertEqual(report.outcomes, {"linear": "supported"})
        self.assertEqual(report.findings, [])

    def test_strict_is_the_default_and_raises_a_value_error(self):
        with self.assertRaises(ValueError) as caught:
            opfit.validate(linear16(), "htp", "SM8450")
        message = str(caught.exception)
        self.assertIn("does not fit htp:SM8450", message)
        self.assertIn("OF202", message)
        self.assertIn("`linear` (aten.linear.default)", message)
        report = caught.exception.report
        self.assertFalse(report.ok)
        self.assertEqual(report.outcomes["linear"], "unsupported")

    def test_not_strict_warns_and_goes_on(self):
        with self.assertLogs("opfit", "WARNING") as logs:
            report = opfit.validate(linear16(), "htp", "SM8450", strict=False)
        self.assertTrue(any("OF202" in line for line in logs.output), logs.output)
        self.assertTrue(all(record.levelname == "WARNING" for record in logs.records))
        self.assertEqual(report.outcomes["linear"], "unsupported")

    def test_the_soc_decides(self):
        self.assertTrue(opfit.validate(linear16(), "htp", "SM8650").ok)

    def test_one_validation_leaves_nothing_behind_for_the_next(self):
        for _ in range(2):
            self.assertTrue(opfit.validate(linear16(), "htp", "SM8650").ok)
            with self.assertRaises(ValueError):
                opfit.validate(linear16(), "htp", "SM8450")

    def test_enumerators_are_names(self):
        self.assertTrue(opfit.validate(linear16(), Backend.kHtpBackend, Soc.SM8650).ok)
        with self.assertRaises(ValueError):
            opfit.validate(linear16(), Backend.kHtpBackend, Soc.SM8450)

    def test_an_sdk_older_than_the_catalog_is_a_warning_and_never_ok(self):
        with self.assertLogs("opfit", "WARNING") as logs:
            report = opfit.validate(linear16(), "htp", "SM8450", sdk="2.37")
        self.assertIn("nothing was validated for htp:SM8450@2.37", "\n".join(logs.output))
        self.assertEqual(report.status, "bypassed")
        self.assertFalse(report.ok)

    def test_discarded_nodes_are_left_out(self):
        report = opfit.validate(linear16(), "htp", "SM8450", discard_nodes=["linear"])
        self.assertEqual(report.outcomes["linear"], "unchecked")
        report = opfit.validate(linear16(), "htp", "SM8450", discard_ops=["aten.linear.default"])
        self.assertEqual(report.summary["unchecked"], 1)

    def test_what_the_catalog_does_not_know_is_a_warning_even_if_strict(self):
        gm = ft.GraphModule()
        x = gm.placeholder("x")
        meta = ft.annotated({x: ft.ACTIVATION}, ft.ACTIVATION)
        gm.output(gm.call("mine", "mine.own.default", x, **meta))
        with self.assertLogs("opfit", "WARNING") as logs:
            report = opfit.validate(gm)
        self.assertEqual(report.outcomes["mine"], "unknown")
        self.assertIn("mine.own.default", "\n".join(logs.output))

    def test_broken_annotations_are_errors_in_both_modes(self):
        gm = ft.linear()
        gm.graph.nodes[3].meta["quantization_annotation"].output_qspec = ft.Module()
        with self.assertRaisesRegex(ValueError, "OF002"):
            opfit.validate(gm)
        with self.assertLogs("opfit", "ERROR"):
            self.assertFalse(opfit.validate(gm, strict=False).ok)

    def test_unknown_targets_are_no_findings(self):
        for backend, soc in (("htp", "SM0000"), ("toaster", None)):
            with self.assertRaises(opfit.OpfitError):
                opfit.validate(ft.linear(), backend, soc)


class FindingTest(unittest.TestCase):
    def test_a_line_says_where_what_and_what_would_help(self):
        with self.assertRaises(opfit.ValidationError) as caught:
            opfit.validate(linear16(), "htp", "SM8450")
        line = str(caught.exception.report.errors[0])
        for part in ("error[OF202]", "`linear`", "have ", "catalog has ", "nearest: ", "→"):
            self.assertIn(part, line)
        self.assertNotIn("\n", line)


if __name__ == "__main__":
    unittest.main()
