"""`python3 -m tools.prepare run|check|test|assets`: prepare the checkout for that make target."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from tools.prepare import catalogues, chromium, front_end, python_packages, signing
from tools.prepare.steps import ROOT, Progress, SetupError, say

Step = Callable[[Progress], None]
RUNTIME: Step = partial(python_packages.prepare, lock="requirements.lock")
DEVELOPMENT: Step = partial(python_packages.prepare, lock="requirements-dev.lock")
TARGETS: dict[str, tuple[Step, ...]] = {
    "run": (RUNTIME, catalogues.prepare, front_end.prepare),
    "assets": (RUNTIME, front_end.prepare),
    "check": (DEVELOPMENT,),
    "test": (DEVELOPMENT, catalogues.prepare, front_end.prepare, chromium.prepare, signing.prepare),
}


def main(arguments: list[str]) -> int:
    """Run the steps of the one target named; 1 when one failed, 2 when the target is unknown."""
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        print(__doc__, file=sys.stderr)
        return 2
    steps = TARGETS[arguments[0]]
    progress = Progress(len(steps))
    try:
        with _alone():
            for step in steps:
                step(progress)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(say("\nĐã dừng; chạy lại lúc nào cũng được.", "\nStopped; it can be run again at any time."))
        return 130
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """Only one set-up at a time in a checkout; a second one waits and says so."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                say("Một lần chuẩn bị khác đang chạy; đang chờ …", "Another set-up is running; waiting …"),
                flush=True,
            )
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
