"""What the exporter writes of a graph, before and after preparing and converting it."""

import json
import operator
import os
import tempfile
import unittest

import fake_torch as ft
import opfit


def nodes(gm):
    return {node["name"]: node for node in opfit.document(gm)["nodes"]}


def input_specs(node):
    return {entry["node"]: entry["spec"] for entry in node["annotation"]["inputs"]}


class DocumentTest(unittest.TestCase):
    def test_names_its_format_and_its_target(self):
        document = opfit.document(ft.linear(), "htp", "SM8650")
        self.assertEqual(document["format"], "annotated-graph")
        self.assertEqual(document["version"], "1.0")
        self.assertEqual(document["target"], {"backend": "htp", "soc": "SM8650"})
        self.assertNotIn("target", opfit.document(ft.linear()))

    def test_dump_writes_one_line_for_each_node(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "graph.json")
            opfit.dump(ft.linear(), path, backend="htp")
            with open(path, encoding="utf-8") as file:
                text = file.read()
        self.assertEqual(json.loads(text), opfit.document(ft.linear(), "htp"))
        self.assertEqual(sum('"name": "' in line for line in text.splitlines()), 5)

    def test_an_empty_graph_is_still_a_document(self):
        self.assertEqual(opfit.document(ft.GraphModule())["nodes"], [])


class NodeTest(unittest.TestCase):
    def test_kinds_follow_what_a_node_stands_for(self):
        gm = ft.linear()
        gm._buffers["mean"] = ft.Tensor((4,))
        gm.get_attr("mean", ft.Tensor((4,)))
        gm.get_attr("table", ft.Tensor((4,)))
        kinds = {name: node["kind"] for name, node in nodes(gm).items()}
        self.assertEqual(
            kinds,
            {"x": "input", "w": "param", "b": "param", "linear": "op", "output": "output"}
            | {"mean": "buffer", "table": "const"},
        )

    def test_an_exported_program_tells_parameters_by_its_signature(self):
        program = ft.Module(
            graph_module=ft.GraphModule(),
            graph_signature=ft.Module(
                inputs_to_parameters={"p_w": "fc.w"}, inputs_to_buffers={"b_m": "m"}
            ),
        )
        for name in ("p_w", "b_m", "x"):
            program.graph_module.placeholder(name)
        have = {name: (n["kind"], n.get("fqn")) for name, n in nodes(program).items()}
        self.assertEqual(
            have, {"p_w": ("param", "fc.w"), "b_m": ("buffer", "m"), "x": ("input", None)}
        )

    def test_python_operators_are_named_with_their_module(self):
        gm = ft.GraphModule()
        gm.add("call_function", "item", operator.getitem, gm.placeholder("x"), 0)
        self.assertEqual(nodes(gm)["item"]["target"], "_operator.getitem")

    def test_a_module_that_is_no_observer_is_an_operator_of_its_class(self):
        gm = ft.GraphModule()
        gm.observe("act", ft.Module(), gm.placeholder("x"))
        self.assertEqual(nodes(gm)["act"]["target"], "Module")

    def test_the_innermost_module_is_kept_with_its_class(self):
        for path, want in (("layers.0.fc", "layers.0.fc"), ("L['self'].fc", "fc"), ("", None)):
            stack = {"root": ("", "Net"), "leaf": (path, ft.Parameter)}
            gm = ft.GraphModule()
            gm.call("a", "aten.relu.default", nn_module_stack=stack)
            self.assertEqual(nodes(gm)["a"].get("module"), want)
            self.assertEqual(nodes(gm)["a"]["module_type"], "fake_torch.Parameter")

    def test_checks_of_the_inputs_are_left_out(self):
        class GuardsFn:
            pass

        gm = ft.GraphModule()
        gm.observe("_guards_fn", GuardsFn(), gm.placeholder("x"))
        self.assertEqual(list(nodes(gm)), ["x"])

    def test_results_have_type_and_shape(self):
        gm = ft.GraphModule()
        gm.call("one", "o", val=ft.Tensor((2, ft.SymInt())))
        gm.call("many", "o", val=(ft.Tensor((2,)), None, ft.Tensor((3,), ft.uint8)))
        gm.call("size", "o", val=7)
        gm.call("older", "o", val=None, tensor_meta=ft.Tensor((5,)))
        have = {name: node.get("outputs") for name, node in nodes(gm).items()}
        float2, uint3 = {"dtype": "float32", "shape": [2]}, {"dtype": "uint8", "shape": [3]}
        self.assertEqual(have["one"], [{"dtype": "float32", "shape": [2, "s0"]}])
        self.assertEqual(have["many"], [float2, None, uint3])
        self.assertIsNone(have["size"])
        self.assertEqual(have["older"], [{"dtype": "float32", "shape": [5]}])


