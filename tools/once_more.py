"""`python -m tools.once_more`: a few browser tests that failed get one more try, alone; anything else that failed stays failed.

A real browser on a loaded machine now and then answers later than a test waits. Browser test runners therefore try such
a test again. A test without a browser has no such excuse.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
FAILED: Final = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
BROWSER: Final = "tests/browser/"
MOST: Final = 3


def may_be_repeated(failed: Collection[str]) -> bool:
    """Whether these tests, by their ids, are few enough and all of the browser."""
    return 0 < len(failed) <= MOST and all(one.startswith(BROWSER) for one in failed)


def main() -> int:
    """Repeat what may be repeated; 1 where that is nothing, else what the tests say."""
    failed = sorted(json.loads(FAILED.read_text(encoding="utf-8"))) if FAILED.exists() else []
    if not may_be_repeated(failed):
        return 1
    print("\nOnce more, alone:", *failed, sep="\n  ", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *failed], cwd=ROOT, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
