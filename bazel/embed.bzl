"""Data files compiled into the program.

    load("//bazel:embed.bzl", "cc_embed_data")

    cc_embed_data(
        name = "htp_blob",
        src = "htp.json",
        function = "HtpCatalog",
    )

gives a cc_library `:htp_blob` with one header, named after the package and the target:

    #include "catalogs/htp_blob.h"

    absl::string_view json = opfit::embedded::HtpCatalog();

The bytes live in read-only memory for the whole run and 64 zero bytes follow them, so
simdjson can parse them where they lie (it asks for SIMDJSON_PADDING readable bytes).
"""

def _embed_impl(ctx):
    source = ctx.actions.declare_file(ctx.attr.stem + ".cc")
    header = ctx.actions.declare_file(ctx.attr.stem + ".h")
    include = "/".join([part for part in [ctx.label.package, ctx.attr.stem + ".h"] if part])
    ctx.actions.run(
        executable = ctx.executable._tool,
        arguments = [
            ctx.file.src.path,
            source.path,
            header.path,
            include,
            ctx.attr.namespace,
            ctx.attr.function,
        ],
        inputs = [ctx.file.src],
        outputs = [source, header],
        mnemonic = "Embed",
        progress_message = "Embedding " + ctx.file.src.short_path,
    )
    return [
        DefaultInfo(files = depset([source, header])),
        OutputGroupInfo(source = depset([source]), header = depset([header])),
    ]

_embed = rule(
    implementation = _embed_impl,
    attrs = {
        "function": attr.string(mandatory = True),
        "namespace": attr.string(mandatory = True),
        "src": attr.label(mandatory = True, allow_single_file = True),
        "stem": attr.string(mandatory = True),
        "_tool": attr.label(default = "//bazel/embed", executable = True, cfg = "exec"),
    },
)

def cc_embed_data(name, src, function, namespace = "opfit::embedded", **kwargs):
    """A cc_library whose one function returns the bytes of a file.

    Args:
      name: the library; its header is <package>/<name>.h.
      src: the file, generated or not.
      function: what the function is called.
      namespace: the C++ namespace that declares it.
      **kwargs: passed on to the cc_library (visibility, testonly, ...).
    """
    common = {key: kwargs[key] for key in ["testonly", "tags"] if key in kwargs}
    generate = name + "_generate"
    _embed(
        name = generate,
        src = src,
        function = function,
        namespace = namespace,
        stem = name,
        visibility = ["//visibility:private"],
        **common
    )
    for group in ["source", "header"]:
        native.filegroup(
            name = "%s_%s" % (name, group),
            srcs = [":" + generate],
            output_group = group,
            visibility = ["//visibility:private"],
            **common
        )
    native.cc_library(
        name = name,
        srcs = [":%s_source" % name],
        hdrs = [":%s_header" % name],
        deps = ["@com_google_absl//absl/strings"],
        **kwargs
    )
