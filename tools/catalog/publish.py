"""Generated files: written, or compared with what is there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Mapping


def publish(texts: Mapping[Path, str], check: bool, root: Path, tool: str) -> int:
    """Writes each text to its path. With `check` writes nothing, names the stale files, and returns 1 if there are any."""
    if not check:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        name = path.relative_to(root) if path.is_relative_to(root) else path
        print(f"stale: {name}; run tools/catalog/{tool}", file=sys.stderr)
    return 1 if stale else 0
