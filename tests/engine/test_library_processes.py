"""The processes of the library that wait, call and consult, walked on every branch with their text saved between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from motcua.engine import (
    ProcessSpec,
    Progress,
    Waiting,
    complete,
    deliver,
    fail,
    fire,
    load_spec,
    start,
)
from motcua.engine.linker.linker import link
from motcua.services.process.library_parts import parts_below

BPMN = Path(__file__).parents[2] / "bpmn"
Act = Callable[[ProcessSpec, str, Waiting, Mapping[str, object]], Progress]


@cache
def spec_of(name: str) -> ProcessSpec:
    parts = parts_below(BPMN)
    linked = link((BPMN / f"{name}.bpmn").read_bytes(), parts.called, parts.decisions)
    assert linked.findings == ()
    return load_spec(linked.bpmn)


class Walk:
    """A dossier on its way: only its text and its data are kept from one action to the next."""

    def __init__(self, name: str, **data: object) -> None:
        self.spec = spec_of(name)
        self.data: dict[str, object] = data
        self.sent: list[str] = []
        self._keep(start(self.spec, self.data))

    def _keep(self, progress: Progress) -> None:
        self.text = progress.state.encode()
        self.last = progress
        self.data |= progress.values
        self.sent += [one.name for one in progress.sent]

    @property
    def now(self) -> list[str]:
        """Ids of what waits for a person or an answer; timers and messages that are merely armed are left out."""
        return sorted(one.step_id for one in self.last.waiting if one.kind in ("step", "service"))

    @property
    def armed(self) -> list[str]:
        return sorted(one.step_id for one in self.last.waiting if one.kind in ("timer", "message"))

    def done(self, *steps: str, **answers: object) -> Walk:
        """Finish the steps, one after the other; `answers` are given with the last."""
        for step in steps:
            self.data |= answers if step == steps[-1] else {}
            self._keep(complete(self.spec, self.text.decode(), self.waiting(step).task_id, self.data))
        return self

    def due(self, timer: str) -> Walk:
        self._keep(fire(self.spec, self.text.decode(), self.waiting(timer).task_id, self.data))
        return self

    def told(self, message: str, **values: object) -> Walk:
        self.data |= values
        self._keep(deliver(self.spec, self.text.decode(), message, self.data))
        return self

    def failed(self, service: str, code: str) -> Walk:
        self._keep(fail(self.spec, self.text.decode(), self.waiting(service).task_id, code, self.data))
        return self

    def waiting(self, step: str) -> Waiting:
        return next(one for one in self.last.waiting if one.step_id == step)


PERMIT = "xay_dung/1.013225"
LAND = "dat_dai/1.013978"
LINKED_BIRTH = "ho_tich/2.002621"
LAND_TAX = "lien_thong/P_lien_thong_thue_dat"
BUSINESS_TAX = "lien_thong/P_lien_thong_thue_hkd"


def permit(*agencies: str) -> Walk:
    """A construction permit after its appraisal, which asks the agencies."""
    asked = {"co_quan_lay_y_kien": list(agencies)} if agencies else {}
    return Walk(PERMIT).done("T_tiep_nhan", "T_phan_cong", "T_tham_dinh", ket_qua_tham_dinh="dat", **asked)


@pytest.mark.parametrize(("decision", "signing"), [("cap_phep", "T_ky"), ("tu_choi", "T_ky_tu_choi")])
def test_a_permit_is_granted_or_refused_by_the_head_of_division(decision: str, signing: str) -> None:
    walk = permit().done("T_xet_duyet", huong_xu_ly=decision)
    assert walk.now == [signing]
    assert walk.done(signing, "T_phat_hanh", "T_tra").last.ended


def test_the_head_of_division_may_have_a_permit_appraised_again() -> None:
    walk = permit().done("T_xet_duyet", huong_xu_ly="lam_lai")
    assert walk.now == ["T_tham_dinh"]
    walk.done("T_tham_dinh", "T_xet_duyet", huong_xu_ly="cap_phep").done("T_ky", "T_phat_hanh", "T_tra")
    assert walk.last.ended


def test_agencies_are_consulted_at_once_and_all_their_answers_are_awaited() -> None:
    walk = permit("H50.09", "H50.12.03", "G01.45.16")
    opened = [one for one in walk.last.opened if one.step_id == "T_gop_y"]
    assert [one.item for one in opened] == ["H50.09", "H50.12.03", "G01.45.16"]
    for left in (2, 1):
        walk.done("T_gop_y", y_kien="dong_y")
        assert walk.now == ["T_gop_y"] * left
    assert walk.done("T_gop_y", y_kien="dong_y").now == ["T_xet_duyet"]
    assert walk.armed == []


def test_agencies_silent_for_twelve_days_have_agreed() -> None:
    walk = permit("H50.09", "H50.10").done("T_gop_y", y_kien="dong_y")
    assert walk.armed == ["B_im_lang"]
    assert walk.due("B_im_lang").now == ["T_xet_duyet"]
    assert len(walk.last.closed) == 2


def land(**answers: object) -> Walk:
    """A land certificate whose notice has been posted and closed with this conclusion."""
    walk = Walk(LAND).done("T_tiep_nhan", "T_phan_cong", "T_xac_minh")
    assert (walk.now, walk.armed) == ([], ["E_niem_yet"])
    return walk.due("E_niem_yet").done("T_ket_luan", **answers)


def taxed(amount: int, *, is_debt: bool = False) -> Walk:
    """A land certificate for which the tax office has said what is to be paid."""
    walk = land(ket_luan="du_dieu_kien").done("C_thue.T_lap_phieu", "C_thue.S_gui_thue", "C_thue.T_thue")
    return walk.done("C_thue.T_giao", so_tien_phai_nop=amount, duoc_ghi_no=is_debt)


def certified(walk: Walk) -> bool:
    """Walk a land certificate from its draft to its end, the two offices in either order."""
    walk.done("T_du_thao", "T_ky")
    assert walk.now == ["T_cap_nhat", "T_vao_so"]
    walk.done("T_cap_nhat")
    assert walk.now == ["T_vao_so"]
    return walk.done("T_vao_so", "T_tra").last.ended


def test_a_certificate_waits_for_the_payment_and_reminds_of_it() -> None:
    walk = taxed(36_000_000)
    assert (walk.now, walk.armed, walk.data["nghia_vu"]) == ([], ["E_nhac", "M_nop_tien"], "nop_tien")
    walk.due("E_nhac").due("E_nhac")
    assert (walk.armed, walk.sent) == (["E_nhac", "M_nop_tien"], ["nhac_nop_tien"] * 2)
    assert walk.told("xac_nhan_nop_tien").now == ["T_du_thao"]
    assert walk.armed == []
    assert certified(walk)


@pytest.mark.parametrize(
    ("amount", "is_debt", "duty"), [(0, False, "mien"), (0, True, "mien"), (5_000_000, True, "ghi_no")]
)
def test_who_is_exempt_or_owes_the_fee_gets_the_certificate_without_waiting(
    amount: int, is_debt: bool, duty: str
) -> None:
    walk = taxed(amount, is_debt=is_debt)
    assert (walk.now, walk.armed, walk.data["nghia_vu"]) == (["T_du_thao"], [], duty)
    assert certified(walk)


def test_land_that_does_not_qualify_gets_a_notice() -> None:
    walk = land(ket_luan="khong_du_dieu_kien")
    assert walk.now == ["T_ky_thong_bao"]
    assert walk.done("T_ky_thong_bao", "T_tra").last.ended


def test_a_tax_office_that_is_late_is_reminded_while_it_goes_on() -> None:
    walk = land(ket_luan="du_dieu_kien").done("C_thue.T_lap_phieu", "C_thue.S_gui_thue")
    assert walk.due("C_thue.B_qua_han").now == ["C_thue.T_thue", "T_don_doc"]
    assert walk.done("T_don_doc").now == ["C_thue.T_thue"]
    walk.done("C_thue.T_thue", "C_thue.T_giao", so_tien_phai_nop=0, duoc_ghi_no=False)
    assert certified(walk)


def test_the_answer_of_the_tax_system_ends_the_work_of_the_tax_office() -> None:
    walk = Walk(LAND_TAX).done("T_lap_phieu", "S_gui_thue")
    assert walk.now == ["T_thue"]
    assert walk.told("thue.thong_bao").now == ["T_giao"]
    assert walk.armed == []
    assert walk.done("T_giao", so_tien_phai_nop=1, duoc_ghi_no=False).last.ended


def test_a_slip_that_the_tax_system_sends_back_is_drawn_up_again() -> None:
    walk = Walk(LAND_TAX).done("T_lap_phieu").failed("S_gui_thue", "phieu_sai")
    assert walk.now == ["T_lap_phieu"]
    assert walk.done("T_lap_phieu", "S_gui_thue").now == ["T_thue"]


def test_business_data_refused_by_the_tax_office_are_sent_again() -> None:
    walk = Walk(BUSINESS_TAX).done("T_gui", "S_gui_thue")
    assert (walk.now, walk.armed) == ([], ["B_qua_han", "M_tra_loi"])
    walk.due("B_qua_han").told("thue.tra_loi").done("T_nhan", ket_qua_thue="tu_choi")
    assert (walk.now, walk.last.ended) == (["T_gui"], False)
    walk.done("T_gui", "S_gui_thue").told("thue.tra_loi")
    assert walk.done("T_nhan", ket_qua_thue="chap_nhan").last.ended


@pytest.mark.parametrize("first", ["T_thuong_tru", "T_bhyt"])
def test_police_and_insurance_work_side_by_side_and_both_are_awaited(first: str) -> None:
    walk = Walk(LINKED_BIRTH).done("T_tiep_nhan", "T_khai_sinh", "T_ky")
    assert walk.now == ["S_bhxh", "S_cong_an"]
    walk.done("S_cong_an", "S_bhxh").done(first)
    assert len(walk.now) == 1
    assert walk.done(*walk.now).now == ["T_tra"]
    assert walk.done("T_tra").last.ended
