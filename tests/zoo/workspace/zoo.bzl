"""Many generated graphs, each tested for each of six targets."""

load("@opfit//bazel:opfit.bzl", "opfit_suite")

TARGETS = [
    "htp:SM8550@2.41",
    "htp:SM8550@2.49",
    "htp:SM8650@2.41",
    "htp:SM8650@2.49",
    "htp:SM8750@2.41",
    "htp:SM8750@2.49",
]

def zoo(name, count):
    """The suite `name`: `count` graphs, 6 tests each."""
    graphs = ["%s.json" % ("000%d" % i)[-4:] for i in range(count)]
    native.genrule(
        name = name + "_graphs",
        srcs = ["@opfit//tools/examples:generator"],
        outs = graphs,
        cmd = "/usr/bin/python3 $$(dirname $(execpath @opfit//tools/examples:generate.py))" +
              "/generate.py --zoo %d --out $(RULEDIR)" % count,
        tools = ["@opfit//tools/examples:generate.py"],
    )
    opfit_suite(
        name = name,
        graphs = graphs,
        targets = TARGETS,
    )