class ArgumentTest(unittest.TestCase):
    def test_arguments_keep_their_position_and_kind(self):
        gm = ft.GraphModule()
        x, y = gm.placeholder("x"), gm.placeholder("y")
        arguments = [x, [x, None, y], [1, 2], 1.5, True, "mean", None, ft.float32, [y, 4], []]
        gm.call("a", "o", *arguments, kwargs={"other": y, "alpha": 2})
        node = nodes(gm)["a"]
        self.assertEqual(
            node["args"],
            [{"node": "x"}, {"nodes": ["x", None, "y"]}, [1, 2], 1.5, True, "mean", None]
            + ["float32", ["y", 4], []],
        )
        self.assertEqual(node["kwargs"], {"other": {"node": "y"}, "alpha": 2})

    def test_numbers_that_json_lacks_become_null_with_a_note(self):
        gm = ft.GraphModule()
        gm.call("mask", "o", float("-inf"), [float("nan")])
        document = opfit.document(gm)
        self.assertEqual(document["nodes"][0]["args"], [None, [None]])
        self.assertEqual(
            document["x-notes"],
            ["mask: args[0] is -inf, written as null", "mask: args[1] is nan, written as null"],
        )

    def test_anything_else_is_its_repr_cut_short(self):
        gm = ft.GraphModule()
        gm.call("a", "o", slice(1, 2), 2**63, {"k": "v" * 200})
        args = nodes(gm)["a"]["args"]
        self.assertEqual(args[:2], ["slice(1, 2, None)", str(2**63)])
        self.assertEqual(len(args[2]), 120)


class SpecTest(unittest.TestCase):
    def spec(self, spec):
        gm = ft.GraphModule()
        gm.call("a", "o", **ft.annotated(output=spec))
        return nodes(gm)["a"]["annotation"]["output"]

    def test_a_spec_keeps_what_is_given_and_no_more(self):
        self.assertEqual(self.spec(None), None)
        self.assertEqual(self.spec(ft.QuantizationSpec(ft.int8)), {"kind": "quant", "dtype": "int8"})

    def test_observers_are_reduced_to_names_and_scalars(self):
        observer = ft.PartialWrapper(
            ft.MinMaxObserver, eps=0.5, dtype=ft.int8, hook=ft.linear, table=[1], inf=float("inf")
        )
        want = {"kind": "quant", "dtype": "int8", "observer": "MinMaxObserver"}
        want["observer_args"] = {"eps": 0.5, "dtype": "int8", "hook": "linear"}
        self.assertEqual(self.spec(ft.QuantizationSpec(ft.int8, observer)), want)

    def test_block_sizes_come_from_the_observer(self):
        observer = ft.PartialWrapper(ft.MinMaxObserver, block_size=(1, 32))
        spec = ft.QuantizationSpec(ft.int8, observer, -7, 7, ft.per_channel_symmetric, 0)
        self.assertEqual(self.spec(spec)["block_size"], [1, 32])

    def test_fixed_parameters_are_written(self):
        have = self.spec(ft.FixedQParamsQuantizationSpec(ft.uint8, 1 / 256, 0))
        self.assertEqual((have["kind"], have["scale"], have["zero_point"]), ("fixed", 1 / 256, 0))

    def test_a_subclass_of_a_spec_is_that_spec(self):
        class Mine(ft.QuantizationSpec):
            pass

        self.assertEqual(self.spec(Mine(ft.int8))["kind"], "quant")

    def test_an_unknown_kind_of_spec_is_not_hidden(self):
        self.assertEqual(self.spec(ft.Module()), {"kind": "Module"})

    def test_references_are_nodes_or_edges(self):
        gm = ft.linear()
        node = gm.graph.nodes[3]
        self.assertEqual(
            input_specs(nodes(gm)["linear"])["b"]["from"],
            [{"edge": ["x", "linear"]}, {"edge": ["w", "linear"]}],
        )
        shared = ft.SharedQuantizationSpec(node)
        gm.call("view", "aten.view.default", node, **ft.annotated({node: shared}, shared))
        annotation = nodes(gm)["view"]["annotation"]
        self.assertEqual(annotation["output"], {"kind": "shared", "with": {"node": "linear"}})

    def test_several_results_may_have_a_spec_each(self):
        self.assertEqual(len(self.spec([ft.ACTIVATION, None])), 2)


