"""Taking up a process that has run to its end: the step finished last waits again, as a new visit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from motcua.engine.runtime.runtime import Progress, ReturnNotPossibleError, progress_of
from motcua.engine.runtime.runtime_tree import restore
from motcua.engine.runtime.state import TOP, descendants, format_visits, load, read_visits
from motcua.engine.spec.spec import ProcessSpec


def take_up(spec: ProcessSpec, state: str, lone: Collection[str], values: Mapping[str, object]) -> Progress:
    """The last finished one of the steps `lone` waits again; all that came out of it is undone.

    These are the steps at which a dossier can stand alone: a step between parallel gateways would wait at their join
    for branches that are done. Raises ReturnNotPossibleError when something still waits or none of them was finished,
    StateError.
    """
    before = load(state)
    visits = read_visits(before.past)
    last = next((visit for visit in reversed(visits.values()) if visit.step in lone), None)
    if before.tokens or last is None or last.scope != TOP or last.step not in spec.steps:
        raise ReturnNotPossibleError(last.step if last is not None else "")
    tree = restore(spec, before, values)
    undone = descendants(visits, last)
    tree.past = format_visits(visit for visit in visits.values() if visit.id not in undone)
    again = tree.place(spec.elements[last.step], TOP, last.previous)
    again.task_spec._update(again)
    return progress_of(tree, spec, before.tokens)
