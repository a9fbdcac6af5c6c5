"""Anything done by anybody to real dossiers, beside the pure ledger: nothing unlawful succeeds, and both say the same."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from fixtures_watch import local
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from services.random_tale import CALENDARS, Tale, differences
from services.random_world import CITIZEN, KINDS, SLIP, STAFF, World

from motcua.cli.clock import clock
from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError, MotcuaError
from motcua.services.dossier.case import Given
from motcua.services.work import House

BEGIN = local("2026-12-07 06:30")
# The suite lives the same few lives every time; with RANDOM_MODEL_EXAMPLES=200 Hypothesis looks for others.
EXAMPLES = int(os.environ.get("RANDOM_MODEL_EXAMPLES", "0"))
LIVES, DEEDS = 3, 45
# Named one by one, so that an action added elsewhere changes no life that is lived here.
KEYS = (
    "accept", "answer", "apologise", "approve_back_entry", "approve_extension", "assign", "check_originals",
    "claim", "close", "collect_fee", "confirm_message", "confirm_payment", "confirm_result", "consult",
    "correct", "forward", "give_back", "hand_over", "leave_route", "paper_missing", "pause", "receive_paper",
    "refuse", "refuse_at_intake", "refuse_back_entry", "refuse_extension", "release", "reopen",
    "request_extension", "request_payment", "request_supplement", "resume", "return", "return_result",
    "send_paper", "stop", "supply", "urge", "withdraw", "ask_withdrawal", "amend",
)  # fmt: skip
# Minutes and seconds that pass: within an hour, over lunch, over night, over a weekend, past every limit.
WAITS = (0, 1, 61, 600, 1799, 3600, 4 * 3600 + 17, 9 * 3600, 15 * 3600, 26 * 3600, 63 * 3600, 12 * 86400)
MAY_MOVE = {"start", "wait_supplement", "wait_payment", "pause", "resume", "extend", "apologise", "reopen"}


class Desk(RuleBasedStateMachine):
    """One dossier or two to which anything may be done by anybody at any time."""

    world: World
    done: Counter[str]
    refused: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.now = BEGIN
        self.tales: list[Tale] = []
        # Of all rows after what was refused last; empty once something was done.
        self.mark = ""

    def tale(self, which: int) -> Tale:
        """One of at most two dossiers, sent when it is first asked for."""
        if len(self.tales) <= which // 3:
            self.mark, kind = "", KINDS[which % 3]
            self.tales.append(Tale(self.world, kind, self.world.file(kind, self.now), self.now))
            return self.tales[-1]
        return self.tales[which // 3]

    @rule(seconds=st.sampled_from(WAITS))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for tale in self.tales:
            self.require_same(tale)

    @rule(which=st.integers(0, 5), seed=st.integers(0, 10**6))
    def anything(self, which: int, seed: int) -> None:
        """Whoever comes does whatever he likes; something that the state allows more often than not."""
        chance, tale = Random(seed), self.tale(which)
        state = self.world.dossier(tale.code).state
        listed = [key for key in KEYS if state in ACTIONS[key].sources]
        key = chance.choice(listed if listed and chance.random() < 0.85 else list(KEYS))
        self.attempt(tale, key, chance)

    @rule(which=st.integers(0, 5), seed=st.integers(0, 10**6))
    def work_goes_on(self, which: int, seed: int) -> None:
        chance, tale = Random(seed), self.tale(which)
        state = self.world.dossier(tale.code).state
        key = {"sent": "accept", "accepted": "forward", "processing": "forward"}.get(state, "supply")
        if key == "forward" and not self.world.waiting(tale.code):
            key = "confirm_result"
        self.attempt(tale, key, chance, flaw="")

    def attempt(self, tale: Tale, key: str, chance: Random, flaw: str | None = None) -> None:
        flaw = (
            chance.choice(["", "", "", "", "", "", "person", "input", "slip", "task"])
            if flaw is None
            else flaw
        )
        before = self.world.waiting(tale.code)
        task = str(chance.choice(before).task_id) if before else ""
        login = self.somebody(key, tale, task, chance, flaw)
        if flaw == "task":
            task = "no such task"
        given = self.given(tale, key, chance, flaw, before)
        state = self.world.dossier(tale.code).state
        why = self.unlawful(tale, key, login, given, task, state, before)
        written, dues = self.mark or self.world.rows_written(), self.world.dues(tale.codes)
        try:
            later = self.world.perform(login, tale.code, key, self.now, task, given)
        except MotcuaError:
            self.refused[key] += 1
            self.mark = self.world.rows_written()
            assert self.mark == written, f"{key} wrote although refused"
            return
        self.mark = ""
        assert not why, f"{login} did {key} on {state}: {why}"
        self.done[key] += 1
        try:
            tale.happened(key, login, given, self.now, before, task, later)
        except ConflictError as refused:
            raise AssertionError(f"{key} by {login} succeeded, the ledger: {refused.message.en}") from refused
        if ACTIONS[key].clock not in MAY_MOVE:
            assert self.world.dues(tale.codes)[: len(dues)] == dues, f"{key} moved a due time"
        self.require_same(tale)

    def somebody(self, key: str, tale: Tale, task: str, chance: Random, flaw: str) -> str:
        """Somebody who may, if there is one; anybody at all when the flaw is the person."""
        people = [*STAFF, CITIZEN]
        if flaw == "person":
            return chance.choice(people)
        able = [one for one in people if not self.world.lacks(one, tale.code, key, task)]
        return chance.choice(able or people)

    def given(self, tale: Tale, key: str, chance: Random, flaw: str, before: Any) -> Given:
        action, world = ACTIONS[key], self.world
        here = before[0].agency if before else "H50.16"
        values: dict[str, Any] = {
            "reason": "Lý do",
            "opinion": "Ý kiến",
            "papers": ("ban_do",),
            "step": chance.choice(["", *(one["id"] for one in tale.kind.steps)]),
            "person": world.actor(chance.choice(STAFF)).id,
            "agency": (world.agencies[chance.choice(["H50.09", "H50.10", here])],),
            "duration": chance.choice(["", "30m", "4h", "1d"]),
            "until": self.now + timedelta(days=chance.choice([1, 6, 9]), seconds=chance.choice([0, 3723])),
            "kind": chance.choice(["return", "refuse", "supplement"]),
            "amount": chance.choice([880_000, 30_000, 910_000]),
        }
        wanted = {name: values[name] for name in action.inputs if name != "document"}
        if key == "apologise":
            wanted.pop(chance.choice(["until", "duration"]))
        if key == "forward" and chance.random() < 0.6:
            wanted.pop("person")
        if key == "return" and chance.random() < 0.5:
            wanted.pop("step")
        if flaw == "input" and wanted:
            wanted.pop(chance.choice(sorted(wanted)))
        if "agency" in wanted:
            wanted["agencies"] = wanted.pop("agency")
        if key == "request_extension" and chance.random() < 0.3:
            wanted["agencies"] = (world.agencies[here],)
        if action.slip and flaw != "slip":
            wanted["slip"] = SLIP
        marks = {"accept": {"*": "good"}, "forward": {"paper_sent": "1"}}.get(key, {})
        if key == "accept" and flaw == "input":
            marks = {}
        uploads = (SLIP,) if key in ("consult", "answer", "supply", "give_back") else ()
        if "document" in action.inputs:
            wanted |= {"document_number": "12/CV", "document_date": self.now.date()}
        answers = {"correct": {"noi_dung": str(chance.random())}}.get(key, {})
        return Given(**wanted, marks=marks, uploads=uploads, answers=answers)

    def unlawful(
        self, tale: Tale, key: str, login: str, given: Given, task: str, state: str, before: Any
    ) -> str:
        """Why it must not succeed, told from the table and from who is who; empty when it may."""
        action = ACTIONS[key]
        if state not in action.sources:
            return f"not allowed when {state}"
        if self.world.lacks(login, tale.code, key, task):
            return "he may not"
        if action.slip and given.slip is None:
            return "no slip"
        missing = [
            name
            for name in action.inputs
            if name not in action.optional
            and name != "document"
            and not getattr(given, {"agency": "agencies"}.get(name, name))
        ]
        if missing and key != "supply":
            return f"no {missing}"
        if task == "no such task" and login != CITIZEN:
            return "no such task"
        return ""

    def require_same(self, tale: Tale) -> None:
        found = differences(tale.expected(self.now), tale.found(self.now))
        assert not found, "\n".join([*found, f"at {self.now}", *map(str, tale.events)])

    def teardown(self) -> None:
        """The story of each dossier, told by the command, ends as the database says."""
        for tale in self.tales:
            told = replayed(tale, self.now)
            for code, row in zip(tale.codes, tale.found(self.now), strict=True):
                same = ("state", "class", "due", "appointment")
                assert [told[code][key] for key in same] == [row[key] for key in same]


def replayed(tale: Tale, now: datetime) -> dict[str, Any]:
    """What `motcua clock replay` says of every dossier of the tale, by code."""
    with TemporaryDirectory() as folder:
        story, calendar = Path(folder, "story.json"), Path(folder, "A.json")
        story.write_text(json.dumps(tale.story(now)), encoding="utf-8")
        calendar.write_text(json.dumps(CALENDARS["A"].to_dict()), encoding="utf-8")
        profile = tale.world.house.profile.code
        said = ["replay", str(story), "--profile", profile, "--calendar-file", str(calendar), "--json"]
        shown = CliRunner().invoke(clock, said)
    assert shown.exit_code == 0, shown.output
    dossiers: dict[str, Any] = json.loads(shown.output)["dossiers"]
    return dossiers


def lived(world: World) -> type[Desk]:
    """The machine with what was done and refused in some lives that are always the same."""
    machine = machine_of(world)
    for life in range(LIVES):
        chance, desk = Random(f"{world.house.profile.code} {life}"), machine()
        desk.begin()
        for _ in range(DEEDS):
            deed = chance.choice([desk.anything, desk.anything, desk.work_goes_on, desk.time_passes])
            if deed == desk.time_passes:
                desk.time_passes(seconds=chance.choice(WAITS))
            else:
                deed(which=chance.randrange(6), seed=chance.randrange(10**6))
        desk.teardown()
    return machine


def searched(world: World) -> None:
    """Let Hypothesis look for a life in which something goes wrong."""
    case: Any = machine_of(world).TestCase
    case.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    case().runTest()


def machine_of(world: World) -> type[Desk]:
    counted: dict[str, Any] = {"world": world, "done": Counter(), "refused": Counter()}
    return type(f"Desk{world.house.profile.code}", (Desk,), counted)


@pytest.mark.req("D-01", "E-21", "E-28")
@pytest.mark.parametrize("profile", ["000", "001", "002", "003", "004"])
def test_nothing_unlawful_succeeds_and_the_dossiers_say_what_the_ledger_says(
    house: House, profile: str
) -> None:
    world = World(house, profile)
    if EXAMPLES:
        searched(world)
        return
    machine = lived(world)
    # Nothing is proved by lives in which little happens.
    assert len(machine.done) >= 12
    assert len(machine.refused) >= 12
