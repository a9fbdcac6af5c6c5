"""What happened to a dossier, told to the pure ledger in the words of a clock story, beside what the database says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fixtures_watch import rows
from services.random_reading import AT_WORK, Told, answer, left, wall
from services.random_world import Kind, World

from motcua.contrib.calendar_files import shipped_calendar
from motcua.domain.ledger.ledger import Ledger
from motcua.domain.ledger.ledger_chain import after
from motcua.domain.ledger.ledger_event import Chain
from motcua.domain.ledger.story import read_stories
from motcua.domain.ledger.story_answer import dossier_answer
from motcua.domain.text import Text
from motcua.domain.time.clock import Reason
from motcua.services.dossier.case import Given
from motcua.store.base import Record

HERE = Text("Thử", "Trial")
CALENDARS = {code: shipped_calendar(code) for code in ("A", "A6")}
# What touches no clock is told under its own name; the ledger does not know every one of them.
TOLD_NOT = ("consult", "answer")


class Tale:
    """One dossier with those that come of it. `events` are a clock story; `chain` is what the ledger makes of them."""

    def __init__(self, world: World, kind: Kind, code: str, now: datetime) -> None:
        self.world, self.kind = world, kind
        self.codes = [code]
        self.events: list[Told] = []
        self.chain: Chain | None = None
        self.tell(now, do="submit", code=code)

    @property
    def code(self) -> str:
        return self.codes[-1]

    def story(self, now: datetime) -> Told:
        """The story so far, as `motcua clock replay` reads it."""
        return {
            "id": self.codes[0],
            "calendar": "A",
            "settings": dict(self.kind.settings),
            "as_of": wall(now),
            "process": {
                "total": self.kind.limit,
                "steps": self.kind.steps,
                "agencies": {"H50.27": {"calendar": "A6"}},
            },
            "events": self.events,
        }

    def tell(self, now: datetime, **event: Any) -> None:
        """One more event; raises what the ledger raises, and then it has not happened."""
        told = {"at": wall(now), **event}
        (story,) = read_stories(
            {**self.story(now), "events": [*self.events, told]}, CALENDARS.get, CALENDARS["A"]
        )
        if self.chain is None:
            ruled = self.world.house.profile.with_settings(self.kind.settings)
            self.chain = Chain(story.plan, ruled, story.calendars)
        self.chain = after(self.chain, story.events[-1])
        self.events.append(told)

    def happened(
        self,
        key: str,
        login: str,
        given: Given,
        now: datetime,
        before: Sequence[Record],
        task: str,
        later: str,
    ) -> None:
        """Tell what an action that succeeded has done. `before` are the steps that waited, `task` is the one it was done at."""
        waiting = self.world.waiting(later)
        here = next((row for row in before if row.task_id == task), None)
        place = here.step_id if here else ""
        known = {row.task_id for row in before}
        came = [row for row in waiting if row.task_id not in known]
        state = self.world.dossier(later).state
        if key in TOLD_NOT:
            return
        if key in ("forward", "return", "give_back", "paper_missing", "leave_route"):
            self._moved(key, now, place, before, waiting, came, state)
        elif key == "supply" and later != self.code:
            self.codes.append(later)
            self.tell(now, do="resubmit" if login.count("@") else "supply", code=later)
        elif key == "reopen":
            self._reopened(now, waiting, state)
        elif key in ("claim", "release", "hand_over", "assign"):
            self._passed(key, now, place, here, given, login)
        else:
            self.tell(now, **self._plain(key, given, place, now))

    def _moved(
        self,
        key: str,
        now: datetime,
        place: str,
        before: Sequence[Record],
        waiting: Sequence[Record],
        came: Sequence[Record],
        state: str,
    ) -> None:
        still = {row.task_id for row in waiting}
        for row in before:
            if row.step_id != place and row.task_id not in still:
                self.tell(now, **{"do": "forward", "from": row.step_id})
        if key == "forward" and state == "result_available":
            self.tell(now, do="confirm_result", step=place)
            return
        self.tell(now, **{"do": key, "from": place, "to": [row.step_id for row in came]})
        self._held(now, came)

    def _reopened(self, now: datetime, waiting: Sequence[Record], state: str) -> None:
        self.tell(now, do="reopen", to=[row.step_id for row in waiting])
        if state != "sent":
            self._held(now, waiting)

    def _held(self, now: datetime, came: Sequence[Record]) -> None:
        """A step that comes to a person was the group's for no time."""
        for row in came:
            if row.holder_id is not None:
                self.tell(now, do="claim", step=row.step_id, by=self.world.logins[row.holder_id])

    def _passed(
        self, key: str, now: datetime, place: str, here: Record | None, given: Given, login: str
    ) -> None:
        held = self.world.logins.get(here.holder_id) if here else None
        taker = self.world.logins.get(given.person)
        if key == "claim":
            self.tell(now, do="claim", step=place, by=login)
        elif key == "release":
            self.tell(now, do="release", step=place, by=held)
        elif key == "hand_over" and held:
            self.tell(now, **{"do": key, "step": place, "from": held, "to": taker})
        else:
            # Handed over by somebody of the group who had not taken it first.
            self.tell(now, do="assign", step=place, to=taker)

    def _plain(self, key: str, given: Given, place: str, now: datetime) -> Told:
        known = rows(
            self.world.house,
            "select c.seconds, c.until from appointment_change c join dossier d on d.id = c.dossier_id"
            " where d.code = :code order by c.id desc limit 1",
            code=self.code,
        )
        if key == "apologise":
            return (
                {"do": key, "to": wall(known[0].until)}
                if known[0].until
                else {"do": key, "extend": f"{known[0].seconds}s"}
            )
        if key == "request_extension":
            whole = {"agency": self._agency(given)} if given.agencies else {"step": place}
            return {"do": key, **whole, "extend": f"{known[0].seconds}s"}
        return {"do": "refuse" if key == "refuse_at_intake" else key, "step": place}

    def _agency(self, given: Given) -> str:
        return next(code for code, one in self.world.agencies.items() if one in given.agencies)

    def expected(self, now: datetime) -> list[Told]:
        """What the ledger says of every dossier of the chain at `now`."""
        assert self.chain is not None
        found = []
        for ledger in self.chain.dossiers:
            told = dossier_answer(self.chain.plan, self.chain.rules, ledger, now)
            found.append(shown_of(told, ledger, self.chain.rules.stopping, now))
        return found

    def found(self, now: datetime) -> list[Told]:
        """What the services say of the same dossiers."""
        with self.world.house.work() as work:
            return [answer(work, code, now) for code in self.codes]


