"""What a decision about an agency does when its date has come: people, dossiers and units move, the agency ends (A-25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from motcua.services.agencies import agencies as agency_services
from motcua.services.time import recount
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history as history
from motcua.store.agencies import agency_work
from motcua.store.base import Record


def carry_out(work: Work, event_id: int, now: datetime) -> bool:
    """The job of a decision whose date has come; false when it was done before or its date lies ahead. One commit."""
    agencies.lock_tree(work.connection)
    event = history.event(work.connection, event_id)
    if event is None or event.done_at is not None or event.on_date > agency_services.today(now):
        return False
    if event.kind == "dissolve" and agency_work.open_dossiers(work.connection, event.agency_id):
        _put_off(work, event, now)
        return False
    if event.kind == "add":
        agencies.change(work.connection, event.agency_id, receives=event.detail["receives"])
    else:
        take_effect(work, event, now)
    history.finish(work.connection, event_id, now)
    work.commit()
    return True


def take_effect(work: Work, event: Record, now: datetime) -> None:
    """Do what was decided: people, groups, dossiers and units go to the heir, the agency ends. Does not commit."""
    plan: Mapping[str, Any] = event.detail
    source, heir = event.agency_id, plan["into"]
    _move_people(work, source, heir, plan)
    if plan["dossiers"] and heir is not None:
        _move_dossiers(work, source, heir, event, now)
    if plan["ends"]:
        if heir is not None:
            if source in agencies.lineage(work.connection, heir):
                # Moved under the source since the decision: it would come to stand under itself.
                agencies.change(work.connection, heir, parent_id=agencies.lineage(work.connection, source)[1])
            for child in agency_work.move_children(work.connection, source, heir):
                agencies.change(work.connection, child, parent_id=heir)
        last_day = event.on_date - timedelta(days=1)
        agencies.change(work.connection, source, valid_to=last_day, successor_id=heir, receives=False)


def _put_off(work: Work, event: Record, now: datetime) -> None:
    """Dossiers came in after the decision: the agency takes no more and ends when these are finished."""
    agencies.change(work.connection, event.agency_id, receives=False)
    agency_services.wait_for(work, event.id, agency_services.today(now) + timedelta(days=1))
    work.commit()


def _move_people(work: Work, source: int, heir: int | None, plan: Mapping[str, Any]) -> None:
    if isinstance(plan["accounts"], Mapping):
        for part in plan["parts"]:
            chosen = [int(one) for one, target in plan["accounts"].items() if target == part]
            agency_work.move_groups(work.connection, source, part, chosen)
            agency_work.move_accounts(work.connection, source, part, chosen)
    if heir is None:
        return
    if plan["accounts"] != "none":
        agency_work.move_accounts(work.connection, source, heir)
    if plan["dossiers"]:
        agency_work.move_groups(work.connection, source, heir)


def _move_dossiers(work: Work, source: int, heir: int, event: Record, now: datetime) -> None:
    """Dossiers in work go on at the heir, each with its trail; their due times are counted anew by jobs."""
    old, new = agencies.by_id(work.connection, source), agencies.by_id(work.connection, heir)
    if old is None or new is None:
        return
    for dossier_id in agency_work.open_dossiers(work.connection, source):
        agency_work.move_dossier(work.connection, dossier_id, source, heir, now)
        work.record(
            at=now,
            actor_id=event.actor_id,
            actor_name=event.actor_name,
            action="agency.moved",
            dossier_id=dossier_id,
            detail={"from": old.name, "to": new.name, "from_code": old.code, "to_code": new.code},
        )
        recount.ask(work, dossier_id)
    agency_work.move_drafts(work.connection, source, heir)
