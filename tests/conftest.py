"""What every test run has: the requirement record, and the fixtures of each `fixtures_*.py` beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# The tools of the checkout and the fixture modules are imported by name.
sys.path[:0] = [str(HERE.parent), str(HERE)]

pytest_plugins = [
    "pytester",
    "tools.conformance_plugin",
    *sorted(path.stem for path in HERE.glob("fixtures_*.py")),
]
