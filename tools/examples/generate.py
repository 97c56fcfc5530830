#!/usr/bin/env python3
"""Writes the example graphs of this project, and graphs to benchmark with.

  generate.py                                  write examples/, and the binary inputs of golden cases
  generate.py --check                          exit 1 if one of these is stale
  generate.py --synthetic 100000 --out g.json  a graph with that many operators
  generate.py --zoo 1000 --out folder          that many small graphs

Same input, same bytes: nothing depends on the clock, the machine or chance.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import mistakes
import synthetic
import tflite_goldens
import tflite_mistakes
import zoo
from graph import Graph
from mistakes import Mistake
from models import conv_relu_net, keyword_net, llama_layer, matmul, mobilenet_v2, vit_block
from readme import Example, readme

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    options = parse_arguments()
    if options.synthetic is not None:
        with options.out.open("w", encoding="utf-8", newline="\n") as out:
            synthetic.write(out, options.synthetic)
        return 0
    if options.zoo is not None:
        zoo.write(options.out, options.zoo)
        return 0
    files = wanted_files()
    stale = [name for name, data in files.items() if current(ROOT / name) != data]
    if options.check:
        for name in stale:
            print(f"stale: {name}; run tools/examples/generate.py", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).parent.mkdir(exist_ok=True)
        (ROOT / name).write_bytes(files[name])
        print(f"wrote {name}")
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if a file is stale")
    parser.add_argument("--synthetic", type=int, metavar="N", help="write one graph with N operators instead")
    parser.add_argument("--zoo", type=int, metavar="N", help="write N small graphs instead")
    parser.add_argument("--out", type=Path, metavar="PATH", help="where to write them")
    options = parser.parse_args()
    counts = [count for count in (options.synthetic, options.zoo) if count is not None]
    if len(counts) != (0 if options.out is None else 1):
        parser.error("--out goes with one of --synthetic and --zoo")
    if counts and counts[0] < 1:
        parser.error("--synthetic and --zoo take a positive number")
    return options


def current(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def wanted_files() -> dict[str, bytes]:
    examples = [
        *pair(mobilenet_v2.build, "MobileNetV2 1.0, 224 x 224", mistakes.MOBILENET_V2),
        *pair(vit_block.build, "ViT-B/16: patch embedding and one encoder block", mistakes.VIT_BLOCK),
        *pair(llama_layer.build, "Llama 3.2 1B: one decoder layer, one token", mistakes.LLAMA_LAYER),
        graph_example(matmul.build(), "one matmul", "nothing from V73 on; SM8450 is V69"),
        net_example("conv_relu_net.json", ()),
        net_example("conv_relu_net_mistakes.json", mistakes.CONV_RELU_NET),
        tflite_example("keyword_net_int8.tflite", ()),
        tflite_example("keyword_net_int8_mistakes.tflite", tflite_mistakes.KEYWORD_NET),
    ]
    return {
        **{f"examples/{example.file}": example.data for example in examples},
        "examples/README.md": readme(examples).encode(),
        **{f"tests/golden/{case}/input.tflite": data for case, data in tflite_goldens.inputs().items()},
    }


def pair(build: Callable[[], Graph], model: str, planted: tuple[Mistake, ...]) -> list[Example]:
    """The clean graph and its mistaken sibling."""
    wrong = mistakes.plant(build(), planted)
    wrong.name += "_mistakes"
    return [graph_example(build(), model), graph_example(wrong, "the same", planted=planted)]


def graph_example(
    graph: Graph, model: str, wrong: str = "nothing", planted: tuple[Mistake, ...] = ()
) -> Example:
    operators = sum(node["kind"] == "op" for node in graph.nodes.values())
    file, recipe, nodes = f"{graph.name}.json", graph.recipe.name, len(graph.nodes)
    return Example(file, model, recipe, operators, nodes, graph.to_json().encode(), wrong, planted)


def net_example(file: str, planted: tuple[Mistake, ...]) -> Example:
    net = mistakes.plant(conv_relu_net.build(), planted)
    nodes = len(net["graph"]["nodes"])
    model = "the same" if planted else "QNN net JSON: convolutions, Relu, Sigmoid"
    data = conv_relu_net.to_json(net).encode()
    return Example(file, model, "8a8w, solved", nodes, nodes, data, mistakes=planted)


def tflite_example(file: str, planted: tuple[Mistake, ...]) -> Example:
    model = mistakes.plant(keyword_net.build(), planted)
    nodes = len(model.operators)
    what = "the same" if planted else "TFLite model: a keyword spotter"
    return Example(file, what, "int8", nodes, nodes, model.to_bytes(), mistakes=planted)


if __name__ == "__main__":
    sys.exit(main())