class ObserverTest(unittest.TestCase):
    def prepared(self, **seen):
        gm = ft.GraphModule()
        x = gm.placeholder("x")
        observed = gm.observe("obs", ft.FakeQuantize(ft.MinMaxObserver(**seen)), x)
        meta = ft.annotated({x: ft.ACTIVATION}, ft.ACTIVATION)
        relu = gm.call("relu", "aten.relu.default", observed, **meta)
        gm.output(gm.observe("obs_1", ft.MinMaxObserver(**seen), relu))
        return nodes(gm)

    def test_observers_are_left_out_of_the_graph(self):
        have = self.prepared()
        self.assertEqual(list(have), ["x", "relu", "output"])
        self.assertEqual(have["relu"]["args"], [{"node": "x"}])
        self.assertEqual(have["output"]["args"], [{"nodes": ["relu"]}])

    def test_before_calibration_a_spec_has_no_values(self):
        self.assertNotIn("scale", self.prepared()["relu"]["annotation"]["output"])

    def test_after_calibration_a_spec_has_the_values_its_observer_found(self):
        annotation = self.prepared(low=0.0, high=1.0, scale=0.5, zero_point=3)["relu"]["annotation"]
        for spec in (annotation["output"], annotation["inputs"][0]["spec"]):
            self.assertEqual((spec["scale"], spec["zero_point"]), (0.5, 3))


