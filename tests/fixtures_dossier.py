"""Dossiers to start from, built by the services alone: filed with answers and papers, accepted, walked onward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from motcua.domain.people.permissions import Actor
from motcua.services.accounts import accounts
from motcua.services.desk import desk, dossiers
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import drafts, intake, submission
from motcua.services.papers.files import Upload
from motcua.services.process import offers
from motcua.services.version.versions import Version
from motcua.services.work import House
from motcua.store.accounts import account as stored_accounts
from motcua.store.base import Record
from motcua.store.dossier import dossier as stored
from motcua.store.dossier import step as stored_steps
from motcua.store.people import role as roles

# Pytest rewrites a plugin when it loads it, which for this name it has not done yet.
pytest.register_assert_rewrite("fixtures_house")
from fixtures_house import NOW  # noqa: E402

PDF = (Path(__file__).parent / "data" / "giay_to.pdf").read_bytes()

HOUSEHOLD: dict[str, Any] = {
    "hinh_thuc_dang_ky": "thanh_lap_moi",
    "chu_the": "ca_nhan",
    "chu_ho_ho_ten": "Nguyễn Thị Bích Hằng",
    "chu_ho_ngay_sinh": "1988-03-27",
    "chu_ho_so_dinh_danh": "045188002417",
    "ten_hkd": "Cà phê Bích Hằng",
    "tru_so": {"tinh": "44", "xa": "19351", "dia_chi": "118 Nguyễn Huệ, khu phố 5"},
    "tru_so_lien_he": {"dien_thoai": "0914552187"},
    "nganh_nghe": [
        {"ma": "5630", "ten": "Dịch vụ phục vụ đồ uống", "chinh": True},
        {"ma": "4711", "ten": "Bán lẻ"},
    ],
    "von": 80_000_000,
    "nguoi_nop_tu_cach": "chu_ho",
}
BIRTH: dict[str, Any] = {
    "ho_ten_nguoi_yeu_cau": "Võ Đình Khôi",
    "ngay_sinh_nguoi_yeu_cau": "1990-05-01",
    "giay_to_tuy_than_loai": "can_cuoc",
    "giay_to_tuy_than_so": "045090001236",
    "quan_he": "cha",
    "ho_ten_con": "VÕ MINH AN",
    "ngay_sinh_con": "2026-11-12",
    "ngay_sinh_bang_chu": "Ngày mười hai tháng mười một năm hai nghìn không trăm hai mươi sáu",
    "gioi_tinh": "nam",
    "dan_toc": "kinh",
    "quoc_tich": "viet_nam",
    "noi_sinh": "Bệnh viện Đa khoa tỉnh Quảng Trị",
    "que_quan": "Phường Nam Đông Hà, tỉnh Quảng Trị",
    "me": {"ho_ten": "Lê Thị Hoa", "nam_sinh": "1992"},
    "de_nghi_ban_sao": False,
}
ANSWERS = {"1.001612": HOUSEHOLD, "1.001193": BIRTH}
APPRAISAL: dict[str, Any] = {
    "ten_hop_le": True,
    "nganh_nghe_hop_le": True,
    "tru_so_hop_le": True,
    "ket_qua_tham_dinh": "dat",
}
VERIFICATION: dict[str, Any] = {
    "ket_qua_tham_tra": "dat",
    "so_dang_ky": "57",
    "quyen_so": "01/2026",
    "ngay_dang_ky": "2026-11-23",
}
STEP_ANSWERS = {"tham_dinh": APPRAISAL, "tham_tra": VERIFICATION}
# Who of the sample ward serves a position.
SERVING = {
    "tiep_nhan": "ha.tran",
    "truong_phong": "thang.nguyen",
    "chuyen_vien": "vinh.le",
    "van_thu": "dung.vo",
    "tra_ket_qua": "ha.tran",
    "tu_phap_ho_tich": "hien.bui",
    "lanh_dao": "quoc.dang",
}


def actor_of(house: House, login: str, now: datetime = NOW) -> Actor:
    """The actor of a sample account, without the slow check of its password."""
    with house.work() as work:
        row = stored_accounts.by_login(work.connection, login)
        assert row is not None, login
        held = roles.holder(work.connection, row.id)
        assert held is not None, login
        return accounts.actor_of(held, held.grants)


def file_dossier(
    house: House,
    procedure: str = "1.001612",
    login: str = "hang@example.vn",
    now: datetime = NOW,
    agency: str = "H50.16",
    **answers: Any,
) -> str:
    """File a complete dossier with a file for every required paper; its code. `answers` replace the usual ones."""
    citizen = actor_of(house, login, now)
    data = {**ANSWERS.get(procedure, {}), **answers}
    with house.work() as work:
        offered = next(one for one in offers.agencies_for(work, procedure) if one.code == agency)
        draft_id = drafts.begin(work, citizen, procedure, offered.id, now)
        draft = drafts.get(work, citizen, draft_id)
        for section in draft.form.sections:
            assert drafts.save_section(work, citizen, draft_id, section.key, data, now, now.date()) == []
        for paper in drafts.missing_papers(draft):
            drafts.attach(work, citizen, draft_id, paper.key, Upload(f"{paper.key}.pdf", PDF), now)
        return submission.submit(work, citizen, draft_id, declared=True, now=now).code


def version_of(house: House, code: str) -> Version:
    """The version that the dossier is pinned to."""
    with house.work() as work:
        row = stored.by_code(work.connection, code)
        assert row is not None, code
        return house.versions.get(work.connection, row.version_id)


def waiting_of(house: House, code: str) -> Sequence[Record]:
    """The steps that wait, read without opening the dossier, which would be recorded."""
    with house.work() as work:
        row = stored.by_code(work.connection, code)
        assert row is not None, code
        return stored_steps.waiting(work.connection, row.id)


def desk_of(house: House, code: str) -> str:
    """The login of the officer who receives this dossier."""
    return SERVING[desk.steps_of_desk(version_of(house, code))[0].position]


def open_page(house: House, code: str, now: datetime = NOW, login: str = "") -> DossierPage:
    """The dossier as an officer sees it, the receiving one unless told otherwise."""
    officer = actor_of(house, login or desk_of(house, code), now)
    with house.work() as work:
        return dossiers.page(work, officer, code, now)


def checklist_of(house: House, code: str, now: datetime = NOW) -> dict[str, str]:
    """A checklist with which the dossier can be accepted: what is required is good, the rest absent."""
    papers = version_of(house, code).facts.papers
    return {paper.key: "good" if paper.required else "absent" for paper in papers}


def accept_dossier(house: House, code: str, now: datetime = NOW) -> None:
    """Accept a sent dossier at the desk."""
    checklist = checklist_of(house, code, now)
    officer = actor_of(house, desk_of(house, code), now)
    with house.work() as work:
        intake.accept(work, officer, code, checklist, now)


def task_of(house: House, code: str, step_id: str, now: datetime = NOW) -> str:
    """The task id of the waiting step `step_id`, as its page gives it."""
    return next(str(row.task_id) for row in waiting_of(house, code) if row.step_id == step_id)


def finish_step(
    house: House, code: str, step_id: str, completion: Completion | None = None, now: datetime = NOW
) -> None:
    """Finish a waiting step by the officer who serves it, with answers that pass when none are given."""
    row = next(row for row in waiting_of(house, code) if row.step_id == step_id)
    form = version_of(house, code).model.step_by_id[step_id].form
    done = completion or Completion(answers=STEP_ANSWERS.get(form, {}))
    officer = actor_of(house, SERVING[row.position], now)
    with house.work() as work:
        steps.finish(work, officer, code, row.task_id, done, now)


def walk_dossier(house: House, code: str, until: str = "", now: datetime = NOW) -> Iterator[str]:
    """Finish waiting steps one by one until the step `until` waits, or none does.

    Yields the step just finished, so that a test may look at the dossier or move the clock in between.
    """
    while True:
        waiting = [row.step_id for row in waiting_of(house, code)]
        if not waiting or until in waiting:
            return
        finish_step(house, code, waiting[0], now=now)
        yield waiting[0]


def accepted_at(
    house: House, step_id: str, procedure: str = "1.001612", now: datetime = NOW
) -> tuple[str, str]:
    """A dossier accepted and walked to `step_id`; its code and the waiting task."""
    code = file_dossier(house, procedure, now=now)
    accept_dossier(house, code, now)
    list(walk_dossier(house, code, until=step_id, now=now))
    return code, task_of(house, code, step_id, now)
