"""Where a dossier goes from a step: to the group or to one person, to a colleague; who comes second is told who was first."""

from __future__ import annotations

from functools import partial
from threading import Thread

import pytest
from fixtures_dossier import actor_of
from fixtures_model import finish, waiting
from fixtures_watch import rows, value
from services.routing_story import (
    DOCUMENT,
    MONDAY,
    act,
    at,
    history,
    holder,
    id_of,
    serve,
    started,
    told,
    with_right,
)

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import worklist
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.work import House


def codes_of(problem: pytest.ExceptionInfo[ValidationError]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in problem.value.errors]


def listed(house: House, login: str) -> list[str]:
    with house.work() as work:
        return [item.code for item in worklist.of(work, actor_of(house, login), MONDAY)]


@pytest.mark.req("D-02", "D-05")
def test_forward_carries_opinion_and_file_to_the_next_step(house: House) -> None:
    code = started(house)
    act(house, "vinh.le", code, "forward", at("08:00"), opinion="Đủ điều kiện.", uploads=(DOCUMENT,))
    assert list(waiting(house, code)) == ["b"]
    assert value(house, "select count(*) from opinion") == 1
    assert value(house, "select name from file where opinion_id is not null") == "van_ban.pdf"


@pytest.mark.req("A-09")
def test_a_step_forwarded_to_one_person_is_his_alone(house: House) -> None:
    code = started(house)
    act(house, "vinh.le", code, "forward", at("08:00"), person=id_of(house, "mai.ho"))
    assert holder(house, code, "b") == "mai.ho"
    with pytest.raises(ConflictError, match="Hồ Thị Xuân Mai đã nhận việc này"):
        act(house, "vinh.le", code, "forward", at("09:00"))
    act(house, "mai.ho", code, "forward", at("09:00"))
    assert list(waiting(house, code)) == ["c"]


@pytest.mark.req("A-09")
def test_a_step_forwarded_to_the_group_is_anybodys_until_it_is_taken(house: House) -> None:
    code = started(house)
    act(house, "vinh.le", code, "forward", at("08:00"))
    assert holder(house, code, "b") is None
    act(house, "mai.ho", code, "claim", at("08:30"))
    with pytest.raises(ConflictError, match="Hồ Thị Xuân Mai"):
        act(house, "vinh.le", code, "claim", at("08:31"))
    act(house, "mai.ho", code, "claim", at("08:32"))
    assert value(house, "select count(*) from audit where action = 'claim'") == 1


@pytest.mark.req("A-09")
@pytest.mark.parametrize(
    ("mode", "login", "code"),
    [("person", "", "required"), ("group", "mai.ho", "group_only"), ("either", "ha.tran", "not_in_group")],
)
def test_the_step_left_says_whether_a_person_must_or_may_be_named(
    house: House, mode: str, login: str, code: str
) -> None:
    dossier = started(house, a={"forward": mode})
    person = id_of(house, login) if login else None
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", dossier, "forward", at("08:00"), person=person)
    assert codes_of(problem) == [("/person", code)]
    assert list(waiting(house, dossier)) == ["a"]


def test_the_last_step_needs_no_person_even_where_one_must_be_named(house: House) -> None:
    code = started(house, "S>a a>E", a={"forward": "person"})
    act(house, "vinh.le", code, "forward", at("08:00"))
    assert waiting(house, code) == {}


@pytest.mark.req("D-11")
def test_a_colleague_of_the_same_division_gets_it_with_both_names_in_the_history(house: House) -> None:
    code = started(house)
    act(house, "vinh.le", code, "claim", at("08:00"))
    act(house, "vinh.le", code, "hand_over", at("09:00"), person=id_of(house, "mai.ho"), reason="Đi học")
    assert holder(house, code, "a") == "mai.ho"
    action, detail = history(house, code)[-1]
    assert action == "hand_over"
    assert (detail["from_name"], detail["to_name"]) == ("Lê Quang Vinh", "Hồ Thị Xuân Mai")
    assert detail["reason"] == "Đi học"
    assert told(house, "mai.ho") == [f"Lê Quang Vinh bàn giao cho bạn hồ sơ {code}, bước “Bước a”."]


@pytest.mark.req("D-11")
def test_another_divisions_officer_is_refused_even_when_he_serves_the_step(house: House) -> None:
    code = started(house)
    stranger = value(
        house,
        "select login from account where kind = 'staff' and agency_id <> 0 and agency_id"
        " <> (select agency_id from account where login = 'vinh.le') order by id limit 1",
    )
    serve(house, stranger, "H50.16")
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "hand_over", at("09:00"), person=id_of(house, stranger), reason="Bận")
    assert codes_of(problem) == [("/person", "other_division")]
    # Of the same ward, but in no group of this step.
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "hand_over", at("09:00"), person=id_of(house, "ha.tran"), reason="Bận")
    assert codes_of(problem) == [("/person", "not_in_group")]
    assert holder(house, code, "a") is None


def test_hand_over_to_oneself_changes_nothing(house: House) -> None:
    code = started(house)
    act(house, "vinh.le", code, "claim", at("08:00"))
    with pytest.raises(ValidationError) as problem:
        act(house, "vinh.le", code, "hand_over", at("09:00"), person=id_of(house, "vinh.le"), reason="Bận")
    assert codes_of(problem) == [("/person", "same")]


