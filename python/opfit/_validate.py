"""The reference quantizer's validation, without the vendor's SDK.

In a quantizer of your own:

    def validate(self, model):
        opfit.validate(model, backend="htp", soc_model="SM8650", strict=True)
"""

from __future__ import annotations

import logging
from typing import Any, Iterable, Optional

from opfit._export import document, to_json
from opfit._library import Graph, OpfitError
from opfit._report import Report, report_from

_LOGGER = logging.getLogger("opfit")


class ValidationError(ValueError):
    """Some operator does not fit. The message has a line for each finding."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


def check(
    graph: bytes,
    target: Optional[str] = None,
    *,
    strict: bool = True,
    discard_nodes: Iterable[str] = (),
    discard_ops: Iterable[str] = (),
    file: Optional[str] = None,
) -> Report:
    """Checks the bytes of a graph of any format that opfit reads.

    `target` is `backend[:soc][@sdk]`. Where strict is false, what does not fit is a
    warning. Raises OpfitError if the target is unknown, or a name to discard is.
    """
    with Graph(graph) as loaded:
        return report_from(
            loaded.check(
                target,
                strict=strict,
                discardNodes=list(discard_nodes),
                discardOps=list(discard_ops),
                file=file,
            )
        )


def validate(
    graph_module: Any,
    backend: Any = "htp",
    soc_model: Any = None,
    strict: bool = True,
    *,
    sdk: Optional[str] = None,
    discard_nodes: Iterable[str] = (),
    discard_ops: Iterable[str] = (),
) -> Report:
    """Validates an annotated GraphModule or ExportedProgram.

    Where `strict`, any violation raises ValidationError, a ValueError with all of them;
    otherwise they are warnings of the logger "opfit". In either case, what the catalog
    does not know is a warning, and the report has it all. An SDK that predates the
    catalog checks nothing, which is a warning too, and `report.ok` is then False.

    `backend` and `soc_model` are names, or ExecuTorch's enumerators
    (`QnnExecuTorchBackendType.kHtpBackend`, `QcomChipset.SM8650`).
    """
    backend_name, soc_name = _backend_name(backend), _soc_name(soc_model)
    text = to_json(document(graph_module, backend_name, soc_name))
    target = backend_name
    target += f":{soc_name}" if soc_name else ""
    target += f"@{sdk}" if sdk else ""
    report = check(
        text.encode(),
        target,
        strict=strict,
        discard_nodes=discard_nodes,
        discard_ops=discard_ops,
    )
    _tell(report, target, strict)
    return report


def _tell(report: Report, target: str, strict: bool) -> None:
    if report.status == "invalid":
        raise OpfitError("\n".join(["the graph could not be read:", *map(str, report.findings)]))
    if report.status == "bypassed":
        _LOGGER.warning("nothing was validated for %s: the SDK predates the catalog", target)
    fails = strict and report.errors
    for finding in report.findings:
        if finding.severity == "error" and not strict:
            _LOGGER.error("%s", finding)  # broken input, which no mode makes a warning
        elif finding.severity == "warning":
            _LOGGER.warning("%s", finding)
        elif finding.severity == "note":
            _LOGGER.info("%s", finding)
    if fails:
        title = f"the graph does not fit {target}: {len(report.errors)} errors"
        raise ValidationError("\n".join([title, *map(str, report.errors)]), report)


def _backend_name(backend: Any) -> str:
    """`kHtpBackend` of an enumeration as `htp`."""
    name = str(getattr(backend, "name", backend))
    if name.startswith("k") and name.endswith("Backend"):
        name = name[len("k") : -len("Backend")]
    return name.lower()


def _soc_name(soc_model: Any) -> Optional[str]:
    return None if soc_model is None else str(getattr(soc_model, "name", soc_model))
