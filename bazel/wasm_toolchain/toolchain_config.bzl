"""What Emscripten is told.

A cc_binary or cc_test becomes one executable file that Node.js runs, with the files,
the environment and the exit code of an ordinary program. With the feature `wasm_module`
it becomes a .js and a .wasm for the page instead: see //bazel:wasm.bzl.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
    "with_feature_set",
)

_COMPILE = [
    ACTION_NAMES.c_compile,
    ACTION_NAMES.cpp_compile,
    ACTION_NAMES.cpp_header_parsing,
]

_CPP_COMPILE = [
    ACTION_NAMES.cpp_compile,
    ACTION_NAMES.cpp_header_parsing,
]

_LINK = [ACTION_NAMES.cpp_link_executable]

def _flags(actions, flags, **kwargs):
    return flag_set(
        actions = actions,
        flag_groups = [flag_group(flags = flags)],
        with_features = [with_feature_set(**kwargs)] if kwargs else [],
    )

def _impl(ctx):
    features = [
        feature(name = "dbg"),
        feature(name = "fastbuild"),
        feature(name = "opt"),
        feature(name = "wasm_module"),
        # Smaller rather than faster.
        feature(name = "wasm_size"),
        feature(
            name = "emscripten",
            enabled = True,
            flag_sets = [
                _flags(_CPP_COMPILE, ["-fno-exceptions", "-fno-rtti"]),
                _flags(
                    _COMPILE,
                    [
                        "-Wno-builtin-macro-redefined",
                        "-D__DATE__=\"redacted\"",
                        "-D__TIME__=\"redacted\"",
                        "-D__TIMESTAMP__=\"redacted\"",
                    ],
                ),
                _flags(_COMPILE, ["-DNDEBUG"], features = ["opt"]),
                _flags(_COMPILE + _LINK, ["-Oz"], features = ["opt", "wasm_size"]),
                _flags(_COMPILE + _LINK, ["-O3"], features = ["opt"], not_features = ["wasm_size"]),
                _flags(_COMPILE + _LINK, ["-O1"], features = ["fastbuild"]),
                _flags(_COMPILE + _LINK, ["-g"], features = ["dbg"]),
                _flags(
                    _LINK,
                    [
                        "-fno-exceptions",
                        "-sALLOW_MEMORY_GROWTH=1",
                        "-sDISABLE_EXCEPTION_CATCHING=1",
                        "-sSUPPORT_LONGJMP=0",
                    ],
                ),
                _flags(_LINK, ["-sASSERTIONS=0"], features = ["opt"]),
                _flags(
                    _LINK,
                    [
                        "-sENVIRONMENT=node",
                        "-sEXIT_RUNTIME=1",
                        "-sNODERAWFS=1",
                        "-sSINGLE_FILE=1",
                    ],
                    not_features = ["wasm_module"],
                ),
                _flags(
                    _LINK,
                    [
                        "--no-entry",
                        # The page's content security policy forbids building functions from text.
                        "-sDYNAMIC_EXECUTION=0",
                        # Node.js is served too, when handed the bytes: its branch of an ES6
                        # module's loader calls require(), which such a module does not have.
                        "-sENVIRONMENT=web,worker",
                        "-sEXPORT_ES6=1",
                        "-sFILESYSTEM=0",
                        "-sMODULARIZE=1",
                    ],
                    features = ["wasm_module"],
                ),
            ],
        ),
    ]

    tools = {
        "ar": "emar.sh",
        "cpp": "emcc.sh",
        "gcc": "emcc.sh",
        "gcov": "/bin/false",
        "ld": "emcc.sh",
        "nm": "/bin/false",
        "objcopy": "/bin/false",
        "objdump": "/bin/false",
        "strip": "/bin/false",
    }

    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        features = features,
        cxx_builtin_include_directories = [
            "/usr/share/emscripten",
            "/usr/lib/llvm-14/lib/clang",
            "/usr/lib/clang",
        ],
        toolchain_identifier = "emscripten",
        host_system_name = "local",
        target_system_name = "wasm32-unknown-emscripten",
        target_cpu = "wasm",
        target_libc = "musl",
        compiler = "emscripten",
        abi_version = "unknown",
        abi_libc_version = "unknown",
        tool_paths = [tool_path(name = name, path = path) for name, path in tools.items()],
    )

wasm_toolchain_config = rule(
    implementation = _impl,
    attrs = {},
    provides = [CcToolchainConfigInfo],
)
