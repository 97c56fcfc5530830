"""A tarball whose bytes depend on its content alone.

    load("//packaging:tarball.bzl", "tarball")

    tarball(
        name = "dist",
        out = "opfit-0.1.0.tar.gz",
        executables = ["bin/opfit"],
        files = {
            "//cli:opfit.stripped": "bin/opfit",    # one file: its new name
            "//wasm:opfit": "npm/",                 # several: a folder, names kept
            "//web:playground": "playground/",      # a folder: what is in it
        },
        links = {"lib/libopfit.so": "libopfit.so.0"},
        root = "opfit-0.1.0",
    )

Entries are sorted and belong to root; times are 1980-01-01; modes are 644, or 755 for
`executables`, links and folders. Whatever the build's own settings, the files are built
optimized, and without a sanitizer.
"""

# What decides the bytes of native code.
_SETTINGS = {
    "//command_line_option:compilation_mode": "opt",
    "//command_line_option:copt": [],
    "//command_line_option:linkopt": [],
    "//command_line_option:strip": "sometimes",
}

def _transition_impl(_settings, _attr):
    return _SETTINGS

_release_transition = transition(
    implementation = _transition_impl,
    inputs = [],
    outputs = _SETTINGS.keys(),
)

# $1: the list of entries, $2: where to write, $3: the folder all of it is in.
_COMMAND = r"""
set -euo pipefail
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/$3
executables=()
while IFS=$'\t' read -r kind path to; do
  mkdir -p "$root/$(dirname "$to.")"
  case $kind in
    file) [[ ! -d $path ]] || { mkdir -p "$root/$to"; path=$path/.; }
          cp -RL "$path" "$root/$to" ;;
    link) ln -s "$path" "$root/$to" ;;
    executable) executables+=("$root/$to") ;;
  esac
done <"$1"
chmod -R u=rwX,go=rX "$root"
find "$root" -type f -exec chmod 644 {} +
[[ ${#executables[@]} == 0 ]] || chmod 755 "${executables[@]}"
tar --create --directory "$stage" --format=ustar --sort=name --mtime=@315532800 \
  --owner=0 --group=0 --numeric-owner "$3" | gzip --no-name --best >"$2"
"""

def _entries(ctx):
    lines = []
    for target, to in ctx.attr.files.items():
        files = target[DefaultInfo].files.to_list()
        if not to.endswith("/") and len(files) != 1:
            fail("%s is %d files; `%s` names one" % (target.label, len(files), to))
        lines += ["file\t%s\t%s" % (file.path, to) for file in files]
    lines += ["link\t%s\t%s" % (to, name) for name, to in ctx.attr.links.items()]
    lines += ["executable\t-\t" + to for to in ctx.attr.executables]
    return lines

def _tarball_impl(ctx):
    out = ctx.actions.declare_file(ctx.attr.out)
    entries = ctx.actions.declare_file(ctx.label.name + ".entries")
    ctx.actions.write(entries, "\n".join(_entries(ctx)) + "\n")
    ctx.actions.run_shell(
        command = _COMMAND,
        arguments = [entries.path, out.path, ctx.attr.root],
        inputs = ctx.files.files + [entries],
        outputs = [out],
        mnemonic = "Tarball",
        progress_message = "Packing %{label}",
    )
    return [DefaultInfo(files = depset([out]))]

tarball = rule(
    implementation = _tarball_impl,
    attrs = {
        "executables": attr.string_list(doc = "Which entries can be run."),
        "files": attr.label_keyed_string_dict(
            allow_files = True,
            cfg = _release_transition,
            doc = "What goes where. A name that ends in / is a folder.",
        ),
        "links": attr.string_dict(doc = "Symbolic links: their names, and where they lead."),
        "out": attr.string(mandatory = True, doc = "Name of the file."),
        "root": attr.string(mandatory = True, doc = "The one folder that holds all entries."),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    doc = "A .tar.gz whose bytes depend on its content alone.",
)
