"""The package over the real library: questions, answers, and what no question is."""

import json
import os
import subprocess
import sys
import threading
import unittest

import opfit

GRAPH = json.dumps(
    {
        "format": "annotated-graph",
        "version": "1.0",
        "nodes": [{"name": "x", "kind": "input"}, {"name": "output", "kind": "output"}],
    }
).encode()


class GraphTest(unittest.TestCase):
    def test_a_graph_is_read_once_and_asked_often(self):
        with opfit.Graph(GRAPH) as graph:
            self.assertEqual(graph.read["status"], "read")
            self.assertEqual(graph.read["nodes"], 2)
            for target in ("htp:SM8450", "htp:SM8750"):
                run = graph.check(target)["runs"][0]
                self.assertEqual(run["target"]["soc"], target[4:])
            self.assertEqual(graph.structure()["nodes"]["name"], ["x", "output"])

    def test_bytes_that_are_no_graph_have_a_report_too(self):
        for data in (b"", b"\0", b"{", b"\xff" * 100, GRAPH[:-1]):
            report = opfit.check(data)
            self.assertEqual(report.status, "invalid", data)
            self.assertFalse(report.ok)
            self.assertTrue(report.errors)

    def test_limits_are_kept(self):
        with opfit.Graph(GRAPH, limits={"nodes": 1}) as graph:
            self.assertEqual(graph.read["status"], "invalid")

    def test_a_closed_graph_says_so(self):
        graph = opfit.Graph(GRAPH)
        graph.close()
        graph.close()
        with self.assertRaisesRegex(opfit.OpfitError, "nothing was loaded"):
            graph.check()

    def test_many_threads_get_the_same_answer(self):
        with opfit.Graph(GRAPH) as graph:
            answers = []
            threads = [
                threading.Thread(target=lambda: answers.append(graph.check())) for _ in range(8)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(len(answers), 8)
        self.assertTrue(all(answer == answers[0] for answer in answers))


class QuestionTest(unittest.TestCase):
    def test_the_package_and_its_library_have_one_version(self):
        self.assertEqual(opfit.version()["tool"], {"name": "opfit", "version": opfit.__version__})

    def test_questions_about_the_catalog_are_answered(self):
        self.assertIn("SM8650", [soc["name"] for soc in opfit.targets("htp")["socs"]])
        self.assertIn("Conv2d", [op["name"] for op in opfit.ops("htp")["ops"]])
        self.assertEqual(opfit.ops("htp", "Conv2d")["op"]["name"], "Conv2d")
        self.assertEqual(opfit.explain("OF103")["codes"][0]["name"], "DataTypesUnsupported")

    def test_a_question_that_makes_no_sense_is_an_error(self):
        for ask in (
            lambda: opfit.check(GRAPH, "htp:SM0000"),
            lambda: opfit.check(GRAPH, "toaster"),
            lambda: opfit.check(GRAPH, discard_nodes=["nobody"]),
            lambda: opfit.ops("htp", "NoSuchOp"),
            lambda: opfit.Graph(GRAPH, limits={"typo": 1}),
        ):
            with self.assertRaises(opfit.OpfitError):
                ask()


class LoadingTest(unittest.TestCase):
    def run_python(self, code, **environment):
        env = {**os.environ, **environment}
        env["PYTHONPATH"] = os.path.dirname(os.path.dirname(opfit.__file__))
        run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
        return run.stdout + run.stderr

    def test_importing_loads_no_library(self):
        self.assertEqual(self.run_python("import opfit", OPFIT_LIBRARY="/no/such/file"), "")

    def test_exporting_needs_no_library(self):
        code = (
            "import types, opfit\n"
            "graph = types.SimpleNamespace(nodes=[])\n"
            "print(len(opfit.document(types.SimpleNamespace(graph=graph))['nodes']))"
        )
        self.assertEqual(self.run_python(code, OPFIT_LIBRARY="/no/such/file"), "0\n")

    def test_a_missing_library_is_named(self):
        said = self.run_python("import opfit; opfit.version()", OPFIT_LIBRARY="/no/such/file")
        self.assertIn("OSError: /no/such/file", said)

    def test_torch_is_never_imported(self):
        code = "import sys, opfit; opfit.version(); print('torch' in sys.modules)"
        self.assertEqual(self.run_python(code), "False\n")


if __name__ == "__main__":
    unittest.main()
