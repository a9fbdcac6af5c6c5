"""Other agencies' opinions: asked and answered with a document, timed, never in the way of the step that asks (H-01)."""

from __future__ import annotations

from datetime import date

import pytest
from fixtures_dossier import actor_of
from fixtures_model import finish, waiting
from fixtures_watch import race, rows, value
from services.routing_story import DOCUMENT, act, at, history, id_of, serve, started, told, used

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import dossiers
from motcua.services.exchange import consulting
from motcua.services.exchange.consulting import Consultation
from motcua.services.work import House

HOUR = 3600


def asked_of(house: House, code: str, now: object) -> list[Consultation]:
    with house.work() as work:
        dossier_id = value(house, "select id from dossier where code = :code", code=code)
        return list(consulting.of_dossier(work, dossier_id, now))  # type: ignore[arg-type]


def ask(house: House, code: str, *agencies: int, duration: str = "4h", **given: object) -> None:
    sent = {"opinion": "Đề nghị cho ý kiến về quy hoạch.", "uploads": (DOCUMENT,), **given}
    act(house, "vinh.le", code, "consult", at("08:00"), agencies=agencies, duration=duration, **sent)


@pytest.fixture
def two(house: House) -> tuple[int, int]:
    """A ward and a department, each with an expert: Mai answers for the first, Ha for the second."""
    return serve(house, "mai.ho", "H50.27"), serve(house, "ha.tran", "H50.41")


@pytest.mark.req("H-01")
def test_of_two_agencies_asked_one_answers_and_the_other_is_overdue(
    house: House, two: tuple[int, int]
) -> None:
    code = started(house)
    ask(house, code, *two)
    act(house, "mai.ho", code, "answer", at("10:00"), opinion="Phù hợp quy hoạch.", uploads=(DOCUMENT,))
    first, second = asked_of(house, code, at("15:00"))
    assert (first.answer, first.used, first.is_overdue) == ("Phù hợp quy hoạch.", 2 * HOUR, False)
    assert first.row.answered_name == "Hồ Thị Xuân Mai"
    assert (second.answer, second.is_overdue, second.row.due_at) == ("", True, at("14:00"))
    # 08:00 to 11:30 and 13:30 to 15:00 by the asked agency's own hours.
    assert second.used == 5 * HOUR
    slots = rows(house, "select slot from file where slot like '%:%' and slot not like 'paper%' order by id")
    assert [row.slot.partition(":")[0] for row in slots] == ["consult", "consult", "answer"]


@pytest.mark.req("H-01", "A-15")
def test_the_step_that_asks_goes_on_and_may_be_forwarded_before_the_answer(
    house: House, two: tuple[int, int]
) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    ask(house, code, two[0])
    assert used(house, code, "step", task, at("10:00")) == 3 * HOUR
    finish(house, code, "a", now=at("10:00"))
    act(house, "mai.ho", code, "answer", at("11:00"), opinion="Đồng ý.", uploads=(DOCUMENT,))
    (one,) = asked_of(house, code, at("11:00"))
    assert (one.row.step_name, one.answer) == ("Bước a", "Đồng ý.")
    assert told(house, "vinh.le")[-1] == f"{one.row.agency_name} đã trả lời ý kiến về hồ sơ {code}."


@pytest.mark.req("H-01")
@pytest.mark.parametrize("key", ["consult", "answer"])
def test_every_exchange_carries_an_electronic_document(house: House, two: tuple[int, int], key: str) -> None:
    code = started(house)
    if key == "answer":
        ask(house, code, two[0])
    who = {"consult": "vinh.le", "answer": "mai.ho"}[key]
    with pytest.raises(ValidationError) as problem:
        act(house, who, code, key, at("09:00"), agencies=two, opinion="Ý kiến")
    assert [(one.pointer, one.code) for one in problem.value.errors] == [
        ("/document_number", "required"),
        ("/document_date", "required"),
        ("/files", "document_required"),
    ]
    dated = {"agencies": two, "opinion": "Ý kiến", "uploads": (DOCUMENT,), "document_date": date(2026, 12, 8)}
    with pytest.raises(ValidationError) as problem:
        act(house, who, code, key, at("09:00"), **dated)
    assert [(one.pointer, one.code) for one in problem.value.errors] == [("/document_date", "after_today")]


