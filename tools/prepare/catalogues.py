"""The compiled sentence catalogues (.mo), made from the .po files in git when those are newer."""

from __future__ import annotations

import time
from pathlib import Path

from tools.prepare.python_packages import VENV
from tools.prepare.steps import ROOT, Progress, run_logged, say, timed

FOLDER = ROOT / "platform" / "motcua" / "web" / "translations"


def prepare(progress: Progress) -> None:
    """Compile the catalogues that are missing or older than their source."""
    progress.begin(say("Bản dịch tiếng Anh", "English sentences"))
    if not any(is_stale(source) for source in FOLDER.rglob("*.po")):
        progress.end(say("đã sẵn", "up to date"))
        return
    begun = time.monotonic()
    run_logged("catalogues", [[VENV / "bin" / "pybabel", "compile", "--directory", FOLDER]], _advice(), {})
    progress.end(timed(begun))


def is_stale(source: Path) -> bool:
    """Whether the catalogue `source` has no compiled form that is as new as itself."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _advice() -> str:
    return say(
        "Hãy sửa dòng được nêu trong tệp .po rồi chạy lại.",
        "Mend the named line of the .po file, then run again.",
    )
