"""Calls of service tasks: made once or again, answered, caught by the model, or seen to by an operator."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, finish, release, waiting
from fixtures_waits import MONDAY, border, call, error, errors, model, started, step, waits
from fixtures_watch import everything, rows, run_jobs, value
from staff_people import make_operator

from motcua.contrib.service_doubles import DOUBLES
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.text import Text
from motcua.extend.service_task import Call, OutputKind, ServiceError
from motcua.services.dossier import events, operations, operators
from motcua.services.work import House

TITLE = Text("Gửi thử", "Trial call")
SENT = ("S>a a>s s>b b>E", step("a"), call("s"), step("b"))
CAUGHT = (
    "S>a a>s s>b b>E X>c c>E2",
    step("a"),
    call("s"),
    border("X", "s", error("tu_choi")),
    step("b"),
    step("c"),
)


@dataclass
class Tax:
    """An operation that remembers its calls and does what the test says."""

    act: Callable[[Call], Mapping[str, object]] = lambda _: {"ma_so": "T1", "hop_le": True}
    key: str = "test.send"
    title: Text = TITLE
    outputs: Mapping[str, OutputKind] = field(default_factory=lambda: {"ma_so": "text", "hop_le": "boolean"})
    calls: list[Call] = field(default_factory=list)

    def run(self, call: Call) -> Mapping[str, object]:
        self.calls.append(call)
        return self.act(call)


def failing(code: str = "unreachable", *, retryable: bool = True) -> Callable[[Call], Any]:
    def act(_: Call) -> Any:
        raise ServiceError(code, "Không kết nối được.", is_retryable=retryable)

    return act


def with_tax(house: House, tax: Tax) -> House:
    return replace(house, operations={tax.key: tax})


def called(house: House, *drawing: str, roots: str = "") -> str:
    """A dossier whose call is to be made at MONDAY."""
    code = started(house, model(*drawing, roots=roots))
    finish(house, code, "a", now=MONDAY)
    return code


def run(house: House, now=MONDAY) -> str:
    (row,) = waits(house).values()
    return operations.run(house, row.dossier_id, row.task_id, now)


def failed(
    house: House, code_of_error: str = "unreachable", roots: str = "", *drawing: str
) -> tuple[str, str]:
    """A dossier whose call has failed for good; its code and task."""
    code = called(house, *(drawing or SENT), roots=roots)
    broken = with_tax(house, Tax(failing(code_of_error, retryable=False)))
    assert run(broken) == "failed"
    make_operator(house)
    return code, waits(house)["s"].task_id


def test_a_call_gets_the_data_and_a_key_and_its_answer_lets_the_dossier_go_on(house: House) -> None:
    tax = Tax()
    code = called(house, *SENT)
    assert run(with_tax(house, tax)) == "answered"
    (made,) = tax.calls
    task = value(house, "select task_id from dossier_wait")
    assert (made.key, made.attempt, made.seconds, made.values["von"]) == (f"{code}/{task}", 1, 30, 1)
    assert list(waiting(house, code)) == ["b"]
    kept = house.cipher.open_json(value(house, "select step_values_sealed from dossier"))
    assert kept == {"ma_so": "T1", "hop_le": True}
    (told,) = rows(house, "select * from audit where action = 'operation.answered'")
    assert told.actor_name == "Hệ thống"


def test_nothing_is_called_before_acceptance(house: House) -> None:
    release(house, model("S>s s>b b>E", call("s"), step("b")))
    code = file_dossier(house, CODE, now=MONDAY, von=1)
    tax = Tax()
    assert run(with_tax(house, tax)) == "gone"
    accept_dossier(house, code, MONDAY)
    assert run(with_tax(house, tax)) == "answered"
    assert len(tax.calls) == 1


def test_the_dossier_is_not_locked_while_the_call_is_made(house: House) -> None:
    def look(_: Call) -> Mapping[str, object]:
        with house.work() as work:
            work.connection.exec_driver_sql("set local lock_timeout = '200ms'")
            work.connection.exec_driver_sql("select id from dossier for update")
        return {"ma_so": "T1", "hop_le": True}

    called(house, *SENT)
    assert run(with_tax(house, Tax(look))) == "answered"


def test_attempts_are_made_with_growing_pauses_and_the_same_key(house: House) -> None:
    tax = Tax(failing())
    called(house, *SENT)
    broken = with_tax(house, tax)
    now = MONDAY
    for minutes in (1, 5):
        assert run(broken, now) == "later"
        due = waits(house)["s"].due_at
        assert due == now + timedelta(minutes=minutes)
        assert run(broken, now) == "gone", "not before its time"
        now = due
    assert run(broken, now) == "failed"
    assert run(broken, now + timedelta(days=1)) == "gone", "an operator decides"
    assert [made.attempt for made in tax.calls] == [1, 2, 3]
    assert len({made.key for made in tax.calls}) == 1
    row = waits(house)["s"]
    assert (row.status, row.problem, row.problem_text) == ("failed", "unreachable", "Không kết nối được.")


def test_an_attempt_that_takes_too_long_counts_as_failed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "seconds_of", lambda _: 0.05)

    def sleep(_: Call) -> Mapping[str, object]:
        time.sleep(0.5)
        return {"ma_so": "T1", "hop_le": True}

    called(house, *SENT)
    assert run(with_tax(house, Tax(sleep))) == "later"
    assert waits(house)["s"].problem == "timeout"


def test_an_attempt_whose_worker_died_is_made_again(house: House) -> None:
    called(house, *SENT)
    (row,) = waits(house).values()
    with house.work() as work:
        assert operations._begin(work, row.dossier_id, row.task_id, MONDAY) is not None
    tax = Tax()
    assert run(with_tax(house, tax), MONDAY + timedelta(seconds=10)) == "gone", "it is being made"
    later = waits(house)["s"].due_at + timedelta(minutes=2)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("delete from procrastinate_jobs")
    with house.work() as work:
        assert events.sweep(work, later) == 1
    assert run(with_tax(house, tax), later) == "answered"
    assert tax.calls[0].attempt == 2


def test_a_refusal_that_the_model_catches_takes_its_branch_at_once(house: House) -> None:
    code = called(house, *CAUGHT, roots=errors("tu_choi"))
    assert run(with_tax(house, Tax(failing("tu_choi", retryable=False)))) == "caught"
    assert list(waiting(house, code)) == ["c"]
    assert value(house, "select outcome from dossier_wait") == "caught"


@pytest.mark.parametrize(
    "answer", [{}, {"ma_so": 5, "hop_le": True}, {"ma_so": "T", "hop_le": True, "von": 1}]
)
def test_an_answer_that_is_not_as_declared_is_an_operators(house: House, answer: dict[str, object]) -> None:
    called(house, *SENT)
    assert run(with_tax(house, Tax(lambda _: answer))) == "failed"
    assert waits(house)["s"].problem == "answer_invalid"


def test_an_unknown_operation_is_an_operators(house: House) -> None:
    called(house, *SENT)
    assert run(house) == "failed"
    assert waits(house)["s"].problem == "operation_unknown"


def test_an_operator_has_it_called_again(house: House) -> None:
    code, task = failed(house)
    with house.work() as work:
        (listed,) = operators.failed_calls(work, actor_of(house, "dung.vo"))
        assert (listed.row.code, listed.node.name, listed.row.problem) == (code, "Gọi s", "unreachable")
        # The worker goes by the real clock, which is before MONDAY.
        operators.retry(work, actor_of(house, "dung.vo"), code, task, datetime.now(UTC))
    run_jobs(with_tax(house, Tax()))
    assert list(waiting(house, code)) == ["b"]


def test_an_operator_answers_by_hand_and_each_value_is_checked(house: House) -> None:
    code, task = failed(house)
    able = with_tax(house, Tax())
    operator = actor_of(house, "dung.vo")
    with pytest.raises(ValidationError) as caught, able.work() as work:
        operators.answer(work, operator, code, task, {"ma_so": " ", "hop_le": "maybe"}, MONDAY)
    assert [one.pointer for one in caught.value.errors] == ["/ma_so", "/hop_le"]
    with able.work() as work:
        operators.answer(work, operator, code, task, {"ma_so": "T9", "hop_le": "false", "von": "0"}, MONDAY)
    kept = house.cipher.open_json(value(house, "select step_values_sealed from dossier"))
    assert kept == {"ma_so": "T9", "hop_le": False}
    assert list(waiting(house, code)) == ["b"]
    (told,) = rows(house, "select * from audit where action = 'operation.by_hand'")
    assert told.actor_id == operator.id
    with pytest.raises(ConflictError), able.work() as work:
        operators.answer(work, operator, code, task, {"ma_so": "T9", "hop_le": "false"}, MONDAY)


def test_an_operator_gives_up_only_with_an_error_that_the_model_catches(house: House) -> None:
    code, task = failed(house, "mat_ket_noi", errors("tu_choi"), *CAUGHT)
    operator = actor_of(house, "dung.vo")
    before = everything(house)
    with pytest.raises(ValidationError) as caught, house.work() as work:
        operators.give_up(work, operator, code, task, "loi_la", MONDAY)
    assert "loi_la" in caught.value.errors[0].message.vi
    assert everything(house) == before
    with house.work() as work:
        operators.give_up(work, operator, code, task, "tu_choi", MONDAY)
    assert list(waiting(house, code)) == ["c"]


def test_operators_see_to_their_own_agency_and_those_below_it(house: House) -> None:
    code, task = failed(house)
    with pytest.raises(NotAllowedError, match="Vận hành"), house.work() as work:
        operators.failed_calls(work, actor_of(house, "ha.tran"))
    make_operator(house, "ha.tran", "H50.27")
    with house.work() as work:
        assert operators.failed_calls(work, actor_of(house, "ha.tran")) == []
    with pytest.raises(NotFoundError), house.work() as work:
        operators.retry(work, actor_of(house, "ha.tran"), code, task, MONDAY)


def test_the_doubles_of_outside_systems_answer_what_they_declare(house: House) -> None:
    assert set(house.operations) == {"tax.send", "tax.fetch", "insurance.send", "police.send"}
    for double in DOUBLES:
        made = Call("k", double.key, "H50.16-261207-0001", CODE, "s", 1, 60, {})
        assert set(double.run(made)) == set(double.outputs)
        assert double.run(made) == double.run(made)
