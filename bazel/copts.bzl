"""Compiler warnings, used by every C++ target: `copts = COPTS`, and in tests `copts = TEST_COPTS`.

GCC and Clang both know every option here. `--config=lint` turns warnings into errors.
"""

COPTS = [
    "-Wall",
    "-Wextra",
    "-Wcast-qual",
    "-Wnon-virtual-dtor",
    "-Woverloaded-virtual",
    "-Wshadow",
    "-Wvla",
    "-Wwrite-strings",
]

TEST_COPTS = COPTS + [
    # Table rows leave trailing fields at their defaults.
    "-Wno-missing-field-initializers",
]
