"""Events behind which the process cannot go on for a reason other than its data: left to operators, not tried for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import actor_of
from fixtures_model import CALLED, finish
from fixtures_waits import (
    MONDAY,
    at,
    call,
    catch,
    fire,
    message,
    messages,
    model,
    started,
    step,
    timer,
    waits,
)

from motcua.engine.runtime.runtime_events import MAX_MAIL
from motcua.services.dossier import events, operations
from motcua.services.work import House

TOLD = f'<b:intermediateThrowEvent id="m">{message("bao")}</b:intermediateThrowEvent>'


@pytest.fixture(autouse=True)
def small_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process throws itself finds no more place than what comes from outside."""
    monkeypatch.setattr("motcua.engine.runtime.runtime_events.MAX_OWN_MAIL", MAX_MAIL)


def fill(house: House, code: str) -> None:
    """Bring as many messages as a dossier keeps."""
    for number in range(MAX_MAIL):
        with house.work() as work:
            desk = actor_of(house, "vinh.le")
            events.receive(work, desk, code, "bao", {}, MONDAY, message_id=str(number))


@pytest.fixture
def full(house: House) -> House:
    """A dossier whose call `s` is to be made, with a message behind it for which the mailbox has no place left."""
    drawing = ("S>a a>s s>m m>h h>E", step("a"), call("s"), TOLD, catch("h", message("bao")))
    code = started(house, model(*drawing, roots=messages("bao")))
    fill(house, code)
    finish(house, code, "a", now=MONDAY)
    return replace(house, operations={CALLED.key: CALLED})


def test_an_answer_behind_which_the_mailbox_is_full_is_an_operators(full: House) -> None:
    row = waits(full)["s"]
    assert operations.run(full, row.dossier_id, row.task_id, MONDAY) == "failed"
    left = waits(full)["s"]
    assert (left.status, left.problem, left.due_at) == ("failed", "mailbox_full", None)


def test_a_timer_behind_which_the_mailbox_is_full_is_an_operators(house: House) -> None:
    drawing = ("S>a a>t t>m m>h h>E", step("a"), catch("t", timer("2h")), TOLD, catch("h", message("bao")))
    code = started(house, model(*drawing, roots=messages("bao")))
    fill(house, code)
    finish(house, code, "a", now=MONDAY)
    assert not fire(house, "t", at("12:00"))
    left = waits(house)["t"]
    assert (left.status, left.problem) == ("failed", "mailbox_full")
