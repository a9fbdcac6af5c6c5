"""Run set-up commands with a line of progress each; the noise goes to a log."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / "var" / "log"
TAIL_LINES = 25
SECONDS_PER_DOT = 2.0
VIETNAMESE = (
    os.environ.get("MOTCUA_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
).startswith("vi")


class SetupError(Exception):
    """Set-up cannot go on; the message says what to do."""


def say(vi: str, en: str) -> str:
    """The sentence in the language of the terminal (MOTCUA_LANG, LC_ALL, LANG)."""
    return vi if VIETNAMESE else en


class Progress:
    """Numbers the steps of one set-up: "[2/3] Python packages … done (41 s)"."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._at = 0

    def begin(self, title: str) -> None:
        """Open the next step's line."""
        self._at += 1
        print(f"[{self._at}/{self._total}] {title} … ", end="", flush=True)

    def end(self, words: str) -> None:
        """Close the line."""
        print(words, flush=True)


def run_logged(
    name: str, commands: Sequence[Sequence[str | Path]], advice: str, env: Mapping[str, str]
) -> None:
    """Run `commands` in turn from the root, writing to var/log/setup-<name>.log; a dot every two seconds.

    Raises SetupError with the log's last lines and `advice` when one of them fails.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"setup-{name}.log"
    with log.open("wb") as out:
        for command in commands:
            # Fixed commands of this repository; nothing a person typed.
            process = subprocess.Popen(  # noqa: S603
                [str(part) for part in command],
                cwd=ROOT,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            if _wait_with_dots(process) != 0:
                raise SetupError(_failure(log, advice))


def timed(begun: float) -> str:
    """ "done (12 s)" since the monotonic instant `begun`."""
    return say("xong", "done") + f" ({time.monotonic() - begun:.0f} s)"


def _wait_with_dots(process: subprocess.Popen[bytes]) -> int:
    try:
        while True:
            try:
                return process.wait(SECONDS_PER_DOT)
            except subprocess.TimeoutExpired:
                if sys.stdout.isatty():
                    print(".", end="", flush=True)
    except BaseException:
        process.terminate()
        process.wait()
        raise


def _failure(log: Path, advice: str) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
    place = log.relative_to(ROOT)
    head = say(f"không được. Những dòng cuối của {place}:", f"failed. The last lines of {place}:")
    return "\n".join([head, *(f"    {line}" for line in lines), advice])
