"""What the exporter looks at of torch, without torch: graphs, tensors, specs, observers."""

import functools
import math


class Dtype:
    """Prints like a torch.dtype, and comes from a module of that name."""

    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f"torch.{self.name}"


Dtype.__module__ = "torch"
float32, int8, uint8, int32 = map(Dtype, ("float32", "int8", "uint8", "int32"))
per_tensor_affine = Dtype("per_tensor_affine")
per_channel_symmetric = Dtype("per_channel_symmetric")


class Tensor:
    def __init__(self, shape, dtype=float32, values=None):
        self.shape, self.dtype, self.values = shape, dtype, values

    def tolist(self):
        return self.values


class Parameter(Tensor):
    pass


class SymInt:
    def __str__(self):
        return "s0"


class Node:
    def __init__(self, graph, op, name, target, args=(), kwargs=None, **meta):
        self.graph, self.op, self.name, self.target = graph, op, name, target
        self.args, self.kwargs, self.meta = tuple(args), dict(kwargs or {}), meta
        self.users = {}
        for used in self.all_input_nodes:
            used.users[self] = None

    @property
    def all_input_nodes(self):
        found = {}

        def walk(value):
            if isinstance(value, Node):
                found[value] = None
            elif isinstance(value, (list, tuple)):
                for v in value:
                    walk(v)

        walk(self.args)
        walk(list(self.kwargs.values()))
        return list(found)


class OpOverload:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return self.name


class Module:
    def __init__(self, **attributes):
        self._buffers = {}
        self.__dict__.update(attributes)


class Graph:
    def __init__(self):
        self.nodes = []


class GraphModule(Module):
    """Nodes are added by methods that are named after their `op`."""

    def __init__(self, **attributes):
        super().__init__(**attributes)
        self.graph = Graph()

    def add(self, op, name, target, *args, **meta):
        kwargs = meta.pop("kwargs", None)
        node = Node(self.graph, op, name, target, args, kwargs, **meta)
        self.graph.nodes.append(node)
        return node

    def placeholder(self, name, shape=(1, 4), **meta):
        return self.add("placeholder", name, name, val=Tensor(shape), **meta)

    def get_attr(self, target, value, name=None):
        setattr(self, target, value)
        return self.add("get_attr", name or target, target, val=Tensor(value.shape, value.dtype))

    def call(self, name, target, *args, shape=(1, 4), **meta):
        meta.setdefault("val", Tensor(shape))
        return self.add("call_function", name, OpOverload(target), *args, **meta)

    def observe(self, name, observer, node):
        setattr(self, name, observer)
        return self.add("call_module", name, name, node)

    def output(self, *nodes):
        return self.add("output", "output", "output", tuple(nodes))


class MinMaxObserver:
    def __init__(self, low=math.inf, high=-math.inf, scale=1.0, zero_point=0, **arguments):
        self.min_val, self.max_val = Tensor((), values=low), Tensor((), values=high)
        self.result = Tensor((1,), values=[scale]), Tensor((1,), int32, [zero_point])

    def calculate_qparams(self):
        return self.result


class FakeQuantize:
    def __init__(self, observer):
        self.activation_post_process = observer

    def calculate_qparams(self):
        return self.activation_post_process.calculate_qparams()


class PartialWrapper:
    def __init__(self, cls, **keywords):
        self.p = functools.partial(cls, **keywords)


class QuantizationAnnotation:
    def __init__(self, inputs=None, output=None, annotated=True):
        self.input_qspec_map, self.output_qspec = inputs or {}, output
        self._annotated, self.allow_implicit_sharing = annotated, True


class QuantizationSpec:
    def __init__(self, dtype, observer=None, low=None, high=None, qscheme=None, ch_axis=None):
        self.dtype, self.observer_or_fake_quant_ctr = dtype, observer
        self.quant_min, self.quant_max = low, high
        self.qscheme, self.ch_axis, self.is_dynamic = qscheme, ch_axis, False


class FixedQParamsQuantizationSpec:
    def __init__(self, dtype, scale, zero_point):
        self.dtype, self.scale, self.zero_point = dtype, scale, zero_point
        self.quant_min, self.quant_max, self.qscheme = 0, 255, per_tensor_affine


class SharedQuantizationSpec:
    def __init__(self, edge_or_node):
        self.edge_or_node = edge_or_node


class DerivedQuantizationSpec:
    def __init__(self, derived_from, dtype):
        self.derived_from, self.dtype = derived_from, dtype
        self.quant_min, self.quant_max = -(2**31), 2**31 - 1
        self.qscheme, self.ch_axis = per_channel_symmetric, 0


ACTIVATION = QuantizationSpec(uint8, PartialWrapper(MinMaxObserver), 0, 255, per_tensor_affine)
WEIGHT = QuantizationSpec(int8, PartialWrapper(MinMaxObserver), -127, 127, per_channel_symmetric, 0)


def annotated(inputs=None, output=None):
    """The meta of a node that a quantizer has annotated so."""
    return {"quantization_annotation": QuantizationAnnotation(inputs, output)}


def linear(weight_spec=WEIGHT, activation=ACTIVATION):
    """x -> linear -> output, annotated, before `prepare_pt2e`."""
    gm = GraphModule()
    x = gm.placeholder("x")
    w = gm.get_attr("w", Parameter((4, 4)))
    b = gm.get_attr("b", Parameter((4,)))
    bias = DerivedQuantizationSpec([(x, None), (w, None)], int32)
    node = gm.call("linear", "aten.linear.default", x, w, b)
    bias.derived_from = [(x, node), (w, node)]
    node.meta.update(annotated({x: activation, w: weight_spec, b: bias}, activation))
    gm.output(node)
    return gm
