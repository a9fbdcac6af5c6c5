"""Messages from outside: who may bring them, what they may carry, and where they lead."""

from __future__ import annotations

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, finish, release, waiting
from fixtures_waits import MONDAY, at, catch, message, messages, model, started, step, timer, waits
from fixtures_watch import everything, rows, value

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, Grant
from motcua.engine import MessageUnknownError
from motcua.services.dossier import events
from motcua.services.work import House
from motcua.store.agencies import agency as agencies

ANSWER = ("S>a a>m m>b b>E", step("a"), catch("m", message("tra_loi")), step("b"))


def drawing() -> bytes:
    return model(*ANSWER, roots=messages("tra_loi"))


def bring(
    house: House, code: str, who: str | Actor = "vinh.le", name: str = "tra_loi", **given: object
) -> bool:
    key = str(given.pop("message_id", ""))
    actor = actor_of(house, who) if isinstance(who, str) else who
    with house.work() as work:
        return events.receive(work, actor, code, name, given, at("09:00"), message_id=key)


def partner(house: House, agency: str, *scopes: str) -> Actor:
    """The system of a partner with a token for an agency and all below it."""
    with house.work() as work:
        row = agencies.by_code(work.connection, agency)
        assert row is not None
    return Actor(None, "Thuế", "partner", grants=(Grant("", frozenset(scopes), row.id),))


def test_a_message_lets_the_dossier_go_on_and_keeps_its_values(house: House) -> None:
    code = started(house, drawing())
    finish(house, code, "a", now=MONDAY)
    assert waits(house)["m"].due_at is None
    assert bring(house, code, ket_qua_thue="hop_le")
    assert list(waiting(house, code)) == ["b"]
    assert value(house, "select outcome from dossier_wait") == "arrived"
    sealed = value(house, "select step_values_sealed from dossier")
    assert house.cipher.open_json(sealed) == {"ket_qua_thue": "hop_le"}
    (told,) = rows(house, "select * from audit where action = 'message'")
    assert told.detail == {"name": "tra_loi", "to": ["Bước b"]}


def test_a_message_that_comes_early_is_kept_for_whoever_will_wait(house: House) -> None:
    code = started(house, drawing())
    assert bring(house, code)
    assert list(waiting(house, code)) == ["a"]
    finish(house, code, "a", now=at("10:00"))
    assert list(waiting(house, code)) == ["b"]


def test_a_message_sent_twice_with_its_key_counts_once(house: House) -> None:
    code = started(house, drawing())
    finish(house, code, "a", now=MONDAY)
    assert bring(house, code, message_id="thue-77")
    before = everything(house)
    assert not bring(house, code, message_id="thue-77")
    assert everything(house) == before


@pytest.mark.req("J-16")
def test_only_the_desk_operators_and_partners_with_a_token_for_its_agency_bring_messages(
    house: House,
) -> None:
    code = started(house, drawing())
    strangers = (
        "dung.vo",
        "hang@example.vn",
        partner(house, "H50.27", "message.deliver"),
        partner(house, "H50", "dossier.read"),
    )
    for stranger in strangers:
        with pytest.raises(NotAllowedError):
            bring(house, code, stranger)
    assert bring(house, code, partner(house, "H50", "message.deliver"))


def test_an_operator_of_the_province_brings_messages(house: House) -> None:
    assert bring(house, started(house, drawing()), "vanhanh.tinh")


def test_what_cannot_be_taken_in_is_refused_and_changes_nothing(house: House) -> None:
    code = started(house, drawing())
    before = everything(house)
    with pytest.raises(MessageUnknownError, match="khong_co"):
        bring(house, code, name="khong_co")
    with pytest.raises(ValidationError) as caught:
        bring(house, code, von=5, Ten=1, dai="x" * 2001, ds=["a"], ok=True)
    assert {error.pointer: error.code for error in caught.value.errors} == {
        "/values/von": "value_declared",
        "/values/Ten": "value_name",
        "/values/dai": "value_kind",
        "/values/ds": "value_kind",
    }
    with pytest.raises(ValidationError):
        bring(house, code, **{f"v{number}": number for number in range(51)})
    with pytest.raises(NotFoundError):
        bring(house, "H50.16-261120-9999")
    assert everything(house) == before


def test_before_acceptance_nothing_comes_in(house: House) -> None:
    release(house, drawing())
    code = file_dossier(house, CODE, now=MONDAY, von=1)
    with pytest.raises(ConflictError, match="mới gửi"):
        bring(house, code)
    accept_dossier(house, code, MONDAY)
    assert bring(house, code)


def test_whichever_event_comes_first_ends_the_others(house: House) -> None:
    race = model(
        "S>a a>G G>m G>t m>b t>c b>E c>E2",
        step("a"),
        '<b:eventBasedGateway id="G"/>',
        catch("m", message("tra_loi")),
        catch("t", timer("2h")),
        step("b"),
        step("c"),
        roots=messages("tra_loi"),
    )
    code = started(house, race)
    finish(house, code, "a", now=MONDAY)
    assert sorted(waits(house)) == ["m", "t"]
    timer_row = waits(house)["t"]
    assert bring(house, code)
    assert list(waiting(house, code)) == ["b"]
    assert waits(house) == {}
    outcomes = {row.element: row.outcome for row in rows(house, "select element, outcome from dossier_wait")}
    assert outcomes == {"m": "arrived", "t": "withdrawn"}
    assert not events.run_timer(house, timer_row.dossier_id, timer_row.task_id, at("09:30"))