@pytest.mark.req("H-01")
def test_only_an_agency_that_was_asked_answers_and_opens_the_dossier(
    house: House, two: tuple[int, int]
) -> None:
    code = started(house)
    mai = actor_of(house, "mai.ho")
    stranger = actor_of(house, "ha.tran")
    ask(house, code, two[0])
    with pytest.raises(NotAllowedError, match="không được lấy ý kiến"):
        act(house, "dung.vo", code, "answer", at("09:00"), opinion="Tôi thấy…", uploads=(DOCUMENT,))
    with house.work() as work:
        assert [one.row.code for one in consulting.to_answer(work, mai, at("09:00"))] == [code]
        assert consulting.to_answer(work, stranger, at("09:00")) == []


def test_an_agency_asked_sees_the_dossier_it_is_asked_about(house: House) -> None:
    outside = value(
        house,
        "select a.login from account a join agency g on g.id = a.agency_id"
        " where g.code <> 'H50.16' and a.kind = 'staff' and a.is_active"
        " and not exists (select from role_grant r where r.account_id = a.id) order by a.id limit 1",
    )
    asked = serve(house, outside, "H50.41")
    code = started(house)
    officer = actor_of(house, outside)
    with house.work() as work, pytest.raises(NotAllowedError):
        dossiers.page(work, officer, code, at("08:30"))
    ask(house, code, asked)
    with house.work() as work:
        assert dossiers.page(work, officer, code, at("08:30")).row.code == code


def test_a_second_answer_is_refused_and_two_at_once_are_one(house: House, two: tuple[int, int]) -> None:
    code = started(house)
    ask(house, code, two[0])

    def answer() -> None:
        act(house, "mai.ho", code, "answer", at("10:00"), opinion="Đồng ý.", uploads=(DOCUMENT,))

    outcomes = race(answer, answer)
    assert sorted(isinstance(one, ConflictError) for one in outcomes) == [False, True], outcomes
    with pytest.raises(ConflictError, match="đã trả lời rồi"):
        answer()
    assert value(house, "select count(*) from audit where action = 'answer'") == 1


def test_without_a_time_of_its_own_a_question_is_due_with_the_step(
    house: House, two: tuple[int, int]
) -> None:
    code = started(house)
    ask(house, code, two[0], duration="")
    (one,) = asked_of(house, code, at("09:00"))
    assert (one.row.due_at, one.row.budget_seconds) == (at("11:00"), None)


@pytest.mark.parametrize(
    ("given", "pointer"), [({"duration": "vài hôm"}, "/duration"), ({"opinion": ""}, "/opinion")]
)
def test_a_question_needs_words_and_a_time_that_can_be_read(
    house: House, two: tuple[int, int], given: dict[str, str], pointer: str
) -> None:
    code = started(house)
    with pytest.raises(ValidationError) as problem:
        ask(house, code, two[0], **given)
    assert [one.pointer for one in problem.value.errors] == [pointer]


def test_ones_own_agency_and_one_that_ended_are_not_asked(house: House, two: tuple[int, int]) -> None:
    code = started(house)
    own = actor_of(house, "vinh.le").agency_id
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update agency set valid_to = '2026-12-01' where code = 'H50.27'")
    for agency in (own, two[0], 0):
        with pytest.raises(ValidationError) as problem:
            ask(house, code, agency)
        assert [one.pointer for one in problem.value.errors] == ["/agency"]


def test_what_was_asked_and_answered_is_sealed_and_its_history_names_the_agencies(
    house: House, two: tuple[int, int]
) -> None:
    code = started(house)
    ask(house, code, *two)
    (row,) = rows(house, "select question_sealed from consultation where agency_id = :id", id=two[0])
    assert "quy hoạch".encode() not in bytes(row.question_sealed)
    action, detail = history(house, code)[-1]
    assert (action, len(detail["agencies"])) == ("consult", 2)
    assert id_of(house, "mai.ho") in {
        row.account_id for row in rows(house, "select account_id from message where event like 'consult:%'")
    }