class ConvertedTest(unittest.TestCase):
    def test_conversions_become_specs_of_the_ports_they_stand_at(self):
        gm = ft.GraphModule()
        x = gm.placeholder("x")
        scales = gm.get_attr("scales", ft.Tensor((4,), values=[0.1, 0.2, 0.3, 0.4]))
        zeros = gm.get_attr("zeros", ft.Tensor((4,), ft.int8, [0, 0, 0, 0]))
        frozen = gm.get_attr("frozen", ft.Parameter((4, 4), ft.int8))
        qd = "quantized_decomposed."
        channel = (scales, zeros, 0, -127, 127, ft.int8)
        w = gm.call("w", qd + "dequantize_per_channel.default", frozen, *channel, shape=(4, 4))
        tensor = (0.5, 3, 0, 255, ft.uint8)
        q = gm.call("q", qd + "quantize_per_tensor.default", x, *tensor)
        dq = gm.call("dq", qd + "dequantize_per_tensor.default", q, *tensor)
        # Converting removes the weight that the annotation speaks of.
        gone = ft.Node(None, "get_attr", "w", "w")
        meta = ft.annotated({x: ft.ACTIVATION, gone: ft.WEIGHT}, ft.ACTIVATION)
        linear = gm.call("linear", "aten.linear.default", dq, w, **meta)
        q_1 = gm.call("q_1", qd + "quantize_per_tensor.default", linear, 0.25, 0, 0, 255, ft.uint8)
        gm.output(q_1)

        have = nodes(gm)
        self.assertEqual(list(have), ["x", "frozen", "linear", "output"])
        self.assertEqual(have["linear"]["args"], [{"node": "x"}, {"node": "frozen"}])
        range8 = {"quant_min": 0, "quant_max": 255, "qscheme": "per_tensor_affine"}
        activation = {"kind": "quant", "dtype": "uint8", "scale": 0.5, "zero_point": 3, **range8}
        specs = input_specs(have["linear"])
        self.assertEqual(specs["x"], activation)
        self.assertEqual(specs["frozen"]["scale"], [0.1, 0.2, 0.3, 0.4])
        self.assertEqual(specs["frozen"]["qscheme"], "per_channel_symmetric")
        self.assertEqual(specs["frozen"]["ch_axis"], 0)
        self.assertEqual(have["linear"]["annotation"]["output"]["scale"], 0.25)
        self.assertEqual(have["x"]["annotation"]["output"], activation)
        # What is stored quantized is so wherever it goes, and stands for floats.
        self.assertEqual(have["frozen"]["outputs"], [{"dtype": "float32", "shape": [4, 4]}])
        self.assertEqual(have["frozen"]["annotation"]["output"], specs["frozen"])

    def test_a_consumer_sees_the_last_of_a_chain_and_its_producer_the_first(self):
        gm = ft.GraphModule()
        node = gm.placeholder("x")
        for scale in (0.5, 0.25):
            for op in ("quantize", "dequantize"):
                target = f"quantized_decomposed.{op}_per_tensor.default"
                node = gm.call(f"{op}_{scale}", target, node, scale, 0, 0, 255, ft.uint8)
        gm.call("relu", "aten.relu.default", node)
        have = nodes(gm)
        self.assertEqual(have["x"]["annotation"]["output"]["scale"], 0.5)
        self.assertEqual(input_specs(have["relu"])["x"]["scale"], 0.25)

    def test_block_sizes_decide_what_a_scale_is_for(self):
        cases = [
            ([4, 8], {}, "per_tensor"),
            ([1, 8], {"ch_axis": 0}, "per_channel"),
            ([4, 1], {"ch_axis": 1}, "per_channel"),
            ([1, 4], {"ch_axis": 0, "block_size": [1, 4]}, "per_channel"),
            ([2, 8], {"ch_axis": 0, "block_size": [2, 8]}, "per_channel"),
        ]
        for block, layout, granularity in cases:
            gm = ft.GraphModule()
            w = gm.get_attr("w", ft.Parameter((4, 8), ft.int8))
            scale = gm.get_attr("s", ft.Tensor((4, 2), values=[[1.0, 1.0]] * 4))
            target = "torchao.dequantize_affine.default"
            meta = {"shape": (4, 8), "kwargs": {"output_dtype": ft.float32}}
            dq = gm.call("dq", target, w, block, scale, None, ft.int8, -7, 7, **meta)
            gm.call("linear", "aten.linear.default", dq)
            spec = input_specs(nodes(gm)["linear"])["w"]
            want = {"kind": "quant", "dtype": "int8", "quant_min": -7, "quant_max": 7, **layout}
            self.assertEqual(spec, {**want, "qscheme": granularity + "_symmetric"}, block)

    def test_a_block_of_an_unknown_shape_is_not_the_whole_tensor(self):
        for value, layout in (
            (ft.Parameter((4, 8), ft.int8), {"ch_axis": 0}),
            (None, {"ch_axis": 0, "block_size": [1, 8]}),
        ):
            gm = ft.GraphModule()
            w = gm.get_attr("w", ft.Parameter((4, 8), ft.int8))
            gm.w = value
            target = "torchao.dequantize_affine.default"
            dq = gm.call("dq", target, w, [1, 8], 0.5, None, ft.int8, -7, 7, val=None)
            gm.call("linear", "aten.linear.default", dq)
            spec = input_specs(nodes(gm)["linear"])["w"]
            self.assertEqual({k: v for k, v in spec.items() if k in ("ch_axis", "block_size")}, layout)

    def test_the_overload_of_an_operator_does_not_matter(self):
        for overload in ("", ".default", ".tensor"):
            gm = ft.GraphModule()
            target = "quantized_decomposed.quantize_per_tensor" + overload
            q = gm.call("q", target, gm.placeholder("x"), 0.5, 0, 0, 255, ft.uint8)
            gm.call("relu", "aten.relu.default", q)
            self.assertEqual(list(nodes(gm)), ["x", "relu"])

    def test_groups_are_blocks_of_the_last_dimension(self):
        gm = ft.GraphModule()
        w = gm.get_attr("w", ft.Parameter((4, 8), ft.int8))
        scale = gm.get_attr("s", ft.Tensor((4, 2), values=[[1.0, 1.0]] * 4))
        target = "quantized_decomposed.dequantize_per_channel_group.default"
        dq = gm.call("dq", target, w, scale, None, -8, 7, ft.int8, 4, shape=(4, 8))
        gm.call("linear", "aten.linear.default", dq)
        spec = input_specs(nodes(gm)["linear"])["w"]
        self.assertEqual((spec["ch_axis"], spec["block_size"]), (0, [1, 4]))
        self.assertNotIn("qscheme", spec)  # nothing says that it is symmetric

    def test_parameters_that_are_computed_are_dynamic(self):
        gm = ft.GraphModule()
        x = gm.placeholder("x")
        found = gm.call("c", "quantized_decomposed.choose_qparams.tensor", x, 0, 255)
        scale = gm.call("c0", "getitem", found, 0)
        zero = gm.call("c1", "getitem", found, 1)
        target = "quantized_decomposed.quantize_per_tensor.tensor"
        q = gm.call("q", target, x, scale, zero, 0, 255, ft.uint8)
        gm.call("relu", "aten.relu.default", q)
        have = nodes(gm)
        self.assertEqual(list(have), ["x", "relu"])
        self.assertTrue(input_specs(have["relu"])["x"]["is_dynamic"])


