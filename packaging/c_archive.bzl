"""A static library for C that keeps what it is made of to itself.

    load("//packaging:c_archive.bzl", "c_archive")

    c_archive(
        name = "libopfit",
        dep = "//core/api:opfit_c",
        prefix = "opfit_",
        out = "libopfit.a",
    )

One archive with one object: the library and everything it stands on, linked together. Only
functions whose names begin with `prefix` can be seen, so a program may hold another version
of the same foundations. It still needs the C++ runtime: -lstdc++ -lm -pthread.
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

# Groups of sections that linkers merge across objects would tie hidden symbols to
# somebody else's copy; --force-group-allocation dissolves them. GNU's unique symbols
# cannot be hidden before they are weak.
_COMMAND = r"""
set -euo pipefail
ld=$1 nm=$2 objcopy=$3 ar=$4 prefix=$5 out=$6
shift 6
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
object=$scratch/$(basename "$out" .a).o
"$ld" -r --force-group-allocation -o "$object" "$@"
"$nm" --defined-only --format=posix "$object" | awk '$2 == "u" {print $1}' >"$scratch/unique"
"$objcopy" --strip-debug --weaken-symbols="$scratch/unique" "$object"
"$objcopy" --wildcard --keep-global-symbol="$prefix*" "$object"
rm -f "$out"
"$ar" rcsD "$out" "$object"
"""

def _libraries(dep):
    return [
        library
        for linker_input in dep[CcInfo].linking_context.linker_inputs.to_list()
        for library in linker_input.libraries
    ]

# Code that may end up in shared libraries and in programs that load anywhere.
def _archive_of(library):
    return library.pic_static_library or library.static_library

def _c_archive_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    out = ctx.actions.declare_file(ctx.attr.out)
    archives = [_archive_of(library) for library in _libraries(ctx.attr.dep)]
    whole = [_archive_of(library) for library in _libraries(ctx.attr.dep) if library.alwayslink]

    arguments = ctx.actions.args()
    arguments.add_all([toolchain.ld_executable, toolchain.nm_executable])
    arguments.add_all([toolchain.objcopy_executable, toolchain.ar_executable])
    arguments.add_all([ctx.attr.prefix, out])
    arguments.add_all(["--whole-archive"] + whole + ["--no-whole-archive"])
    arguments.add_all(["--start-group"] + archives + ["--end-group"])
    ctx.actions.run_shell(
        command = _COMMAND,
        arguments = [arguments],
        inputs = depset(archives, transitive = [toolchain.all_files]),
        outputs = [out],
        mnemonic = "CArchive",
        progress_message = "Linking %{label}",
    )
    return [DefaultInfo(files = depset([out]))]

c_archive = rule(
    implementation = _c_archive_impl,
    attrs = {
        "dep": attr.label(mandatory = True, providers = [CcInfo], doc = "The C library."),
        "out": attr.string(mandatory = True, doc = "Name of the archive."),
        "prefix": attr.string(mandatory = True, doc = "How the names of its functions begin."),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    doc = "One archive of a library and all it stands on, of which only some functions show.",
)
