"""Quantized graphs as Bazel tests: does every operator fit the accelerator?

    load("@opfit//bazel:opfit.bzl", "opfit_suite", "opfit_test")

    opfit_test(
        name = "resnet_test",
        graph = "resnet.json",
        target = "htp:SM8750@2.41",
    )

    opfit_suite(
        name = "zoo",
        graphs = glob(["zoo/*.json"]),
        targets = ["htp:SM8550@2.41", "htp:SM8750@2.41"],
    )

A test runs `opfit check`: its log shows the findings, and its test.xml has one case for each
node or code. Everything it reads is a declared input, so results are cached and tests run
anywhere. docs/bazel.md is the manual.
"""

_ATTRS = {
    "config": attr.label(
        allow_single_file = True,
        doc = "An opfit.json. Without one there is no configuration: none is looked for.",
    ),
    "data": attr.label_list(
        allow_files = True,
        doc = "What graphs refer to, such as the external weights of an ONNX file.",
    ),
    "discard_nodes": attr.string_list(doc = "Nodes to leave out; they count as unchecked."),
    "discard_ops": attr.string_list(doc = "Operators to leave out, named as in the graph."),
    "fail_on": attr.string_list(doc = "What fails beside errors: warnings, unknown, unchecked."),
    "graphs": attr.label_list(
        allow_empty = False,
        allow_files = True,
        doc = "What is checked, each for itself. Shards divide this list.",
        mandatory = True,
    ),
    "strict": attr.bool(default = True, doc = "False: violations warn and do not fail."),
    "target": attr.string(doc = "What to check for, such as htp:SM8750@2.41.", mandatory = True),
    "waivers": attr.label_list(allow_files = True, doc = "Findings that are accepted, and why."),
    "_script": attr.label(allow_single_file = True, default = "//bazel:opfit_test.sh"),
    # Where it runs is where the test runs. A label flag: a prebuilt opfit will do.
    "_tool": attr.label(
        allow_single_file = True,
        cfg = "target",
        default = "//bazel:tool",
        executable = True,
    ),
}

def _quote(word):
    return "'" + word.replace("'", "'\\''") + "'"

def _arguments(ctx):
    words = ["--target", ctx.attr.target]
    if not ctx.attr.strict:
        words.append("--no-strict")
    for flag, values in [
        ("--fail-on", ctx.attr.fail_on),
        ("--discard-node", ctx.attr.discard_nodes),
        ("--discard-op", ctx.attr.discard_ops),
    ]:
        for value in values:
            words += [flag, value]
    for file in ctx.files.waivers:
        words += ["--waivers", file.short_path]

    # A configuration that nobody declared is not looked for.
    words += ["--config", ctx.file.config.short_path] if ctx.file.config else ["--isolated"]
    return words

def _opfit_test_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.expand_template(
        template = ctx.file._script,
        output = script,
        is_executable = True,
        substitutions = {
            "%{arguments}": " ".join([_quote(word) for word in _arguments(ctx)]),
            "%{graphs}": "\n  ".join([_quote(file.short_path) for file in ctx.files.graphs]),
            "%{tool}": _quote(ctx.executable._tool.short_path),
        },
    )
    config = [ctx.file.config] if ctx.file.config else []
    runfiles = ctx.runfiles(
        files = ctx.files.graphs + ctx.files.data + ctx.files.waivers + config + [ctx.executable._tool],
    )
    tool_runfiles = ctx.attr._tool[DefaultInfo].default_runfiles
    if tool_runfiles:
        runfiles = runfiles.merge(tool_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

_opfit_test = rule(
    implementation = _opfit_test_impl,
    attrs = _ATTRS,
    doc = "Checks graphs for one target.",
    test = True,
)

def opfit_test(name, graph, target, size = "small", **kwargs):
    """Tests that a graph fits a target.

    Args:
      name: of the test.
      graph: the file, of any format that opfit reads.
      target: backend[:soc][@sdk], such as "htp:SM8750@2.41".
      size: as of every test.
      **kwargs: strict, fail_on, waivers, config, discard_nodes, discard_ops, data, and
        what every test takes (tags, timeout, visibility, ...).
    """
    if type(graph) != "string":
        fail("opfit_test `%s`: graph is one label; for many there is opfit_suite" % name)
    _opfit_test(name = name, graphs = [graph], target = target, size = size, **kwargs)

def opfit_suite(name, graphs, targets, shard_count = 0, size = "small", tags = [], visibility = None, **kwargs):
    """Tests that every graph fits every target.

    Without shards there is one test for each pair, `<name>.<graph>.<target>`: a graph that
    changes runs its own tests and no others. With them there is one test for each target,
    `<name>.<target>`, and each shard checks its share of the graphs.

    Args:
      name: of the test_suite, which runs them all.
      graphs: the files; with shards also targets that make several.
      targets: what to check for, each as in opfit_test.
      shard_count: into how many shards the graphs of a target are dealt.
      size: of each test.
      tags: of each test.
      visibility: of all.
      **kwargs: as in opfit_test, for each test.
    """
    for attribute, value in [("graphs", graphs), ("targets", targets)]:
        if type(value) != "list":
            fail("opfit_suite `%s`: %s is a list" % (name, attribute))
        if not value:
            fail("opfit_suite `%s`: %s is empty, so nothing would be checked" % (name, attribute))
    if shard_count:
        cases = [("", graphs, target) for target in targets]
        kwargs["shard_count"] = shard_count
    else:
        cases = [("." + _stem(graph), [graph], target) for graph in graphs for target in targets]
    tests = {}
    for graph, checked, target in cases:
        test = "%s%s.%s" % (name, graph, target.replace(":", "_").replace("@", "_"))
        if test in tests:
            fail("opfit_suite `%s`: two graphs give the name `%s`" % (name, test))
        tests[test] = True
        _opfit_test(
            name = test,
            graphs = checked,
            size = size,
            tags = tags,
            target = target,
            visibility = visibility,
            **kwargs
        )
    native.test_suite(
        name = name,
        tags = [tag for tag in tags if tag == "manual"],
        tests = tests.keys(),
        visibility = visibility,
    )

# "//models:vision/resnet.json" and "vision/resnet.json" are called vision_resnet.json.
def _stem(label):
    return label.split(":")[-1].split("//")[-1].replace("/", "_")
