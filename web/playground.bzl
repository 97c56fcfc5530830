"""The playground's static files out of an ordinary `bazel build`."""

def _playground_impl(ctx):
    dist = ctx.actions.declare_directory(ctx.attr.out)
    engine = ctx.files.engine
    ctx.actions.run_shell(
        # Vite follows every link to where the sources lie, and so does this.
        command = """
set -euo pipefail
web=$(dirname "$(readlink -f "$1")")
out=$PWD/$2
engine=$PWD/$3
"$web/scripts/install"
cd "$web"
OPFIT_ENGINE_DIR="$engine" node node_modules/vite/bin/vite.js build --logLevel warn --outDir "$out" --emptyOutDir
""",
        arguments = [ctx.file.package.path, dist.path, engine[0].dirname],
        inputs = ctx.files.srcs + engine + [ctx.file.package],
        outputs = [dist],
        # Packages come from the registry, once; they are too many to copy into a sandbox.
        execution_requirements = {"local": "1", "requires-network": "1"},
        mnemonic = "Playground",
        progress_message = "Building //%s:%s" % (ctx.label.package, ctx.label.name),
        use_default_shell_env = True,
    )
    return [DefaultInfo(
        files = depset([dist]),
        runfiles = ctx.runfiles(files = [dist]),
    )]

playground = rule(
    implementation = _playground_impl,
    attrs = {
        "engine": attr.label(mandatory = True, doc = "Its opfit.js and opfit.wasm."),
        "out": attr.string(mandatory = True, doc = "Name of the directory."),
        "package": attr.label(mandatory = True, allow_single_file = True, doc = "package.json"),
        "srcs": attr.label_list(allow_files = True),
    },
    doc = "A directory that any static web server can serve.",
)