def shown_of(told: Mapping[str, Any], ledger: Ledger, stopping: frozenset[Reason], now: datetime) -> Told:
    """The part of the ledger's answer that the services have too."""
    waits = ledger.state in AT_WORK
    kept = (
        "state", "class", "due", "appointment", "original_due", "original_appointment", "accepted_at",
        "result_at", "result_counted_at", "returned_at", "closed", "dossier_used",
    )  # fmt: skip
    return {
        **{key: told[key] for key in kept},
        # What the desk takes in at once counts as sent then.
        "submitted_at": told["submitted_at"] or told["accepted_at"],
        "intake_due": told["intake_due"] if ledger.state == "sent" else None,
        "waiting": sorted(ledger.waiting) if waits else [],
        "steps": {key: one["used"] for key, one in told["steps"].items() if one["used"]},
        "step_due": {key: left(told["steps"][key]["due"], arrived(ledger, key)) for key in ledger.waiting}
        if waits
        else {},
        "agencies": {key: one["used"] for key, one in told["agencies"].items() if one["used"]},
        "people": {key: one["used"] for key, one in told["people"].items() if one["used"]},
        "unclaimed": {key: used for key, used in told["unclaimed"].items() if used},
    }


def arrived(ledger: Ledger, place: str) -> datetime:
    return min(one.started_at for one in ledger.running(place) if one.subject.kind == "step")


def differences(expected: Sequence[Told], found: Sequence[Told]) -> list[str]:
    """Where ledger and services do not say the same."""
    lines = [] if len(expected) == len(found) else [f"{len(expected)} dossiers ≠ {len(found)}"]
    for number, (one, other) in enumerate(zip(expected, found, strict=False), start=1):
        lines += [
            f"{number}.{key}: ledger {one[key]!r} ≠ services {other[key]!r}"
            for key in one
            if one[key] != other[key]
        ]
    return lines