@pytest.mark.req("A-13")
@pytest.mark.parametrize("key", ["return", "hand_over", "consult", "request_extension", "refuse"])
def test_an_action_that_the_step_does_not_list_is_refused(house: House, key: str) -> None:
    code = started(house, b={"actions": "forward"})
    finish(house, code, "a", now=at("08:00"))
    with pytest.raises(NotAllowedError, match=r"Quy trình không cho .* ở bước “Bước b”"):
        act(house, "vinh.le", code, key, at("09:00"), reason="Thử")
    assert list(waiting(house, code)) == ["b"]


@pytest.mark.req("A-13")
def test_what_one_step_refuses_the_next_allows(house: House) -> None:
    code = started(house, b={"actions": "forward"}, c={"actions": "forward return"})
    finish(house, code, "a", now=at("08:00"))
    finish(house, code, "b", now=at("08:30"))
    act(house, "vinh.le", code, "return", at("09:00"), reason="Giải trình thêm")
    assert list(waiting(house, code)) == ["b"]


@pytest.mark.req("A-09")
def test_of_fifty_threads_at_one_step_one_succeeds_and_the_others_are_told_who_did_it(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    officers = [actor_of(house, login) for login in ("vinh.le", "mai.ho")]
    outcomes: list[object] = [None] * 50

    def forward(number: int) -> None:
        try:
            with house.work() as work:
                actions.perform(work, officers[number % 2], code, "forward", Given(), at("08:00"), task)
            outcomes[number] = officers[number % 2].name
        except ConflictError as error:
            outcomes[number] = error

    threads = [Thread(target=partial(forward, number)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [one for one in outcomes if isinstance(one, str)]
    others = [(number, one) for number, one in enumerate(outcomes) if isinstance(one, ConflictError)]
    assert len(others) == 49
    for number, error in others:
        who = "Bạn" if officers[number % 2].name == winner else winner
        assert error.message.vi == (
            f"{who} đã xử lý xong bước “Bước a” lúc 08:00 07/12/2026. Không có gì bị thay đổi; hãy mở lại hồ sơ để xem."
        )
    assert list(waiting(house, code)) == ["b"]
    assert value(house, "select count(*) from audit where action = 'forward'") == 1


def test_of_fifty_threads_that_take_one_step_one_has_it(house: House) -> None:
    code = started(house)
    task = waiting(house, code)["a"]
    officers = [actor_of(house, login) for login in ("vinh.le", "mai.ho")]
    refused: list[str] = []

    def claim(number: int) -> None:
        try:
            with house.work() as work:
                actions.perform(work, officers[number % 2], code, "claim", Given(), at("08:00"), task)
        except ConflictError as error:
            refused.append(error.message.vi)

    threads = [Thread(target=partial(claim, number)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((name,),) = rows(
        house,
        "select a.display_name from dossier_step s join account a on a.id = s.holder_id where left_at is null",
    )
    # Who has it may take it again; the other's twenty-five are told his name.
    assert refused == [f"{name} đã nhận việc này. Không có gì bị thay đổi."] * 25
    assert value(house, "select count(*) from audit where action = 'claim'") == 1


def test_releasing_what_nobody_holds_is_said(house: House) -> None:
    code = started(house)
    with pytest.raises(ConflictError, match="chưa có ai nhận"):
        act(house, "vinh.le", code, "release", at("08:00"))


def test_a_new_process_goes_on_where_the_old_one_stopped(house: House, settings: object) -> None:
    from motcua.bootstrap import build_house

    code = started(house)
    act(house, "vinh.le", code, "forward", at("08:00"), person=id_of(house, "mai.ho"))
    url = house.engine.url.render_as_string(hide_password=False)
    again = build_house(settings, url)  # type: ignore[arg-type]
    act(again, "mai.ho", code, "forward", at("09:00"))
    assert list(waiting(again, code)) == ["c"]
    again.engine.dispose()


@pytest.mark.req("D-13")
def test_acceptance_of_many_takes_one_mark_for_all_papers(house: House) -> None:
    from fixtures_dossier import file_dossier
    from fixtures_model import CODE, bpmn_of, release

    release(house, bpmn_of("S>a a>E", a={"position": "tiep_nhan", "phase": "receive"}))
    code = file_dossier(house, CODE, now=MONDAY, von=1)
    with pytest.raises(ValidationError) as problem:
        act(house, "ha.tran", code, "accept", MONDAY)
    assert codes_of(problem) == [("/don", "checklist.unmarked")]
    act(house, "ha.tran", code, "accept", MONDAY, marks={"*": "good"})
    assert rows(house, "select state, checklist from dossier") == [("accepted", {"don": "good"})]


def test_an_unblocked_leader_is_no_holder(house: House) -> None:
    """A right over dossiers does not make anybody a member of the step's group."""
    code = started(house)
    leader = with_right(house, "quoc.dang", "dossier.except")
    with pytest.raises(NotAllowedError):
        act(house, leader, code, "forward", at("08:00"))
