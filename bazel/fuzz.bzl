"""Fuzzers: one function, run as a test over a corpus, or by libFuzzer.

    load("//bazel:fuzz.bzl", "fuzz_test")

    fuzz_test(name = "x_fuzz", srcs = ["x_fuzz.cc"], corpus = ["//examples"], suffixes = [".x"])

`bazel test :x_fuzz` replays the corpus: each file whole, cut off and damaged (tests/fuzz/replay_main.cc).
`bazel run --config=fuzz :x_fuzz_search -- DIR` searches for more; docs/fuzzing.md.
"""

load("//bazel:copts.bzl", "TEST_COPTS")

def fuzz_test(name, srcs, corpus, suffixes = [], samples = None, deps = [], runs = None):
    """A test that replays, and a program that searches.

    Args:
      name: of the test.
      srcs: defines LLVMFuzzerTestOneInput.
      corpus: labels of inputs.
      suffixes: how the names of those files end that are for this fuzzer; empty: all.
      samples: a folder below $OPFIT_SHARED with more inputs, where there is one.
      deps: of the sources.
      runs: how often each file is cut off, and damaged; by default at every byte of small files.
    """
    args = ["--suffix=" + suffix for suffix in suffixes]
    if samples:
        args.append("--samples=" + samples)
    if runs:
        args.append("--runs=%d" % runs)
    native.cc_test(
        name = name,
        size = "medium",
        srcs = srcs,
        args = args + ["$(rootpaths %s)" % label for label in corpus],
        copts = TEST_COPTS,
        data = corpus,
        deps = deps + ["//tests/fuzz:replay_main"],
    )
    native.cc_binary(
        name = name + "_search",
        testonly = True,
        srcs = srcs,
        copts = TEST_COPTS,
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
        deps = deps,
    )
