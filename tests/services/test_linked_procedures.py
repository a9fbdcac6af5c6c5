"""Procedures of several agencies: each one's time is its own, pauses stop the clock, branches count once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

import pytest
from fixtures_dossier import open_page
from fixtures_library import (
    APPRAISAL,
    CARD,
    CONCLUSION,
    ENTRY,
    LAND,
    LINKED_BIRTH,
    PERMIT,
    RESIDENCE,
    SLIP,
    TAX_NOTICE,
    VERIFICATION,
)
from fixtures_watch import local
from services.linked_story import MONDAY, Story

from motcua.domain.errors import NotAllowedError
from motcua.services.work import House

WARD, TAX, BRANCH = "H50.16", "G12.45.02", "H50.12.03"
BUILDING, POLICE, INSURANCE = "H50.09", "G01.45.16", "G12.46.03"


def at(time: str, day: int = 5) -> datetime:
    return local(f"2026-10-{day:02} {time}")


def permit(house: House, *agencies: str) -> Story:
    story = Story(house, "1.013225", "hang@example.vn", PERMIT)
    story.done("T_tiep_nhan", "ha.tran", at("08:00"))
    story.done("T_phan_cong", "thang.nguyen", at("09:00"))
    story.done("T_tham_dinh", "vinh.le", at("10:00"), **APPRAISAL, co_quan_lay_y_kien=list(agencies))
    return story


def signed(story: Story, day: datetime) -> None:
    story.done("T_xet_duyet", "thang.nguyen", day.replace(hour=15), huong_xu_ly="cap_phep")
    story.done("T_ky", "quoc.dang", day.replace(hour=15, minute=30))
    story.done("T_phat_hanh", "dung.vo", day.replace(hour=16))
    story.done("T_tra", "ha.tran", day.replace(hour=16, minute=30), da_thu_le_phi=False)


@pytest.mark.req("A-15")
def test_agencies_consulted_about_a_permit_have_clocks_of_their_own(house: House) -> None:
    story = permit(house, BUILDING, POLICE)
    assert story.steps == [("T_gop_y", POLICE), ("T_gop_y", BUILDING)]
    with pytest.raises(NotAllowedError):
        story.done("T_gop_y", "vinh.le", at("10:30"), y_kien="dong_y")
    story.done("T_gop_y", "xd.gopy", at("11:00"), y_kien="dong_y")
    assert story.steps == [("T_gop_y", POLICE)]
    story.done("T_gop_y", "ca.cutru", at("14:30"), y_kien="dong_y")
    signed(story, at("14:30").replace(minute=0))
    assert story.row.state == "result_available"
    assert story.clocks("agency") == [
        (WARD, at("07:00"), at("10:00")),
        (POLICE, at("10:00"), at("14:30")),
        (BUILDING, at("10:00"), at("11:00")),
        (WARD, at("14:30"), at("16:30")),
    ]


def test_an_agency_silent_for_twelve_days_stops_being_asked(house: House) -> None:
    story = permit(house, BUILDING, POLICE)
    story.done("T_gop_y", "xd.gopy", at("11:00"), y_kien="dong_y")
    assert not story.due("B_im_lang", at("09:59", 17))
    assert story.due("B_im_lang", at("10:00", 17))
    assert story.steps == [("T_xet_duyet", WARD)]
    # A Saturday: the clocks of both hand over when the offices open.
    opens = at("07:00", 19)
    assert (POLICE, at("10:00"), opens) in story.clocks("agency")
    signed(story, opens)
    assert story.row.state == "result_available"


def noticed(house: House) -> Story:
    """A land certificate whose notice hangs from Tuesday 6 October, seven o'clock."""
    story = Story(house, "1.013978", "hang@example.vn", LAND)
    story.done("T_tiep_nhan", "ha.tran", at("08:00"))
    story.done("T_phan_cong", "thang.nguyen", at("09:00"))
    story.done("T_xac_minh", "duong.tran", at("07:00", 6), **VERIFICATION)
    return story


def test_the_days_of_the_public_notice_are_not_counted(house: House) -> None:
    story = noticed(house)
    assert story.steps == []
    assert not story.due("E_niem_yet", at("06:59", 21))
    assert story.due("E_niem_yet", at("07:00", 21))
    assert story.steps == [("T_ket_luan", WARD)]
    paused = [one for one in story.clocks("dossier") if one[0] == "paused"]
    assert paused == [("paused", at("07:00", 6), at("07:00", 21))]
    # 17 working days end on 27 October; the notice took eleven of them.
    assert story.row.due_at == local("2026-11-11 17:00")


