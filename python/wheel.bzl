"""A rule that makes a wheel. Its output is a folder, because a wheel's name is made of what is in it."""

def _wheel(ctx):
    folder = ctx.actions.declare_directory(ctx.label.name)
    files = ctx.files.srcs + ctx.files.library
    args = ctx.actions.args()
    args.add(ctx.file._make)
    args.add(folder.path)
    args.add(ctx.file.project)
    args.add_all(files)
    ctx.actions.run(
        executable = "python3",
        arguments = [args],
        inputs = files + [ctx.file._make, ctx.file.project],
        outputs = [folder],
        mnemonic = "Wheel",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([folder]), runfiles = ctx.runfiles([folder]))]

wheel = rule(
    implementation = _wheel,
    doc = "pip install bazel-bin/PACKAGE/NAME/*.whl",
    attrs = {
        "library": attr.label(doc = "The shared library that goes beside the sources.", allow_files = True),
        "project": attr.label(doc = "What there is to say of the package.", allow_single_file = [".toml"]),
        "srcs": attr.label_list(doc = "The files of the package.", allow_files = True),
        "_make": attr.label(default = "//python:make_wheel.py", allow_single_file = True),
    },
)
