"""A leader assigns with an instruction and a date, urges, and the desk puts errors right; all of it leaves a trail."""

from __future__ import annotations

import pytest
from fixtures_model import finish, waiting
from fixtures_watch import everything, rows, value
from services.routing_story import act, at, history, holder, id_of, serve, started, told, used, with_right

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.dossier import assigning, correction, urging
from motcua.services.work import House

HOUR = 3600


def pointers(problem: pytest.ExceptionInfo[ValidationError]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in problem.value.errors]


def id_of_dossier(house: House, code: str) -> int:
    found = value(house, "select id from dossier where code = :code", code=code)
    assert isinstance(found, int)
    return found


@pytest.mark.req("D-04")
def test_the_officer_has_the_step_and_sees_instruction_and_date(house: House) -> None:
    code = started(house)
    leader = with_right(house, "quoc.dang", "dossier.urge")
    given = {"person": id_of(house, "mai.ho"), "opinion": "Kiểm tra kỹ vốn.", "until": at("17:00")}
    act(house, leader, code, "assign", at("08:00"), **given)
    assert holder(house, code, "a") == "mai.ho"
    assert told(house, "mai.ho")[-1] == f"Đặng Bảo Quốc giao cho bạn hồ sơ {code}, bước “Bước a”."
    with house.work() as work:
        (one,) = assigning.of_dossier(work, id_of_dossier(house, code))
    assert (one.text, one.row.until, one.row.by_name) == ("Kiểm tra kỹ vốn.", at("17:00"), "Đặng Bảo Quốc")
    assert not assigning.is_late(one.row, at("16:00"))
    assert assigning.is_late(one.row, at("17:01"))


@pytest.mark.req("D-04", "E-10")
def test_what_another_holds_is_given_on_and_the_clock_follows(house: House) -> None:
    code = started(house)
    act(house, "vinh.le", code, "claim", at("07:00"))
    leader = with_right(house, "quoc.dang", "dossier.urge")
    act(house, leader, code, "assign", at("09:00"), person=id_of(house, "mai.ho"))
    assert used(house, code, "person", id_of(house, "vinh.le"), at("10:00")) == 2 * HOUR
    assert used(house, code, "person", id_of(house, "mai.ho"), at("10:00")) == HOUR
    with pytest.raises(ConflictError, match="Hồ Thị Xuân Mai"):
        act(house, "vinh.le", code, "forward", at("10:00"))


@pytest.mark.req("D-04")
def test_a_leader_sends_the_draft_back_with_his_comment(house: House) -> None:
    code = started(house, b={"position": "lanh_dao", "actions": "forward return"})
    finish(house, code, "a", "mai.ho", now=at("08:00"))
    act(house, "quoc.dang", code, "return", at("09:00"), reason="Viết lại điều 2.")
    assert holder(house, code, "a") == "mai.ho"
    assert history(house, code)[-1][1]["reason"] == "Viết lại điều 2."


@pytest.mark.req("D-04")
@pytest.mark.parametrize(
    ("login", "until", "found"),
    [("ha.tran", "17:00", ("/person", "not_in_group")), ("mai.ho", "07:59", ("/until", "past"))],
)
def test_only_the_steps_own_people_and_times_ahead(
    house: House, login: str, until: str, found: tuple[str, str]
) -> None:
    code = started(house)
    leader = with_right(house, "quoc.dang", "dossier.urge")
    with pytest.raises(ValidationError) as problem:
        act(house, leader, code, "assign", at("08:00"), person=id_of(house, login), until=at(until))
    assert pointers(problem) == [found]


@pytest.mark.req("D-04", "D-17")
@pytest.mark.parametrize("key", ["assign", "urge"])
def test_another_agencys_leader_may_neither_assign_nor_urge(house: House, key: str) -> None:
    code = started(house)
    for who in ("vinh.le", with_right(house, "quoc.dang", "dossier.urge", "H50.27")):
        with pytest.raises(NotAllowedError):
            act(house, who, code, key, at("08:00"), person=id_of(house, "mai.ho"), opinion="Nhanh lên")


