"""Many small graphs, no two alike: other lengths, cut off at other operators, of two recipes.

They fit every chip from V73 on.
"""

from __future__ import annotations

from pathlib import Path

import synthetic
from recipes import W8A8, W8A16

RECIPES = (W8A16, W8A8)


def write(folder: Path, count: int) -> None:
    """Writes 0000.json and so on."""
    for index in range(count):
        # Relatively prime steps: lengths repeat late, and not with the same recipe.
        operators = 1 + index * 17 % 101
        with (folder / f"{index:04}.json").open("w", encoding="utf-8", newline="\n") as out:
            synthetic.write(out, operators, RECIPES[index % len(RECIPES)], f"zoo_{index:04}")
