"""What an action needs besides state, person and step: where it would be refused, or senseless, it is not offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from motcua.domain.people.permissions import Actor, account_ids, may
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.services.dossier import consulted
from motcua.services.dossier.without_process import suits
from motcua.services.intake import original_check
from motcua.services.money import paying
from motcua.services.time import rules
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.exchange import paper_dispatch as dispatches
from motcua.store.intake import outage as outages
from motcua.store.intake import supplement as supplements
from motcua.store.messages import message_hold as message_holds
from motcua.store.money import payment as payments
from motcua.store.time import appointment as appointments
from motcua.store.time import interval as intervals


@dataclass(frozen=True)
class Asking:
    """Who asks, about which dossier and which waiting step."""

    work: Work
    actor: Actor
    shown: DossierPage
    visit: Visit | None

    @property
    def dossier_id(self) -> int:
        return int(self.shown.row.id)

    @cached_property
    def extension(self) -> bool:
        """Whether an extension waits for a decision."""
        return self.asked_extension is not None

    @cached_property
    def asked_extension(self) -> Record | None:
        """The extension that waits for a decision."""
        return appointments.asked(self.work.connection, self.dossier_id)

    @cached_property
    def may_decide(self) -> bool:
        """Whether an extension waits that is the actor's to decide: one of his agency, or of one below (E-16)."""
        asked = self.asked_extension
        if asked is None or asked.asked_by in account_ids(self.actor):
            return False
        return may(self.actor, "dossier.approve", agencies.lineage(self.work.connection, asked.agency_id))

    @cached_property
    def is_paused(self) -> bool:
        """Whether a leader has stopped the clock."""
        return intervals.lasts(self.work.connection, self.dossier_id, intervals.BY_HAND)

    @cached_property
    def payment(self) -> bool:
        """Whether a payment is waited for."""
        return payments.opened(self.work.connection, self.dossier_id) is not None

    @cached_property
    def held_message(self) -> bool:
        """Whether a message to the applicant waits for the desk."""
        return message_holds.waits(self.work.connection, self.dossier_id)

    @cached_property
    def may_apologise(self) -> bool:
        """Whether the rules allow one more apology."""
        most = rules.of(self.work, self.shown.version).apology_max_times
        return appointments.count_apologies(self.work.connection, self.dossier_id) < most

    @cached_property
    def may_ask_for_papers(self) -> bool:
        """Whether the rules allow one more request for a supplement (R-29)."""
        most = rules.of(self.work, self.shown.version).supplement_max
        return not most or supplements.count(self.work.connection, self.dossier_id) < most

    @cached_property
    def was_sent_again(self) -> bool:
        """Whether the dossier goes on under another code (E-20)."""
        return dossiers.later_of(self.work.connection, self.dossier_id) is not None

    @cached_property
    def back_entry(self) -> Record | None:
        """The entry after an outage that waits for approval (C-13)."""
        found = outages.entry_of(self.work.connection, self.dossier_id)
        return found if found is not None and found.decided_at is None else None

    @property
    def may_approve_entry(self) -> bool:
        """Nobody approves what he entered himself, nor for whoever entered it."""
        return self.back_entry is not None and self.back_entry.entered_by not in account_ids(self.actor)

    @cached_property
    def questions(self) -> Sequence[Record]:
        """What the actor's agency was asked about this dossier."""
        return consulted.asked(self.work, self.actor, self.dossier_id)


def holds(key: str, asking: Asking) -> bool:
    """Whether the action makes sense now; each condition asks the database once at most."""
    if not suits(key, asking.shown.row):
        return False
    return key not in CONDITIONS or CONDITIONS[key](asking)


def _is_free(asking: Asking) -> bool:
    return asking.visit is not None and asking.visit.row.holder_id is None


def _is_held(asking: Asking) -> bool:
    return asking.visit is not None and asking.visit.row.holder_id is not None


def _is_on_its_way(asking: Asking) -> bool:
    """Whether the step waits for its agency to acknowledge the dossier (E-13)."""
    visit, accepted = asking.visit, asking.shown.row.accepted_at is not None
    return visit is not None and accepted and visit.row.counted_from is None


def _came_from_elsewhere(asking: Asking) -> bool:
    visit = asking.visit
    if visit is None:
        return False
    return any(
        one.row.left_at is not None and one.row.agency_id != visit.row.agency_id
        for one in asking.shown.visits
    )


def _is_done(asking: Asking) -> bool:
    return bool(asking.shown.row.engine_ended)


def _may_charge(asking: Asking) -> bool:
    """Whether something is left to be paid, and nothing is being waited for."""
    return bool(paying.due_charges(asking.work, asking.shown.row)) and not asking.payment


def _sends_paper(asking: Asking) -> bool:
    visit = asking.visit
    if visit is None or asking.shown.version.model.step_by_id[visit.row.step_id].paper != "follows":
        return False
    return not dispatches.of_visit(asking.work.connection, visit.row.id)


def _paper_on_its_way(asking: Asking) -> bool:
    """Only processes with steps that send paper are asked about."""
    if all(step.paper == "none" for step in asking.shown.version.model.steps):
        return False
    sent = dispatches.on_the_way(asking.work.connection, asking.dossier_id)
    return sent is not None and asking.visit is not None and sent.step_row_id != asking.visit.row.id


CONDITIONS: Final[Mapping[str, Callable[[Asking], bool]]] = {
    "claim": _is_free,
    "check_originals": lambda asking: original_check.is_due(
        asking.work, asking.shown.version, asking.shown.row
    ),
    "release": _is_held,
    "acknowledge": _is_on_its_way,
    "give_back": _came_from_elsewhere,
    "confirm_result": _is_done,
    "request_extension": lambda asking: not asking.extension,
    "approve_extension": lambda asking: asking.may_decide,
    "refuse_extension": lambda asking: asking.may_decide,
    "apologise": lambda asking: asking.may_apologise,
    "confirm_message": lambda asking: asking.held_message,
    "pause": lambda asking: not asking.is_paused,
    "resume": lambda asking: asking.is_paused,
    "request_payment": _may_charge,
    "collect_fee": _may_charge,
    "confirm_payment": lambda asking: asking.payment,
    "send_paper": _sends_paper,
    "receive_paper": _paper_on_its_way,
    "paper_missing": _paper_on_its_way,
    "request_supplement": lambda asking: asking.may_ask_for_papers,
    "close": lambda asking: asking.shown.row.closed_at is None,
    "reopen": lambda asking: not asking.was_sent_again,
    "approve_back_entry": lambda asking: asking.may_approve_entry,
    "refuse_back_entry": lambda asking: asking.back_entry is not None,
    "answer": lambda asking: any(one.answered_at is None for one in asking.questions),
}