@pytest.mark.req("D-04")
def test_the_leader_of_the_steps_own_agency_assigns_there_and_the_desks_does_not(house: House) -> None:
    serve(house, "mai.ho", "H50.41")
    code = started(house, b={"agency": "code:H50.41"})
    finish(house, code, "a", now=at("08:00"))
    desk_leader = with_right(house, "quoc.dang", "dossier.urge")
    with pytest.raises(NotAllowedError):
        act(house, desk_leader, code, "assign", at("09:00"), person=id_of(house, "mai.ho"))
    leader = with_right(house, "quoc.dang", "dossier.urge", "H50.41")
    act(house, leader, code, "assign", at("09:00"), person=id_of(house, "mai.ho"))
    assert holder(house, code, "b") == "mai.ho"


@pytest.mark.req("D-17")
def test_an_urging_note_is_kept_and_whoever_has_the_dossier_is_told(house: House) -> None:
    code = started(house)
    act(house, "mai.ho", code, "claim", at("07:30"))
    leader = with_right(house, "quoc.dang", "dossier.urge")
    act(house, leader, code, "urge", at("08:00"), opinion="Dân đã hỏi hai lần.")
    assert told(house, "mai.ho")[-1].startswith(f"Đặng Bảo Quốc đôn đốc hồ sơ {code}.")
    assert not any("đôn đốc" in body for body in told(house, "vinh.le"))
    with house.work() as work:
        (note,) = urging.of_dossier(work, id_of_dossier(house, code))
    assert (note.text, note.row.by_name, note.row.at) == ("Dân đã hỏi hai lần.", "Đặng Bảo Quốc", at("08:00"))
    assert history(house, code)[-1][0] == "urge"


@pytest.mark.req("D-17")
def test_a_step_nobody_has_taken_is_urged_at_its_whole_group(house: House) -> None:
    code = started(house)
    leader = with_right(house, "quoc.dang", "dossier.urge")
    act(house, leader, code, "urge", at("08:00"), opinion="Nhanh lên.")
    for login in ("vinh.le", "mai.ho"):
        assert told(house, login)[-1].startswith("Đặng Bảo Quốc đôn đốc")


def corrected(house: House, code: str, **answers: object) -> None:
    act(house, "vinh.le", code, "correct", at("08:00"), reason="Nhập nhầm số vốn", answers=answers)


def test_a_correction_keeps_both_values_with_who_when_and_why(house: House) -> None:
    code = started(house)
    corrected(house, code, von=250)
    with house.work() as work:
        (one,) = correction.of_dossier(work, id_of_dossier(house, code))
    assert (one.before, one.after) == ({"von": 1}, {"von": 250})
    assert (one.reason, one.row.by_name, one.row.at) == ("Nhập nhầm số vốn", "Lê Quang Vinh", at("08:00"))
    assert history(house, code)[-1] == ("correct", {"fields": ["Số vốn"]})


def test_the_process_decides_by_the_corrected_value(house: House) -> None:
    code = started(house, "S>a a>X1 X1>b:von>100 X1>c* b>E c>E")
    corrected(house, code, von=250)
    finish(house, code, "a", now=at("09:00"))
    assert list(waiting(house, code)) == ["b"]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, ("/answers", "nothing_changed")),
        ({"von": 1}, ("/answers", "nothing_changed")),
        ({"la": "x"}, ("/la", "unknown")),
        ({"von": "nhiều"}, ("/von", "type")),
    ],
)
def test_what_is_no_correction_is_refused_at_its_field(
    house: House, answers: dict[str, object], found: tuple[str, str]
) -> None:
    code = started(house)
    with pytest.raises(ValidationError) as problem:
        corrected(house, code, **answers)
    assert pointers(problem) == [found]
    assert rows(house, "select id from correction") == []


def test_instructions_notes_and_corrections_are_sealed(house: House) -> None:
    code = started(house)
    leader = with_right(house, "quoc.dang", "dossier.urge")
    secret = "Bà Hằng ở 118 Nguyễn Huệ"
    act(house, leader, code, "assign", at("08:00"), person=id_of(house, "mai.ho"), opinion=secret)
    act(house, leader, code, "urge", at("08:10"), opinion=secret)
    act(house, "vinh.le", code, "correct", at("08:20"), reason=secret, answers={"noi_dung": secret})
    kept = everything(house)
    for table in ("assignment", "urging", "correction", "audit", "message", "dossier"):
        assert not any(secret.encode().decode("latin-1") in row or secret in row for row in kept[table]), (
            table
        )
