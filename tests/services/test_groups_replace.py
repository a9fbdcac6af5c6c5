"""A person replaced everywhere, and open work handed over: what moves, what stays, and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_dossier import accepted_at, open_page
from fixtures_house import NOW
from staff_people import account_id, agency_id, hire, members, person, recorded

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.services.desk import worklist
from motcua.services.dossier import steps
from motcua.services.people import absences, groups, hand_over, replacement
from motcua.services.people.groups import Binding
from motcua.services.work import House

IT = "cntt.phuong"


def held_dossiers(house: House, login: str, count: int) -> list[str]:
    """Dossiers at the appraisal, taken by the officer."""
    codes = []
    for _ in range(count):
        code, task = accepted_at(house, "T_tham_dinh")
        with house.work() as work:
            steps.claim(work, person(house, login), code, task, NOW)
        codes.append(code)
    return codes


def mine(house: House, login: str) -> list[str]:
    with house.work() as work:
        return sorted(item.code for item in worklist.of(work, person(house, login), NOW) if item.is_mine)


@pytest.mark.req("J-08")
@pytest.mark.req("D-11")
def test_successor_gets_groups_and_open_work_and_the_history_stays(house):
    codes = held_dossiers(house, "vinh.le", 2)
    successor = hire(house, "moi.nguyen", "Nguyễn Văn Mới")
    it, leaving = person(house, IT), account_id(house, "vinh.le")
    with house.work() as work:
        plan = replacement.preview(work, it, leaving, successor)
        assert sorted(item.row.code for item in plan.moving) == codes
        done = replacement.replace(work, it, leaving, successor, NOW + timedelta(hours=1))
    assert [item.obstacle for item in done.items] == [None, None]
    assert members(house, "chuyen_vien") == ["mai.ho", "moi.nguyen"]
    assert (mine(house, "moi.nguyen"), mine(house, "vinh.le")) == (codes, [])
    history = [one for one in open_page(house, codes[0], login="moi.nguyen").history if one.subject]
    kinds = [(one.action, one.actor_name) for one in history if one.action in ("claim", "hand_over")]
    assert kinds == [("claim", "Lê Quang Vinh"), ("hand_over", "Phan Văn Tiến")]
    (kept,) = recorded(house, "group.replace")
    assert kept.detail["to"] == "moi.nguyen"


@pytest.mark.parametrize("change", ["taken_out", "ended"])
def test_groups_changed_by_another_meanwhile_are_a_conflict_and_nothing_moves(house, monkeypatch, change):
    """Between what the person saw and what he asked for a colleague acts; the giver may have been the last member."""
    position = {"taken_out": "chuyen_vien", "ended": "van_thu"}[change]
    leaving = account_id(house, {"taken_out": "vinh.le", "ended": "dung.vo"}[change])
    successor, it = hire(house, "moi.nguyen", "Nguyễn Văn Mới"), person(house, IT)
    look = replacement.preview

    def preview(*given):
        plan = look(*given)
        with house.work() as other:
            groups.remove(other, it, agency_id(house), [Binding(position)], [leaving], NOW)
        return plan

    monkeypatch.setattr(replacement, "preview", preview)
    with house.work() as work, pytest.raises(ConflictError):
        replacement.replace(work, it, leaving, successor, NOW)
    assert "moi.nguyen" not in members(house, position)
    assert recorded(house, "group.replace") == []


@pytest.mark.req("E-10")
def test_hand_over_names_both_holders_and_the_instant(house):
    (code,) = held_dossiers(house, "vinh.le", 1)
    at = NOW + timedelta(hours=3)
    with house.work() as work:
        hand_over.carry_out(
            work, person(house, IT), account_id(house, "vinh.le"), account_id(house, "mai.ho"), at
        )
    moved = next(one for one in open_page(house, code, login="mai.ho").history if one.action == "hand_over")
    assert moved.at == at
    assert (moved.detail["from"], moved.detail["to_id"]) == (
        account_id(house, "vinh.le"),
        account_id(house, "mai.ho"),
    )
    with house.work() as work:
        (row,) = work.connection.exec_driver_sql(
            "select holder_id, claimed_at from dossier_step where left_at is null"
        ).all()
    assert (row.holder_id, row.claimed_at) == (account_id(house, "mai.ho"), at)


@pytest.mark.req("D-11")
def test_hand_over_to_another_agency_is_refused(house):
    held_dossiers(house, "vinh.le", 1)
    with house.work() as work, pytest.raises(ValidationError) as refused:
        hand_over.carry_out(
            work,
            person(house, "quantri.tinh"),
            account_id(house, "vinh.le"),
            account_id(house, "tp.hotich"),
            NOW,
        )
    assert [one.pointer for one in refused.value.errors] == ["/to"]
    assert len(mine(house, "vinh.le")) == 1


@pytest.mark.req("J-08")
def test_neighbour_cannot_replace_our_people(house):
    with house.work() as work, pytest.raises(NotAllowedError):
        replacement.replace(
            work, person(house, IT), account_id(house, "tp.hotich"), account_id(house, "tp.lanhdao"), NOW
        )


def test_work_stays_with_its_holder_when_the_colleague_is_not_in_the_group(house):
    codes = held_dossiers(house, "vinh.le", 1)
    with house.work() as work:
        (item,) = hand_over.carry_out(
            work, person(house, IT), account_id(house, "vinh.le"), account_id(house, "ha.tran"), NOW
        )
    assert item.obstacle == hand_over.NOT_IN_GROUP
    assert mine(house, "vinh.le") == codes


@pytest.mark.req("D-11")
def test_absence_gives_held_work_back_to_the_group_at_its_start(house):
    codes = held_dossiers(house, "vinh.le", 2)
    vinh, starts = person(house, "vinh.le"), NOW + timedelta(days=1)
    with house.work() as work:
        absence = absences.announce(
            work, vinh, account_id(house, "vinh.le"), starts, starts + timedelta(days=3), "Nghỉ phép", NOW
        )
        assert absences.begin(work, absence, NOW) == 0
        assert absences.begin(work, absence, starts) == 2
        assert absences.begin(work, absence, starts) == 0
    assert mine(house, "vinh.le") == []
    with house.work() as work:
        free = [item for item in worklist.of(work, person(house, "mai.ho"), starts) if item.is_unclaimed]
    assert sorted(item.code for item in free) == codes


def test_absence_called_off_releases_nothing(house):
    codes = held_dossiers(house, "vinh.le", 1)
    vinh, starts = person(house, "vinh.le"), NOW + timedelta(days=1)
    with house.work() as work:
        absence = absences.announce(
            work, vinh, account_id(house, "vinh.le"), starts, starts + timedelta(days=3), "Nghỉ phép", NOW
        )
        absences.end(work, vinh, absence, NOW)
        assert absences.begin(work, absence, starts) == 0
    assert mine(house, "vinh.le") == codes


def test_absence_is_announced_by_the_person_or_the_manager_alone(house):
    with house.work() as work, pytest.raises(NotAllowedError):
        absences.announce(
            work,
            person(house, "mai.ho"),
            account_id(house, "vinh.le"),
            NOW,
            NOW + timedelta(days=1),
            "Nghỉ phép",
            NOW,
        )
