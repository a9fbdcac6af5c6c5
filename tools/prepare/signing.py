"""What the signing tests stand on, from Debian: a software token (SoftHSM) and a second judge of PDFs (pdfsig)."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from tools.prepare.steps import Progress, SetupError, run_logged, say, timed

PACKAGES = ("softhsm2", "poppler-utils", "libnss3-tools")
PROGRAMS = ("softhsm2-util", "pdfsig", "certutil")
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def is_ready() -> bool:
    """Whether the token's module and the programs are there."""
    return all(map(shutil.which, PROGRAMS)) and any(Path(module).exists() for module in MODULES)


def prepare(progress: Progress) -> None:
    """Install what is missing; raises SetupError where that is not possible."""
    progress.begin(say("Thẻ ký số mềm và pdfsig cho các phép thử", "Software token and pdfsig for the tests"))
    if is_ready():
        progress.end(say("đã sẵn", "up to date"))
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(_advice())
    begun = time.monotonic()
    run_logged(
        "signing",
        [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]],
        _advice(),
        {"DEBIAN_FRONTEND": "noninteractive"},
    )
    progress.end(timed(begun))


def _advice() -> str:
    wanted = " ".join(PACKAGES)
    return say(
        f"Máy thiếu công cụ thử ký số. Hãy cài với quyền quản trị: apt-get install {wanted}, rồi chạy lại.",
        f"Tools to test signing are missing. Install them as root: apt-get install {wanted}, then run again.",
    )
