"""Start the programs of a Procfile, watch them, and stop them all when one ends or a signal comes."""

from __future__ import annotations

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from honcho.environ import parse_procfile

SECONDS_BETWEEN_LOOKS = 0.1
# Longer than gunicorn's graceful_timeout (gunicorn.conf.py).
SECONDS_TO_STOP = 15.0
# From Linux's <sys/prctl.h>: the signal a process gets when its parent dies.
PR_SET_PDEATHSIG = 1
C_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Program:
    """One line of the Procfile."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that ended by itself; `code` as `subprocess` gives it (-9: killed by signal 9)."""

    name: str
    code: int


class StopRequest:
    """Becomes true at the first Ctrl-C, SIGTERM or SIGHUP; a flag, so that no half-started child is lost."""

    def __init__(self) -> None:
        self.came = False

    @contextmanager
    def listening(self) -> Iterator[StopRequest]:
        """Catch the signals for the time of the block; later ones change nothing, so cleaning up ends."""
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = [(number, signal.signal(number, self._note)) for number in signals]
        try:
            yield self
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def _note(self, _number: int, _frame: object) -> None:
        self.came = True


class Supervisor:
    """The children of one start, each in a session of its own so that a terminal's Ctrl-C reaches only us."""

    def __init__(self, folder: Path, environment: Mapping[str, str], request: StopRequest) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._request = request
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []

    def run(self, program: Program, *, quietly: bool = False) -> int | None:
        """Run one program to its end: its exit code, or None when a stop was requested meanwhile.

        `quietly` drops what it prints on success; its errors are always shown.
        """
        child = self._spawn(program, subprocess.DEVNULL if quietly else None)
        try:
            while child.poll() is None and not self._request.came:
                time.sleep(SECONDS_BETWEEN_LOOKS)
            return child.poll()
        finally:
            _stop([child])

    def start(self, programs: Sequence[Program]) -> None:
        """Start `programs` and come back at once."""
        for program in programs:
            self._children.append((program.name, self._spawn(program)))

    def ended(self) -> Ended | None:
        """The first started program that has ended, if any."""
        for name, child in self._children:
            if (code := child.poll()) is not None:
                return Ended(name, code)
        return None

    def wait(self) -> Ended | None:
        """Until a program ends, or None when a stop was requested."""
        while not self._request.came:
            if (ended := self.ended()) is not None:
                return ended
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return None

    def stop(self) -> None:
        """End every program: SIGTERM first, SIGKILL for the whole group after fifteen seconds."""
        _stop([child for _, child in self._children])
        self._children.clear()

    def _spawn(self, program: Program, output: int | None = None) -> subprocess.Popen[bytes]:
        # The arguments come from the Procfile and from our own commands.
        return subprocess.Popen(  # noqa: S603
            program.arguments,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )


def read_procfile(path: Path, names: Sequence[str]) -> tuple[Program, ...]:
    """The programs called `names`, in that order; raises KeyError for a name the file does not have."""
    processes: Mapping[str, str] = parse_procfile(path.read_text(encoding="utf-8")).processes
    return tuple(Program(name, tuple(shlex.split(processes[name]))) for name in names)


def _end_with_parent() -> None:
    """Run in the child: should the supervisor be killed outright, the child is asked to end as well."""
    if C_LIBRARY is not None:
        C_LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        _sweep(child.pid)


def _sweep(group: int) -> None:
    """End what a child may have left behind in its process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
