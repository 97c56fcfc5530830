"""opfit: whether the operators of a quantized graph fit an accelerator, and why not.

    opfit.dump(gm, "model.json", backend="htp", soc="SM8650")  # for `opfit check`
    opfit.validate(gm, backend="htp", soc_model="SM8650")      # here and now

Nothing but the standard library is needed, not even torch.
"""

from opfit._export import attach, document, dump
from opfit._library import Graph, OpfitError, explain, ops, targets, version
from opfit._report import Finding, Report
from opfit._version import __version__
from opfit._validate import ValidationError, check, validate

__all__ = [
    "Finding",
    "Graph",
    "OpfitError",
    "Report",
    "ValidationError",
    "__version__",
    "attach",
    "check",
    "document",
    "dump",
    "explain",
    "ops",
    "targets",
    "validate",
    "version",
]
