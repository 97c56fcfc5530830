"""A torch graph and its quantization annotations, as an annotated graph.

torch is never imported: nodes, tensors and specs are recognised by what they look
like, so this works with every version that has them and is testable without any. The
format is described in docs/annotated-graph.md.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
import types
from typing import Any, Dict, List, Optional, Union

from opfit._between import SIGNATURE, Between, full_name
from opfit._specs import spec_json
from opfit._values import Json, bare, is_node, is_torch, resolve, type_name
from opfit._version import __version__

# Where `attach` leaves what it writes, and where the reader of `.pt2` looks for it.
ATTACHED_KEY = "npu_annotation"

_ANNOTATION_KEY = "quantization_annotation"
_LONGEST_TEXT = 120  # of what has no better form than its repr
_INT64 = range(-(2**63), 2**63)


def document(gm: Any, backend: Optional[str] = None, soc: Optional[str] = None) -> Dict[str, Json]:
    """The annotated graph of a GraphModule or an ExportedProgram, at any stage.

    What `prepare_pt2e` and `convert_pt2e` put between the operators, observers or
    conversions, is left out, and the scales and zero points that they have become those
    of the ports they stand at.
    """
    return _Exporter(gm).document(backend, soc)


def dump(
    gm: Any,
    path: Union[str, "os.PathLike[str]"],
    backend: Optional[str] = None,
    soc: Optional[str] = None,
) -> None:
    """Writes the annotated graph of `gm` to a file, one node a line."""
    text = to_json(document(gm, backend, soc))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def attach(gm: Any) -> int:
    """Puts each node's annotation under `node.meta["custom"]["npu_annotation"]`.

    Unlike the annotation itself this survives `torch.export.export` and
    `torch.export.save`, so that the `.pt2` carries it. The names of the node and of its
    parameters are put there too, because a later export may rename what annotations
    refer to. Returns the number of annotated nodes.
    """
    exporter = _Exporter(gm)
    annotated = 0
    for node in exporter.between.operators():
        annotation = exporter.annotation(node)
        annotated += annotation is not None
        # A dict of its own: torch may share the outer one between nodes.
        custom = dict(node.meta.get("custom") or {})
        names = {"x-name": node.name, "x-parameters": exporter.parameters(node)}
        custom[ATTACHED_KEY] = {**names, **(annotation or {})}
        node.meta["custom"] = custom
    return annotated


def to_json(document: Dict[str, Json]) -> str:
    """The text of a document: one line for each node and for each other key."""
    lines = []
    for key, value in document.items():
        if key == "nodes":
            nodes = ",\n".join("  " + _json(node) for node in value)
            lines.append(f' "nodes": [\n{nodes}\n ]' if nodes else ' "nodes": []')
        else:
            lines.append(f" {_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Exporter:
    """What is known of one graph while it is written."""

    def __init__(self, program: Any) -> None:
        self.program = program
        self.between = Between(program)
        self.gm = self.between.gm
        self.notes: List[str] = []

    def document(self, backend: Optional[str], soc: Optional[str]) -> Dict[str, Json]:
        out: Dict[str, Json] = {"format": "annotated-graph", "version": "1.0"}
        out["producer"] = _producer()
        if backend is not None or soc is not None:
            out["target"] = {"backend": backend or "htp"}
            if soc is not None:
                out["target"]["soc"] = soc
        nodes = [self._node(node) for node in self.between.operators()]
        if self.notes:
            out["x-notes"] = self.notes
        out["nodes"] = nodes
        return out

    def annotation(self, node: Any) -> Optional[Dict[str, Json]]:
        """What the quantizer said of a node, and what was made of it since."""
        declared = node.meta.get(_ANNOTATION_KEY)
        inputs = self._inputs(node, getattr(declared, "input_qspec_map", None) or {})
        output = self._output(node, getattr(declared, "output_qspec", None))
        if declared is None and not inputs and output is None:
            return None
        return {
            "annotated": bool(getattr(declared, "_annotated", True)),
            "inputs": [{"node": name, "spec": spec} for name, spec in inputs.items()],
            "output": output,
            "allow_implicit_sharing": bool(getattr(declared, "allow_implicit_sharing", True)),
        }

    def parameters(self, node: Any) -> Dict[str, str]:
        """The full names of the parameters, buffers and constants that a node takes."""
        roots = [self.between.root(taken) for taken in node.all_input_nodes]
        names = {root.name: full_name(self.program, root) for root in roots}
        return {name: fqn for name, fqn in names.items() if fqn}

    def _inputs(self, node: Any, declared: Dict[Any, Any]) -> Dict[str, Json]:
        converted = self.between.converted_inputs(node)
        out = {}
        for producer, spec in declared.items():
            producer = self.between.root(producer)
            # Converting replaces a weight and leaves the annotation of what it was.
            if converted and not self.between.has(producer):
                continue
            observer = self.between.observer_of_edge(producer, node)
            out[self._name(producer)] = spec_json(spec, self._name, observer)
        out.update((self._name(producer), spec) for producer, spec in converted.items())
        return out

    def _output(self, node: Any, declared: Any) -> Json:
        converted = self.between.converted_output(node)
        if converted is not None:
            return converted
        if isinstance(declared, (list, tuple)):
            return [spec_json(spec, self._name) for spec in declared]
        return spec_json(declared, self._name, self.between.observer_of_output(node))

    def _name(self, node: Any) -> str:
        return str(self.between.root(node).name)

    def _node(self, node: Any) -> Dict[str, Json]:
        out: Dict[str, Json] = {"name": node.name, "kind": self._kind(node)}
        if out["kind"] == "op":
            out["target"] = self._target(node)
        if out["kind"] == "output":
            out["args"] = [{"nodes": [self._name(n) for n in node.all_input_nodes]}]
        else:
            self._add_arguments(node, out)
            outputs = _outputs(node, self.between.value_of(node))
            if outputs:
                out["outputs"] = outputs
        self._add_origin(node, out)
        annotation = self.annotation(node)
        if annotation is not None:
            out["annotation"] = annotation
        return out

    def _kind(self, node: Any) -> str:
        if node.op == "get_attr":
            return self._kind_of_attribute(str(node.target))
        if node.op == "placeholder":
            return self._kind_of_placeholder(node.name)
        return "output" if node.op == "output" else "op"

    def _kind_of_attribute(self, name: str) -> str:
        if any(cls.__name__ == "Parameter" for cls in type(resolve(self.gm, name)).__mro__):
            return "param"
        parent, _, attribute = name.rpartition(".")
        buffers = getattr(resolve(self.gm, parent), "_buffers", None) or {}
        return "buffer" if attribute in buffers else "const"

    def _kind_of_placeholder(self, name: str) -> str:
        signature = getattr(self.program, "graph_signature", None)
        for attribute, kind in SIGNATURE.items():
            if name in getattr(signature, attribute, {}):
                return kind
        return "input"

    def _target(self, node: Any) -> str:
        module = self.between.called_module(node)
        if module is not None:
            return type(module).__name__
        target = node.target
        if isinstance(target, (types.FunctionType, types.BuiltinFunctionType, type)):
            return f"{target.__module__}.{target.__qualname__}"
        return str(target)

    def _add_origin(self, node: Any, out: Dict[str, Json]) -> None:
        stack = node.meta.get("nn_module_stack")
        if stack:
            path, module_type = list(stack.values())[-1][:2]
            path = re.sub(r"^L\['self'\]\.?", "", str(path))
            if path:
                out["module"] = path
            out["module_type"] = type_name(module_type)
        fqn = full_name(self.program, node)
        if fqn:
            out["fqn"] = fqn

    def _add_arguments(self, node: Any, out: Dict[str, Json]) -> None:
        if node.op == "placeholder":  # its argument is a default value
            return
        if node.args:
            out["args"] = [self._argument(node, f"args[{i}]", a) for i, a in enumerate(node.args)]
        if node.kwargs:
            out["kwargs"] = {k: self._argument(node, k, a) for k, a in node.kwargs.items()}

    def _argument(self, node: Any, where: str, value: Any) -> Json:
        if is_node(value):
            return {"node": self._name(value)}
        if not isinstance(value, (list, tuple)):
            return self._scalar(node, where, value)
        is_tensor_list = any(map(is_node, value)) and all(is_node(v) or v is None for v in value)
        if is_tensor_list:
            return {"nodes": [None if v is None else self._name(v) for v in value]}
        return [self._scalar(node, where, v) for v in value]

    def _scalar(self, node: Any, where: str, value: Any) -> Json:
        if value is None or isinstance(value, (bool, str)):
            return value
        if type(value) is int and value in _INT64:
            return value
        if type(value) is float:
            if math.isfinite(value):
                return value
            self.notes.append(f"{node.name}: {where} is {value}, written as null")
            return None
        if is_node(value):  # a size among other sizes
            return self._name(value)
        if is_torch(value):
            return bare(value)
        text = repr(value)
        return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _producer() -> Dict[str, Json]:
    out = {"tool": f"opfit {__version__}"}
    for package in ("torch", "torchao"):
        version = getattr(sys.modules.get(package), "__version__", None)
        if version is not None:
            out[package] = str(version)
    return out


def _outputs(node: Any, value: Any) -> List[Json]:
    """The result as `dtype` and `shape`; several of a tuple, none of what is no tensor."""
    if value is None:
        value = node.meta.get("tensor_meta")
    if isinstance(value, (list, tuple)) and not hasattr(value, "dtype"):
        return [_tensor(v) for v in value]
    tensor = _tensor(value)
    return [] if tensor is None else [tensor]


def _tensor(value: Any) -> Optional[Dict[str, Json]]:
    dtype, shape = getattr(value, "dtype", None), getattr(value, "shape", None)
    if dtype is None or shape is None:
        return None
    return {"dtype": bare(dtype), "shape": [s if type(s) is int else str(s) for s in shape]}
