"""Typst at arm's length: a document is made in a process of its own, with bounds of time and memory.

The template is ours; whatever people typed goes in as JSON values and is never part of the template. The process sees
an empty folder as its root, the fonts of this package and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from motcua.domain.errors import ConflictError
from motcua.domain.text import Text

DATA: Final = Path(__file__).resolve().parents[1] / "data"
WORKER: Final = Path(__file__).with_name("typst_worker.py")
STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/A-2a for keeping, PDF/UA-1 for reading aloud."""
MAX_SECONDS: Final = 20
MAX_MEMORY: Final = 1024 * 1024 * 1024
MAX_AT_ONCE: Final = 4
WAIT_SECONDS: Final = 15

_places = BoundedSemaphore(MAX_AT_ONCE)


class TypesettingError(ConflictError):
    """A document could not be made in the time and memory it may have."""

    code = "typesetting"


def typeset(
    template: str, values: Mapping[str, object], at: datetime, standards: Sequence[str] = STANDARDS
) -> bytes:
    """The PDF of `data/typst/<template>.typ` with these values; `at` is the time written into it.

    Raises TypesettingError when it cannot be made, or too many are being made.
    """
    request = {
        "template": (DATA / "typst" / f"{template}.typ").read_text(encoding="utf-8"),
        "values": values,
        "fonts": [str(DATA / "fonts")],
        "standards": standards,
        "at": int(at.timestamp()),
        "seconds": MAX_SECONDS,
        "bytes": MAX_MEMORY,
    }
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise _failed("busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=MAX_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise _failed("time") from None
    finally:
        _places.release()
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise _failed(done.stderr.decode("utf-8", "replace")[:500])
    return done.stdout


def _failed(reason: str) -> TypesettingError:
    problem = TypesettingError(
        Text(
            "Chưa tạo được tệp PDF lúc này. Hãy thử lại sau ít phút, hoặc tải bản Word.",
            "The PDF cannot be made right now. Try again in a few minutes, or download the Word file.",
        )
    )
    problem.add_note(reason)
    return problem
