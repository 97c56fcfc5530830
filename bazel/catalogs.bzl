"""The catalogs that are compiled in.

    load("//bazel:catalogs.bzl", "bundled_catalogs")

    bundled_catalogs(
        name = "bundled",
        catalogs = {"htp": "htp", "gpu": "htp"},
    )

Each backend is a folder beside the BUILD file: `ops.json`, `socs.json` unless the backend is the
same on every chip, and a file a dialect. The value names the folder whose dialects it has; backends
of one stack share them, and they are compiled in once. The first backend is the default one. A new
backend is a folder and a line here; no C++ knows their names.
"""

load("//bazel:embed.bzl", "cc_embed_data")

_NO_DIALECT = ["ops.json", "socs.json", "contradictions.json", "annotate.json", "quant.json"]

def _camel(name):
    return "".join([part.capitalize() for part in name.split("-")])

def _stem(name):
    return name.replace("-", "_")

def _blob(name, function, srcs, kind):
    native.genrule(
        name = name + "_bundle",
        srcs = srcs,
        outs = [name + ".bundle.json"],
        cmd = "python3 $(location //tools/catalog:bundle.py) %s $@ $(SRCS)" % kind,
        tools = ["//tools/catalog:bundle.py"],
    )
    cc_embed_data(
        name = name + "_blob",
        src = ":%s_bundle" % name,
        function = function,
    )

def _table_impl(ctx):
    blobs = {}
    rows = []
    for backend, folder in ctx.attr.catalogs.items():
        blobs[_stem(backend)] = True
        blobs[_stem(folder) + "_dialects"] = True
        rows.append("    {\"%s\", &embedded::%sCatalog, &embedded::%sDialects}," %
                    (backend, _camel(backend), _camel(folder)))
    includes = ["#include \"%s/%s_blob.h\"" % (ctx.label.package, blob) for blob in blobs]
    out = ctx.actions.declare_file(ctx.attr.name + ".cc")
    ctx.actions.write(out, "\n".join([
        "#include \"core/catalog/bundled.h\"",
        "",
    ] + includes + [
        "",
        "namespace opfit {",
        "",
        "absl::Span<const BundledCatalog> BundledCatalogs() {",
        "  static constexpr BundledCatalog kCatalogs[] = {",
    ] + rows + [
        "  };",
        "  return kCatalogs;",
        "}",
        "",
        "}  // namespace opfit",
        "",
    ]))
    return [DefaultInfo(files = depset([out]))]

_table = rule(
    implementation = _table_impl,
    attrs = {"catalogs": attr.string_dict(mandatory = True)},
)

def bundled_catalogs(name, catalogs):
    """A cc_library that defines BundledCatalogs() of core/catalog/bundled.h.

    It also makes a library `<backend>_blob` with the bytes of each catalog.

    Args:
      name: the library.
      catalogs: backend -> the backend whose dialects it has, the default backend first.
    """
    deps = []
    folders = {}
    for backend, folder in catalogs.items():
        folders[folder] = True
        _blob(
            name = _stem(backend),
            function = _camel(backend) + "Catalog",
            srcs = native.glob([backend + "/ops.json", backend + "/socs.json"]),
            kind = "catalog",
        )
        deps.append(":%s_blob" % _stem(backend))
    for folder in folders:
        _blob(
            name = _stem(folder) + "_dialects",
            function = _camel(folder) + "Dialects",
            srcs = native.glob(
                [folder + "/*.json"],
                exclude = ["%s/%s" % (folder, file) for file in _NO_DIALECT],
            ),
            kind = "dialects",
        )
        deps.append(":%s_dialects_blob" % _stem(folder))
    _table(
        name = name + "_table",
        catalogs = catalogs,
    )
    native.cc_library(
        name = name,
        srcs = [":%s_table" % name],
        deps = deps + [
            "//core/catalog:bundled",
            "@com_google_absl//absl/types:span",
        ],
    )