def taxed(house: House) -> Story:
    """The same certificate when the citizen has been told what to pay, on 22 October at ten."""
    story = noticed(house)
    story.due("E_niem_yet", at("07:00", 21))
    story.done("T_ket_luan", "duong.tran", at("09:00", 21), **CONCLUSION)
    story.done("C_thue.T_lap_phieu", "duong.tran", at("10:00", 21), **SLIP)
    assert story.called("C_thue.S_gui_thue", at("10:00", 21)) == "answered"
    assert story.steps == [("C_thue.T_thue", TAX)]
    story.done("C_thue.T_thue", "thue.canbo", at("09:00", 22))
    story.done("C_thue.T_giao", "ha.tran", at("10:00", 22), **TAX_NOTICE)
    return story


@pytest.mark.req("E-27")
@pytest.mark.parametrize(("rule", "due"), [("pause", "2026-11-13 17:00"), ("continue", "2026-11-11 17:00")])
def test_a_certificate_waits_for_the_payment_by_the_rule_of_the_province(
    house: House, rule: Literal["pause", "continue"], due: str
) -> None:
    house = replace(house, profile=replace(house.profile, payment_wait=rule))
    story = taxed(house)
    assert (story.steps, story.row.state) == ([], "waiting_payment")
    assert (TAX, at("10:00", 21), at("09:00", 22)) in story.clocks("agency")
    story.told("xac_nhan_nop_tien", "ha.tran", at("10:00", 26))
    assert (story.steps, story.row.state) == ([("T_du_thao", WARD)], "processing")
    waited = [one for one in story.clocks("dossier") if one[0] == "waiting_payment"]
    assert waited == [("waiting_payment", at("10:00", 22), at("10:00", 26))]
    # Two working days more than after the notice, or none.
    assert story.row.due_at == local(due)
    assert open_page(house, story.code, at("10:00", 26)).deadline.due_at == story.row.due_at


def test_who_has_not_paid_after_thirty_days_is_reminded_and_still_awaited(house: House) -> None:
    story = taxed(house)
    reminded = local("2026-11-21 10:00")
    assert story.due("E_nhac", reminded)
    assert story.row.state == "waiting_payment"
    assert sorted(story.waits) == ["E_nhac", "M_nop_tien"]
    waited = [one for one in story.clocks("dossier") if one[0] == "waiting_payment"]
    assert waited[-1][2] is None
    story.told("xac_nhan_nop_tien", "ha.tran", local("2026-11-23 08:00"))
    assert story.steps == [("T_du_thao", WARD)]


def test_the_land_registry_works_beside_the_ward_and_both_are_awaited(house: House) -> None:
    story = taxed(house)
    story.told("xac_nhan_nop_tien", "ha.tran", at("10:00", 26))
    story.done("T_du_thao", "duong.tran", at("11:00", 26))
    story.done("T_ky", "quoc.dang", at("14:00", 26))
    assert story.steps == [("T_cap_nhat", BRANCH), ("T_vao_so", WARD)]
    story.done("T_vao_so", "dung.vo", at("15:00", 26))
    story.done("T_cap_nhat", "dd.capnhat", at("16:00", 26))
    assert (BRANCH, at("14:00", 26), at("16:00", 26)) in story.clocks("agency")
    story.done("T_tra", "ha.tran", at("16:30", 26))
    assert story.row.state == "result_available"
    assert [one for one in story.clocks("agency") if one[2] is None] == []


@pytest.mark.req("E-12")
def test_parallel_agencies_of_a_birth_count_once_for_the_dossier_and_each_for_itself(house: House) -> None:
    story = Story(house, "2.002621", "khoi@example.vn", LINKED_BIRTH)
    # Three working days from Monday at seven.
    assert story.row.due_at == at("17:00", 7)
    story.done("T_tiep_nhan", "ha.tran", at("08:00"))
    story.done("T_khai_sinh", "hien.bui", at("10:00"), **ENTRY)
    story.done("T_ky", "quoc.dang", at("11:00"))
    assert [story.called(one, at("11:00")) for one in ("S_cong_an", "S_bhxh")] == ["answered", "answered"]
    assert story.steps == [("T_bhyt", INSURANCE), ("T_thuong_tru", POLICE)]
    story.done("T_thuong_tru", "ca.cutru", at("09:00", 6), **RESIDENCE)
    story.done("T_bhyt", "bhxh.vienchuc", at("10:00", 6), **CARD)
    story.done("T_tra", "ha.tran", at("10:30", 6))
    assert story.row.state == "result_available"
    assert story.clocks("agency") == [
        (WARD, MONDAY, at("11:00")),
        (POLICE, at("11:00"), at("09:00", 6)),
        (INSURANCE, at("11:00"), at("10:00", 6)),
        (WARD, at("10:00", 6), at("10:30", 6)),
    ]
    assert [(begun, ended) for _, begun, ended in story.clocks("dossier")] == [(MONDAY, at("10:30", 6))]
