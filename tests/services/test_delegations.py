"""Delegation: the delegate acts under his own name, for the other, during the period and not a moment longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_dossier import APPRAISAL, accept_dossier, accepted_at, file_dossier, open_page
from fixtures_house import NOW
from staff_people import account_id, agency_id, hire, person

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import worklist
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import intake
from motcua.services.people import delegations
from motcua.services.work import House
from motcua.store.people import role as roles

DAY = timedelta(days=1)


def delegate(house: House, giver: str = "vinh.le", taker: str = "dung.vo", days: int = 1) -> int:
    with house.work() as work:
        return delegations.delegate(
            work, person(house, giver), account_id(house, taker), NOW, NOW + days * DAY, "Đi công tác", NOW
        )


@pytest.mark.req("J-14")
def test_delegate_acts_and_the_history_says_for_whom(house):
    code, task = accepted_at(house, "T_tham_dinh")
    delegate(house)
    dung = person(house, "dung.vo")
    with house.work() as work:
        assert code in [item.code for item in worklist.of(work, dung, NOW)]
        steps.claim(work, dung, code, task, NOW)
        steps.finish(work, dung, code, task, Completion(answers=APPRAISAL), NOW)
    done = [one for one in open_page(house, code).history if one.action in ("claim", "forward")][-2:]
    assert [(one.actor_name, one.detail["behind_name"]) for one in done] == [
        ("Võ Văn Dũng", "Lê Quang Vinh")
    ] * 2
    assert done[0].actor_id == account_id(house, "dung.vo")
    assert done[0].detail["behind"] == account_id(house, "vinh.le")


@pytest.mark.req("J-14")
@pytest.mark.parametrize("later", [-timedelta(seconds=1), DAY, 2 * DAY])
def test_delegation_holds_in_its_period_alone(house, later):
    code, task = accepted_at(house, "T_tham_dinh")
    delegate(house)
    outside = person(house, "dung.vo", NOW + later)
    assert outside.behind == ()
    with house.work() as work, pytest.raises(NotAllowedError):
        steps.claim(work, outside, code, task, NOW)


def test_delegate_finishes_what_the_delegator_holds(house):
    code, task = accepted_at(house, "T_tham_dinh")
    with house.work() as work:
        steps.claim(work, person(house, "vinh.le"), code, task, NOW)
    delegate(house)
    with house.work() as work:
        steps.finish(work, person(house, "dung.vo"), code, task, Completion(answers=APPRAISAL), NOW)
    last = [one for one in open_page(house, code).history if one.action == "forward"][-1]
    assert last.detail["behind_name"] == "Lê Quang Vinh"


@pytest.mark.req("J-14")
def test_what_a_delegate_took_goes_back_when_the_period_is_over(house):
    code, task = accepted_at(house, "T_tham_dinh")
    given = delegate(house)
    with house.work() as work:
        steps.claim(work, person(house, "dung.vo"), code, task, NOW)
        assert delegations.close(work, given, NOW + DAY - timedelta(seconds=1)) == 0
        assert delegations.close(work, given, NOW + DAY) == 1
        steps.claim(work, person(house, "vinh.le"), code, task, NOW + DAY)


def test_own_work_of_a_delegate_is_his_own(house):
    code, task = accepted_at(house, "T_tham_dinh")
    delegate(house, "vinh.le", "mai.ho")
    with house.work() as work:
        steps.claim(work, person(house, "mai.ho"), code, task, NOW)
    last = [one for one in open_page(house, code).history if one.action == "claim"][-1]
    assert "behind" not in last.detail


def test_desk_is_delegated_like_any_step(house):
    code = file_dossier(house)
    delegate(house, "ha.tran", "mai.ho")
    mai = person(house, "mai.ho")
    papers = open_page(house, code).version.facts.papers
    checklist = {paper.key: "good" if paper.required else "absent" for paper in papers}
    with house.work() as work:
        intake.accept(work, mai, code, checklist, NOW)
    (kept,) = [one for one in open_page(house, code).history if one.action == "accept"]
    assert (kept.actor_name, kept.detail["behind_name"]) == ("Hồ Thị Xuân Mai", "Trần Thị Thu Hà")


def test_delegation_is_not_passed_on(house):
    code, task = accepted_at(house, "T_tham_dinh")
    delegate(house, "vinh.le", "dung.vo")
    delegate(house, "dung.vo", "ha.tran")
    with house.work() as work, pytest.raises(NotAllowedError):
        steps.claim(work, person(house, "ha.tran"), code, task, NOW)


@pytest.mark.req("J-14")
@pytest.mark.parametrize("taker", ["tp.hotich", "quantri.tinh", "anninh.tinh", "vinh.le"])
def test_only_colleagues_of_the_agency_can_be_delegates(house, taker):
    with pytest.raises(ValidationError) as refused:
        delegate(house, "vinh.le", taker)
    assert [one.pointer for one in refused.value.errors] == ["/to"]


@pytest.mark.req("J-10", "J-12")
def test_a_delegate_may_nothing_that_a_role_forbids_the_other(house):
    """A server administrator in a group opens no dossier, and has nobody open them for him."""
    delegate(house)
    assert [one.name for one in person(house, "dung.vo").behind] == ["Lê Quang Vinh"]
    with house.work() as work:
        roles.grant(
            work.connection,
            account_id=account_id(house, "vinh.le"),
            role_key="quan_tri_may_chu",
            agency_id=agency_id(house),
        )
        work.commit()
    assert person(house, "dung.vo").behind == ()
    with pytest.raises(ValidationError) as refused:
        delegate(house, taker="mai.ho")
    assert [one.pointer for one in refused.value.errors] == ["/to"]


def test_period_and_reason_are_checked_together(house):
    with house.work() as work, pytest.raises(ValidationError) as refused:
        delegations.delegate(
            work, person(house, "vinh.le"), account_id(house, "dung.vo"), NOW, NOW - DAY, " ", NOW
        )
    assert [one.pointer for one in refused.value.errors] == ["/ends", "/reason"]


@pytest.mark.req("J-14")
def test_delegator_sees_and_ends_it(house):
    given = delegate(house)
    vinh = person(house, "vinh.le")
    with house.work() as work:
        assert [row.id for row in delegations.listed(work, vinh, NOW)] == [given]
        delegations.end(work, vinh, given, NOW)
    assert person(house, "dung.vo").behind == ()
    with house.work() as work, pytest.raises(ConflictError):
        delegations.end(work, vinh, given, NOW)


def test_stranger_neither_sees_nor_ends_it(house):
    given = delegate(house)
    stranger = person(house, "tp.hotich")
    with house.work() as work:
        assert delegations.listed(work, stranger, NOW) == []
        with pytest.raises(NotAllowedError):
            delegations.end(work, stranger, given, NOW)


def test_same_people_cannot_delegate_twice_at_a_time(house):
    delegate(house)
    with pytest.raises(ConflictError):
        delegate(house)


def test_manager_delegates_for_an_absent_officer(house):
    newcomer = hire(house, "moi.nguyen", "Nguyễn Văn Mới")
    code = file_dossier(house)
    accept_dossier(house, code)
    with house.work() as work:
        delegations.delegate(
            work,
            person(house, "cntt.phuong"),
            newcomer,
            NOW,
            NOW + DAY,
            "Nghỉ ốm",
            NOW,
            from_id=account_id(house, "ha.tran"),
        )
        with pytest.raises(NotAllowedError):
            delegations.delegate(
                work,
                person(house, "vinh.le"),
                newcomer,
                NOW,
                NOW + DAY,
                "Nghỉ ốm",
                NOW,
                from_id=account_id(house, "ha.tran"),
            )
    assert [one.name for one in person(house, "moi.nguyen").behind] == ["Trần Thị Thu Hà"]
