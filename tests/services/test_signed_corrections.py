"""A corrected result is signed like the first one; a key is the certificate that was registered (A-14, F-13, F-16)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fixtures_house import NOW
from fixtures_model import finish
from fixtures_watch import rows
from services.signing_story import (
    LEADER,
    at_signing,
    count,
    kept_in,
    key_folder,
    leader,
    ordered,
    paper,
    registered,
    released,
    run_of,
    signing_house,
)
from signed_samples import flipped, signed_pdf
from sqlalchemy import text
from staff_people import person

from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.domain.errors import NotFoundError, TooManyError, ValidationError
from motcua.services.dossier import results
from motcua.services.papers import result_ending
from motcua.services.papers.files import Upload
from motcua.services.papers.result_ending import Decision
from motcua.services.signing import keys, order_work, orders
from motcua.services.signing.signing import attach
from motcua.services.work import House

DECISION = Decision("15/QĐ-UBND", NOW.date(), "Sai tên chủ hộ", Upload("qd.pdf", paper(7).content))


@pytest.fixture
def signing(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    released(house)
    return signing_house(house, pki, key_folder(pki, tmp_path, quoc_dang="giam_doc", vinh_le="chuyen_vien"))


@pytest.mark.req("A-14", "F-16")
def test_a_correction_of_a_signed_result_is_signed_as_well(signing: House, pki: SandboxPki) -> None:
    code, task_id = at_signing(signing)
    assert order_work.carry_out(signing, ordered(signing, [(code, task_id)], registered(signing)), NOW)
    finish(signing, code, "b", login=LEADER)
    finish(signing, code, "c")
    with signing.work() as work:
        results.confirm(work, person(signing, "ha.tran"), code, NOW)
    (issued,) = rows(signing, "select * from issued_result")

    def corrected(content: bytes) -> None:
        with signing.work() as work:
            upload = Upload("sua.pdf", content)
            result_ending.replace(work, leader(signing), issued.id, DECISION, upload, NOW)

    good = signed_pdf(pki, "giam_doc", paper(2).content)
    for wrong in (paper(2).content, signed_pdf(pki, "chuyen_vien", paper(2).content), flipped(good, 200)):
        with pytest.raises(ValidationError) as refused:
            corrected(wrong)
        (error,) = refused.value.errors
        assert (error.pointer, error.code) == ("/corrected", "not_signed")
        assert "phải được ký số bởi lãnh đạo cơ quan" in error.message.vi
    assert count(signing, "issued_result") == 1
    corrected(good)
    assert [one.state for one in rows(signing, "select state from issued_result order by id")] == [
        "replaced",
        "issued",
    ]


@pytest.mark.req("A-14", "F-13")
def test_a_service_that_comes_with_another_certificate_than_the_registered_signs_nothing(
    signing: House, tmp_path: Path
) -> None:
    key_id, (code, task_id) = registered(signing), at_signing(signing)
    for ending in ("p12", "pem"):
        shutil.copyfile(tmp_path / f"vinh.le.{ending}", tmp_path / f"quoc.dang.{ending}")
    run_id = ordered(signing, [(code, task_id)], key_id)
    order_work.carry_out(signing, run_id, NOW)
    assert "chứng thư khác với chứng thư đã đăng ký" in run_of(signing, run_id).failed[0].problem
    assert (count(signing, "signature"), len(kept_in(signing, code))) == (0, 1)


@pytest.mark.req("F-13", "D-13")
def test_what_unlocks_no_key_is_not_held_against_it(signing: House, tmp_path: Path) -> None:
    key_id, (code, task_id) = registered(signing), at_signing(signing, with_paper=0)
    for _ in range(orders.SECRET_TRIED.most + 1):
        run_id = ordered(signing, [(code, task_id)], key_id)
        assert not order_work.carry_out(signing, run_id, NOW)
        assert "chưa có tệp" in run_of(signing, run_id).failed[0].problem
    with signing.work() as work:
        attach(work, leader(signing), code, task_id, paper(), NOW)
    for _ in range(orders.SECRET_TRIED.most):
        order_work.carry_out(signing, ordered(signing, [(code, task_id)], key_id, "sai-mat-khau"), NOW)
    with pytest.raises(TooManyError):
        ordered(signing, [(code, task_id)], key_id, "sai-mat-khau")


@pytest.mark.req("F-13")
def test_a_key_of_an_officer_whose_login_is_longer_is_not_offered(
    signing: House, pki: SandboxPki, tmp_path: Path
) -> None:
    key_folder(pki, tmp_path, quoc="chuyen_vien", quoc_may_hai="chuyen_vien")
    with signing.engine.begin() as connection:
        connection.execute(text("update account set login = 'quoc' where login = 'vinh.le'"))
    officer = person(signing, "quoc")
    with signing.work() as work:
        assert {one.reference for one in keys.offers(work, officer, "tep")} == {"quoc", "quoc.may.hai"}
        with pytest.raises(NotFoundError):
            keys.register(work, officer, "tep", LEADER, NOW)
