"""What somebody may choose from when he fills in the inputs of an action; only what the action asks for is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from motcua import engine
from motcua.domain.dossier.dossier import Action
from motcua.domain.errors import InputError
from motcua.domain.money.fees import Charge
from motcua.domain.papers.unlisted_paper import papers_of
from motcua.domain.people.permissions import Actor, account_ids
from motcua.domain.process.lone_steps import lone_steps
from motcua.domain.process.process import Paper, Step
from motcua.services.agencies.agencies import today
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import stepping
from motcua.services.money import paying
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.intake import supplement as supplements
from motcua.store.people import colleague


@dataclass(frozen=True)
class Choices:
    """The papers, steps, people (id, display_name, title, held), agencies and charges that the action may name."""

    papers: Sequence[Paper] = ()
    steps: Sequence[Step] = ()
    people: Sequence[Record] = ()
    agencies: Sequence[Record] = ()
    charges: Sequence[Charge] = ()


def of(
    work: Work,
    actor: Actor,
    shown: DossierPage,
    action: Action,
    task_id: str,
    followers: Collection[str] = (),
) -> Choices:
    """The choices for an action on the waiting step `task_id`; `followers` are the steps that may come after it."""
    wanted = set(action.inputs)
    return Choices(
        papers=_papers(work, shown, action) if "papers" in wanted else (),
        steps=_steps(shown, action, task_id) if "step" in wanted else (),
        people=_people(work, actor, shown, action, task_id, followers) if "person" in wanted else (),
        agencies=_agencies(work, shown) if "agency" in wanted else (),
        charges=paying.due_charges(work, shown.row) if "amount" in wanted else (),
    )


def for_many(work: Work, actor: Actor, action: Action) -> Choices:
    """The choices for an action on many dossiers: the people of the actor's agency and its units."""
    if "person" not in action.inputs or actor.agency_id is None:
        return Choices()
    within = agencies.subtree(work.connection, [actor.agency_id])
    found = colleague.of_agencies(work.connection, within)
    return Choices(people=[one for one in found if one.id != actor.id])


def _steps(shown: DossierPage, action: Action, task_id: str) -> list[Step]:
    """Where the dossier may go back to, the latest first; off the route any other step of the process (D-20)."""
    here = _step_id(shown, task_id)
    model = shown.version.model
    if action.key == "return":
        back = engine.returnable(shown.version.spec, shown.row.engine_state, task_id) if task_id else ()
        return [model.step_by_id[step_id] for step_id in back]
    return [step for step in model.steps if step.id != here and step.id in lone_steps(model)]


def _people(
    work: Work,
    actor: Actor,
    shown: DossierPage,
    action: Action,
    task_id: str,
    followers: Collection[str],
) -> list[Record]:
    """Who is in the group of the step, or of the steps that may come next when the dossier is forwarded."""
    here = _step_id(shown, task_id)
    steps = followers if action.key == "forward" else [here]
    found: dict[int, Record] = {}
    for step, agency_id in _placed(work, shown, [one for one in steps if one], task_id):
        for person in colleague.serving(
            work.connection, agency_id, step.position, shown.version.facts.code, step.id
        ):
            found.setdefault(person.id, person)
    kept = account_ids(actor)[:1] if action.key == "hand_over" else []
    return [person for person in found.values() if person.id not in kept]


def _placed(
    work: Work, shown: DossierPage, step_ids: Iterable[str], task_id: str
) -> Iterable[tuple[Step, int]]:
    """Each step with the agency that performs it; one whose agency hangs on an answer not given yet is left out."""
    at = {visit.row.step_id: visit.row.agency_id for visit in shown.waiting if visit.row.task_id == task_id}
    place = stepping.place_of(work, shown.row, shown.now)
    for step in (shown.version.model.step_by_id[step_id] for step_id in step_ids):
        try:
            yield (
                step,
                at.get(step.id) or stepping.performer(work, step, place.agency_id, place.data, shown.now),
            )
        except InputError:
            continue


def _agencies(work: Work, shown: DossierPage) -> list[Record]:
    rows = agencies.acting(work.connection, today(shown.now))
    return sorted((row for row in rows if row.id != shown.row.agency_id), key=lambda row: str(row.name))


def _papers(work: Work, shown: DossierPage, action: Action) -> list[Paper]:
    """What may be asked for; of what was asked for, what may be supplied (A-22)."""
    papers = shown.version.facts.papers
    if action.key != "supply":
        return list(papers)
    asked = supplements.opened(work.connection, shown.row.id)
    return papers_of(papers, asked.papers) if asked is not None else []


def _step_id(shown: DossierPage, task_id: str) -> str:
    return next((str(one.row.step_id) for one in shown.waiting if one.row.task_id == task_id), "")
