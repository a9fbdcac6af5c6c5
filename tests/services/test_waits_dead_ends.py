"""Events behind which the process cannot go on for a reason other than its data: left to operators, not tried for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import actor_of
from fixtures_model import CALLED, finish
from fixtures_waits import MONDAY, call, catch, message, messages, model, started, step, waits

from motcua.engine.runtime_events import MAX_MAIL
from motcua.services import events, operations
from motcua.services.work import House

TOLD = f'<b:intermediateThrowEvent id="m">{message("bao")}</b:intermediateThrowEvent>'


@pytest.fixture
def full(house: House) -> House:
    """A dossier whose call `s` is to be made, with a message behind it for which the mailbox has no place left."""
    drawing = ("S>a a>s s>m m>h h>E", step("a"), call("s"), TOLD, catch("h", message("bao")))
    code = started(house, model(*drawing, roots=messages("bao")))
    for number in range(MAX_MAIL):
        with house.work() as work:
            desk = actor_of(house, "vinh.le")
            events.receive(work, desk, code, "bao", {}, MONDAY, message_id=str(number))
    finish(house, code, "a", now=MONDAY)
    return replace(house, operations={CALLED.key: CALLED})


def test_an_answer_behind_which_the_mailbox_is_full_is_an_operators(full: House) -> None:
    row = waits(full)["s"]
    assert operations.run(full, row.dossier_id, row.task_id, MONDAY) == "failed"
    left = waits(full)["s"]
    assert (left.status, left.problem, left.due_at) == ("failed", "mailbox_full", None)
