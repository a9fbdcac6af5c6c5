"""No Python module over 300 lines: `python -m tools.module_length` names those that are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("platform", "admin", "migrations", "tools", "tests")
MOST_LINES = 300


def modules(root: Path = ROOT) -> Iterator[Path]:
    """Every Python module of the project's own folders."""
    for folder in FOLDERS:
        yield from sorted((root / folder).rglob("*.py"))


def too_long(root: Path = ROOT) -> list[tuple[str, int]]:
    """(path, lines) of every module that should be divided."""
    counted = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in modules(root)]
    return [(path.relative_to(root).as_posix(), lines) for path, lines in counted if lines > MOST_LINES]


def main() -> int:
    """Print the modules that are too long; 1 when there is any."""
    found = too_long()
    for path, lines in found:
        print(f"{path}: {lines} lines, at most {MOST_LINES}; divide it by noun")
    if not found:
        print(f"Module length: none over {MOST_LINES} lines.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
