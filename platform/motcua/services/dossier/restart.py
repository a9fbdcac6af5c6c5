"""Clocks that begin anew from zero: of the dossier, its waiting steps and their agencies (R-08)."""

from __future__ import annotations

from motcua.domain.people.permissions import CLOCKWORK
from motcua.services.dossier import stepping
from motcua.services.dossier.stepping import Place
from motcua.services.exchange import transfers
from motcua.services.work import Work
from motcua.store.dossier import dossier as dossiers
from motcua.store.dossier import ending as endings
from motcua.store.dossier import step as steps
from motcua.store.time import clock_restart


def begin_anew(work: Work, place: Place) -> None:
    """What was used so far counts no more; its intervals stay for the trail. Due times are not rewritten here.

    Persons and groups keep the time they have spent: only the limits begin anew.
    """
    waiting = steps.waiting(work.connection, place.dossier_id)
    transfers.settle(
        work, CLOCKWORK, place, {row.agency_id for row in waiting if row.counted_from is not None}
    )
    visits = steps.of_dossiers(work.connection, [place.dossier_id])[place.dossier_id]
    open_steps = {row.step_id for row in waiting}
    tasks = [("step", row.task_id) for row in visits if row.step_id in open_steps]
    agencies = [("agency", str(agency_id)) for agency_id in {row.agency_id for row in waiting}]
    counted = stepping.counted(work, place, place.agency_id)
    subjects = [("dossier", ""), *tasks, *agencies]
    endings.stop_clocks(work.connection, place.dossier_id, counted, subjects)
    clock_restart.supersede(work.connection, place.dossier_id, subjects)
    started = [("dossier", "", counted)]
    for row in waiting:
        there = stepping.counted(work, place, row.agency_id)
        clock_restart.count_from(work.connection, row.id, there)
        started.append(("step", row.task_id, there))
    started += [
        ("agency", str(agency_id), stepping.counted(work, place, agency_id))
        for agency_id in {row.agency_id for row in waiting}
    ]
    clock_restart.start(work.connection, place.dossier_id, started)
    dossiers.change(work.connection, place.dossier_id, restarted_at=place.at)
