"""Every state against every action of supplements and endings: what the table forbids is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures_dossier import actor_of
from fixtures_model import finish
from fixtures_watch import everything, local
from services.ending_story import (
    CITIZEN,
    DESK,
    EXCEPTION,
    EXPERT,
    LEADER,
    SLIP,
    act,
    ask,
    at_expert,
    dossier,
    sent,
    set_up,
    under,
)

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import ConflictError, NotAllowedError
from motcua.services.intake import amendment, supplement, withdrawal
from motcua.services.work import House

AT = "2026-12-08 10:00"
GROUNDS: dict[str, Any] = {"reason": "Lý do", "slip": SLIP}


def at_sent(house: House) -> str:
    return sent(house)


def asked(house: House) -> str:
    code = at_expert(house)
    ask(house, code, "2026-12-08 09:00")
    return code


def ended_by(key: str, who: str) -> Callable[[House], str]:
    def ended(house: House) -> str:
        code = at_expert(house)
        act(house, who, code, key, "2026-12-08 09:00", **GROUNDS)
        return code

    return ended


def refused_at_intake(house: House) -> str:
    code = sent(house)
    act(house, DESK, code, "refuse_at_intake", "2026-12-07 09:00", **GROUNDS)
    return code


def with_result(house: House) -> str:
    code = at_expert(house)
    for step in ("b", "c"):
        finish(house, code, step, now=local("2026-12-07 09:00"), login=EXPERT)
    act(house, DESK, code, "confirm_result", "2026-12-08 08:00")
    return code


def returned(house: House) -> str:
    code = with_result(house)
    act(house, DESK, code, "return_result", "2026-12-08 09:00")
    return code


def closed(house: House) -> str:
    code = returned(house)
    act(house, DESK, code, "close", "2026-12-08 09:30")
    return code


STATES: dict[str, tuple[str, Callable[[House], str]]] = {
    "sent": ("004", at_sent),
    "processing": ("004", at_expert),
    "waiting_supplement": ("004", asked),
    "returned_for_supplement": ("001", asked),
    "refused_at_intake": ("004", refused_at_intake),
    "refused": ("004", ended_by("refuse", EXPERT)),
    "stopped": ("004", ended_by("stop", LEADER)),
    "withdrawn": ("004", ended_by("withdraw", DESK)),
    "result_available": ("004", with_result),
    "returned": ("004", returned),
    "closed": ("004", closed),
}
STAFF: dict[str, tuple[str, dict[str, Any]]] = {
    "request_supplement": (EXPERT, {"papers": ("ban_do",), **GROUNDS}),
    "supply": (DESK, {"papers": ("ban_do",)}),
    "refuse_at_intake": (DESK, GROUNDS),
    "refuse": (EXPERT, GROUNDS),
    "stop": (LEADER, GROUNDS),
    "withdraw": (DESK, {"reason": "Lý do"}),
    "return_result": (DESK, {}),
    "close": (DESK, {}),
    "reopen": (EXCEPTION, {"reason": "Lý do"}),
}
TARGETS = {
    # Where it goes besides what the table says.
    ("supply", "returned_for_supplement"): "returned_for_supplement",
    ("reopen", "refused_at_intake"): "sent",
}


@pytest.mark.req("D-01", "D-08", "D-09", "D-12", "D-15")
@pytest.mark.parametrize("state", STATES)
def test_staff_do_what_the_table_allows_and_nothing_else(house: House, state: str) -> None:
    profile, reached = STATES[state]
    house = under(house, profile)
    set_up(house)
    lawful = [key for key in STAFF if state in ACTIONS[key].sources]
    code = reached(house)
    assert dossier(house, code).state == state
    before = everything(house)
    for key in (one for one in STAFF if one not in lawful):
        who, given = STAFF[key]
        # Where nothing waits for the expert, he is told that it is not his; else what the state forbids.
        with pytest.raises((ConflictError, NotAllowedError)):
            act(house, who, code, key, AT, **given)
        assert everything(house) == before, key
    for key in lawful:
        one = reached(house)
        who, given = STAFF[key]
        who = DESK if state == "sent" and key == "request_supplement" else who
        act(house, who, one, key, AT, **given)
        assert dossier(house, one).state == TARGETS.get((key, state), ACTIONS[key].target), key


@pytest.mark.req("D-09", "C-15")
@pytest.mark.parametrize("state", STATES)
def test_applicants_do_what_the_table_allows_and_nothing_else(house: House, state: str) -> None:
    profile, reached = STATES[state]
    house = under(house, profile)
    set_up(house)
    code = reached(house)
    citizen = actor_of(house, CITIZEN)
    calls: dict[str, Callable[[Any], object]] = {
        "amend": lambda work: amendment.begin(work, citizen, code, local(AT)),
        "ask_withdrawal": lambda work: withdrawal.ask(work, citizen, code, "Thôi", local(AT)),
        "supply": lambda work: supplement.supply_own(work, citizen, code, {"ban_do": [SLIP]}, local(AT)),
    }
    before = everything(house)
    for key, call in calls.items():
        if state not in ACTIONS[key].sources:
            with house.work() as work, pytest.raises(ConflictError) as refused:
                call(work)
            assert ACTIONS[key].name.vi.lower() in refused.value.message.vi
            assert ACTIONS[key].name.en.lower() in refused.value.message.en
    assert everything(house) == before
    for key, call in calls.items():
        if state in ACTIONS[key].sources:
            with house.work() as work:
                call(work)
    assert (everything(house) == before) is not any(state in ACTIONS[key].sources for key in calls)
