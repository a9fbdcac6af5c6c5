"""Signals from outside: brought like messages, heard by all that wait, kept by nobody."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of, open_page
from fixtures_model import finish, waiting
from fixtures_waits import MONDAY, at, catch, model, started, step
from fixtures_watch import everything, rows

from motcua.engine import MessageUnknownError
from motcua.services.dossier import events
from motcua.services.work import House

SIGNAL = '<b:signal id="G_mo" name="mo_cong"/>'
WAITS = '<b:signalEventDefinition signalRef="G_mo"/>'
DRAWING = (
    "S>a a>P P>g P>h g>b h>c b>J c>J J>E",
    step("a"),
    '<b:parallelGateway id="P"/><b:parallelGateway id="J"/>',
    catch("g", WAITS),
    catch("h", WAITS),
    step("b"),
    step("c"),
)


def bring(house: House, code: str) -> bool:
    with house.work() as work:
        return events.receive(work, actor_of(house, "vinh.le"), code, "mo_cong", {}, at("09:00"))


def test_a_signal_from_outside_reaches_all_that_wait_for_it(house: House) -> None:
    code = started(house, model(*DRAWING, roots=SIGNAL))
    finish(house, code, "a", now=MONDAY)
    assert [one.message for one in open_page(house, code, MONDAY).awaited] == ["mo_cong", "mo_cong"]
    assert bring(house, code)
    assert sorted(waiting(house, code)) == ["b", "c"]
    assert {row.outcome for row in rows(house, "select outcome from dossier_wait")} == {"arrived"}


def test_a_signal_that_nobody_waits_for_yet_is_refused(house: House) -> None:
    code = started(house, model(*DRAWING, roots=SIGNAL))
    before = everything(house)
    with pytest.raises(MessageUnknownError, match="mo_cong"):
        bring(house, code)
    assert everything(house) == before
