"""What a test of the engine asks of a process under way, and how it goes on by the names of its steps."""

from __future__ import annotations

from motcua.engine import ProcessSpec, Progress, complete, fire


def ids(progress: Progress) -> list[str]:
    """The elements that wait."""
    return sorted(one.step_id for one in progress.waiting)


def task(progress: Progress, step: str) -> str:
    """The task of an element that waits; of several the first."""
    return next(one.task_id for one in progress.waiting if one.step_id == step)


def done(
    spec: ProcessSpec, progress: Progress, step: str, values: dict[str, object] | None = None
) -> Progress:
    """What follows when the step is finished."""
    return complete(spec, progress.state, task(progress, step), values or {})


def fired(spec: ProcessSpec, progress: Progress, step: str) -> Progress:
    """What follows when the timer rings."""
    return fire(spec, progress.state, task(progress, step), {})
