"""WebAssembly out of an ordinary, native `bazel build`.

    load("//bazel:wasm.bzl", "wasm_cc_binary", "wasm_cc_test")

    wasm_cc_binary(
        name = "opfit",
        srcs = ["bridge.cc"],
        exports = ["opfit_check", "opfit_free"],
        optimize = "size",
        deps = ["//core/api"],
    )

gives `opfit.js`, an ES6 module whose default export is the factory, and `opfit.wasm`:

    import opfit from "./opfit.js";
    const engine = await opfit();                                     // page, worker
    const engine = await opfit({wasmBinary: readFileSync("opfit.wasm")});  // Node.js
    engine._opfit_check(pointer, size);

    wasm_cc_test(
        name = "graph_wasm_test",
        test = ":graph_test",
    )

runs a cc_test once more, compiled to wasm, under Node.js. To run whole packages that way,
`bazel test --config=wasm //core/...`.
"""

_TOOLCHAIN = Label("//bazel/wasm_toolchain:wasm_toolchain")

# Options of the native build that must not leak into the wasm build, such as a sanitizer's.
_SETTINGS = {
    "//command_line_option:compilation_mode": "opt",
    "//command_line_option:copt": [],
    "//command_line_option:cpu": "wasm",
    "//command_line_option:crosstool_top": str(_TOOLCHAIN),
    "//command_line_option:dynamic_mode": "off",
    "//command_line_option:features": [],
    "//command_line_option:linkopt": [],
    "//command_line_option:strip": "sometimes",
}

def _transition_impl(settings, attr):
    changed = dict(_SETTINGS)
    if attr.optimize == "size":
        changed["//command_line_option:features"] = ["wasm_size"]
    return changed

_wasm_transition = transition(
    implementation = _transition_impl,
    inputs = [],
    outputs = _SETTINGS.keys(),
)

_COMMON_ATTRS = {
    "optimize": attr.string(default = "speed", values = ["size", "speed"]),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}

def _module_impl(ctx):
    outputs = [ctx.actions.declare_file(ctx.label.name + ext) for ext in [".js", ".wasm"]]
    ctx.actions.run_shell(
        command = "tar --extract --touch --file $1 --directory $2",
        arguments = [ctx.file.module.path, outputs[0].dirname],
        inputs = [ctx.file.module],
        outputs = outputs,
        mnemonic = "UnpackWasm",
        progress_message = "Unpacking //%s:%s" % (ctx.label.package, ctx.label.name),
    )
    return [DefaultInfo(
        files = depset(outputs),
        runfiles = ctx.runfiles(files = outputs),
    )]

_wasm_module = rule(
    implementation = _module_impl,
    attrs = dict(
        _COMMON_ATTRS,
        module = attr.label(mandatory = True, allow_single_file = True, cfg = _wasm_transition),
    ),
)

def wasm_cc_binary(
        name,
        srcs = [],
        deps = [],
        exports = [],
        optimize = "size",
        copts = [],
        linkopts = [],
        visibility = None,
        testonly = False):
    """An ES6 module for the web, workers and Node.js: <name>.js and <name>.wasm.

    Args:
      name: of the two files.
      srcs: C++ sources, none with a main.
      deps: C++ libraries.
      exports: the C functions JavaScript may call, beside malloc and free.
      optimize: "size" or "speed".
      copts: for srcs.
      linkopts: more settings for Emscripten.
      visibility: as ever.
      testonly: as ever.
    """
    native.cc_binary(
        name = name + ".module",
        srcs = srcs,
        copts = copts,
        features = ["wasm_module"],
        linkopts = linkopts + [
            "-sEXPORTED_FUNCTIONS=" + ",".join(["_" + f for f in exports + ["malloc", "free"]]),
        ],
        # Only for the transition below: it does not link natively.
        tags = ["manual"],
        testonly = testonly,
        visibility = ["//visibility:private"],
        deps = deps,
    )
    _wasm_module(
        name = name,
        module = ":" + name + ".module",
        optimize = optimize,
        testonly = testonly,
        visibility = visibility,
    )

def _test_impl(ctx):
    # A transition makes a list of any label.
    info = ctx.attr.test[0][DefaultInfo]
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = script,
        target_file = info.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(executable = script, runfiles = info.default_runfiles)]

wasm_cc_test = rule(
    implementation = _test_impl,
    attrs = dict(
        _COMMON_ATTRS,
        test = attr.label(mandatory = True, cfg = _wasm_transition),
    ),
    test = True,
    doc = "Runs a cc_test compiled to wasm under Node.js.",
)
