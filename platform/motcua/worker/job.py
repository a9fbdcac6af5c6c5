"""What the worker knows of a job: the function that does it, and when it comes by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from procrastinate import App, RetryStrategy

from motcua.services.work import House

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@dataclass(frozen=True)
class Job:
    """`does(house, **arguments)`, known in the queue by the name of the function, and idempotent.

    A job that was deferred is tried again when it fails. One with a `cron` comes by itself at those times,
    without arguments, and waits at most once; what fails is done at the next time.
    """

    does: Callable[..., object]
    cron: str | None = None

    def add_to(self, app: App, house: House, *, comes_by_itself: bool) -> None:
        """Let this application do the job for this house, at its times only when it `comes_by_itself`."""
        if self.cron is None:
            app.task(name=self.does.__name__, retry=RETRY)(self._deferred(house))
            return
        task = app.task(name=self.does.__name__, queueing_lock=self.does.__name__)(self._periodic(house))
        if comes_by_itself:
            app.periodic(cron=self.cron)(task)

    def _deferred(self, house: House) -> Callable[..., object]:
        def do(**arguments: object) -> object:
            return self.does(house, **arguments)

        return do

    def _periodic(self, house: House) -> Callable[[int], object]:
        def do(timestamp: int) -> object:
            return self.does(house)

        return do


def now() -> datetime:
    """The instant at which a job is done."""
    return datetime.now(UTC)