class AttachTest(unittest.TestCase):
    def test_every_node_carries_its_annotation_and_the_names_it_speaks_of(self):
        gm = ft.linear()
        self.assertEqual(opfit.attach(gm), 1)
        attached = {n.name: n.meta["custom"]["npu_annotation"] for n in gm.graph.nodes}
        self.assertEqual(attached["x"], {"x-name": "x", "x-parameters": {}})
        names = {"x-name": "linear", "x-parameters": {"w": "w", "b": "b"}}
        self.assertEqual(attached["linear"], {**names, **nodes(gm)["linear"]["annotation"]})
        json.dumps(attached, allow_nan=False)

    def test_what_others_have_attached_stays_theirs(self):
        gm = ft.linear()
        shared = {"mine": 1}
        for node in gm.graph.nodes:
            node.meta["custom"] = shared
        opfit.attach(gm)
        self.assertEqual(shared, {"mine": 1})
        self.assertEqual(gm.graph.nodes[0].meta["custom"]["mine"], 1)

    def test_attaching_twice_changes_nothing(self):
        gm = ft.linear()
        opfit.attach(gm)
        once = [n.meta["custom"] for n in gm.graph.nodes]
        opfit.attach(gm)
        self.assertEqual([n.meta["custom"] for n in gm.graph.nodes], once)


if __name__ == "__main__":
    unittest.main()
