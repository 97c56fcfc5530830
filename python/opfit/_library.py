"""libopfit.so through ctypes: requests and replies are JSON, as core/api/opfit.h says.

The library is the file that OPFIT_LIBRARY names, or else the one beside this package's
files. It is loaded at the first call, not at import.
"""

from __future__ import annotations

import ctypes
import functools
import json
import os
import sys
from types import TracebackType
from typing import Any, Dict, Optional, Type

Reply = Dict[str, Any]

_FILE_NAMES = {"darwin": "libopfit.dylib", "win32": "opfit.dll"}


class OpfitError(RuntimeError):
    """The question could not be asked, or nothing could be checked.

    Never said of an operator that does not fit: that is a finding.
    """


@functools.lru_cache(maxsize=None)
def library() -> ctypes.CDLL:
    """The library, loaded. Raises OSError if there is none."""
    path = os.environ.get("OPFIT_LIBRARY")
    if not path:
        here = os.path.dirname(os.path.abspath(__file__))
        path = os.path.join(here, _FILE_NAMES.get(sys.platform, "libopfit.so"))
        if not os.path.exists(path):
            raise OSError(
                f"no library at {path}: install the wheel that `bazel build //python:wheel` makes,"
                " or name the file in the environment variable OPFIT_LIBRARY"
            )
    lib = ctypes.CDLL(path)
    # Replies are freed by their address, so ctypes must not turn them into bytes.
    text, handle = ctypes.c_void_p, ctypes.c_void_p
    signatures = {
        "opfit_load": (
            handle,
            [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(text)],
        ),
        "opfit_check": (text, [handle, ctypes.c_char_p]),
        "opfit_structure": (text, [handle, ctypes.c_char_p]),
        "opfit_convert": (text, [handle, ctypes.c_char_p]),
        "opfit_ops": (text, [ctypes.c_char_p]),
        "opfit_targets": (text, [ctypes.c_char_p]),
        "opfit_explain": (text, [ctypes.c_char_p]),
        "opfit_version": (text, []),
        "opfit_unload": (None, [handle]),
        "opfit_free": (None, [text]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(lib, name)
        function.restype = result
        function.argtypes = arguments
    return lib


def call(function: str, *arguments: Any) -> Reply:
    """Calls a function whose result is a reply."""
    return _take(getattr(library(), function)(*arguments))


def request(**keys: Any) -> bytes:
    """A request with the keys that are not None."""
    given = {key: value for key, value in keys.items() if value is not None}
    return json.dumps(given).encode()


def _take(address: Optional[int]) -> Reply:
    """The reply at `address`, which is freed."""
    assert address is not None
    try:
        reply: Reply = json.loads(ctypes.string_at(address))
    finally:
        library().opfit_free(address)
    if "error" in reply:
        raise OpfitError(reply["error"]["message"])
    return reply


class Graph:
    """A graph that the library has read, to be asked often.

    with Graph(open("model.json", "rb").read()) as graph:
        report = graph.check("htp:SM8750")

    `read` is what was read: format, counts, and "status", which is "invalid" if the
    bytes are no graph at all; `check` then says why. Asking from several threads at
    once is fine; closing while another asks is not.
    """

    read: Reply

    def __init__(self, data: bytes, limits: Optional[Dict[str, int]] = None) -> None:
        reply = ctypes.c_void_p()
        self._handle: Optional[int] = library().opfit_load(
            data, len(data), request(limits=limits), ctypes.byref(reply)
        )
        self.read = _take(reply.value)

    def check(self, target: Optional[str] = None, **options: Any) -> Reply:
        """The report document; options are those of opfit_check."""
        return call("opfit_check", self._handle, request(target=target, **options))

    def structure(self) -> Reply:
        """Nodes and edges, as columns."""
        return call("opfit_structure", self._handle, request())

    def convert(self) -> Reply:
        """The graph as an annotated graph, whatever it was read from."""
        return call("opfit_convert", self._handle, request())

    def close(self) -> None:
        """Frees the graph; what it is asked then is an OpfitError."""
        handle, self._handle = self._handle, None
        if handle is not None:
            library().opfit_unload(handle)

    def __enter__(self) -> "Graph":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # Where __init__ has failed there is no handle.
        if getattr(self, "_handle", None) is not None:
            self.close()


def version() -> Reply:
    """The versions of the engine and its backends."""
    return call("opfit_version")


def targets(backend: Optional[str] = None) -> Reply:
    """The SoCs, architectures and SDKs that a target can name."""
    return call("opfit_targets", request(backend=backend))


def ops(target: Optional[str] = None, op: Optional[str] = None) -> Reply:
    """What the catalog says of all operators, or everything it says of one."""
    return call("opfit_ops", request(target=target, op=op))


def explain(code: Optional[str] = None) -> Reply:
    """What a code of a finding means, or what all of them mean, as Markdown."""
    return call("opfit_explain", request(code=code))
