"""A step that must be signed: what counts, what does not, and that nothing gets round it (A-14, F-13)."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fixtures_house import NOW
from fixtures_model import finish, waiting
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
from services.time_story import give_role
from staff_people import agency_id, person

from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.domain.errors import MotcuaError, NotAllowedError
from motcua.services.desk import bulk
from motcua.services.dossier import actions
from motcua.services.dossier.case import Given
from motcua.services.signing import agency_seals, keys, order_work, signing, signing_page
from motcua.services.signing.step_signatures import SignatureMissingError
from motcua.services.work import House


@pytest.fixture
def signed_house(house: House, pki: SandboxPki, tmp_path: Path) -> House:
    released(house)
    folder = key_folder(pki, tmp_path, quoc_dang="giam_doc", vinh_le="chuyen_vien", H50_16="con_dau")
    return signing_house(house, pki, folder)


@pytest.mark.req("A-14", "F-13")
def test_a_required_signature_is_asked_for_on_every_way_and_counts_for_one_version(
    signed_house: House,
) -> None:
    house, key_id = signed_house, registered(signed_house)
    code, task_id = at_signing(house, with_paper=0)
    with pytest.raises(SignatureMissingError) as missing:
        finish(house, code, "b", login=LEADER)
    assert "“Bước b” phải có chữ ký số của lãnh đạo cơ quan" in missing.value.errors[0].message.vi
    assert "Chưa có tệp để ký" in missing.value.errors[0].message.vi
    run = run_of(house, ordered(house, [(code, task_id)], key_id))
    assert "chưa có tệp" in run.failed[0].problem

    with house.work() as work:
        signing.attach(work, leader(house), code, task_id, paper(), NOW)
    run_id = ordered(house, [(code, task_id)], key_id)
    assert order_work.carry_out(house, run_id, NOW)
    # Done again after a crash it does nothing: one order, one file, one record.
    assert not order_work.carry_out(house, run_id, NOW)
    before, after = kept_in(house, code)
    assert before.replaced_at is not None
    record = rows(house, "select * from signature")[0]
    assert (record.file_id, record.source_id, record.sha256) == (after.id, before.id, after.sha256)
    assert (record.signer_name, record.verdict, record.signer) == ("Trần Thị Quỳnh Như", "valid", "leader")
    assert record.signed_at == NOW
    assert rows(house, "select secret_sealed, secret_until from signature_run where id = :id", id=run_id)[
        0
    ] == (
        None,
        None,
    )

    with house.work() as work:
        signing.attach(work, leader(house), code, task_id, paper(2), NOW)
    with pytest.raises(SignatureMissingError, match="1 chỗ") as replaced:
        finish(house, code, "b", login=LEADER)
    assert "đã được thay sau khi ký" in replaced.value.errors[0].message.vi

    assert order_work.carry_out(house, ordered(house, [(code, task_id)], key_id), NOW)
    finish(house, code, "b", login=LEADER)
    assert list(waiting(house, code)) == ["c"]


@pytest.mark.req("A-14", "D-13", "D-20")
def test_nothing_gets_round_a_required_signature(signed_house: House) -> None:
    house = signed_house
    code, task_id = at_signing(house)
    with house.work() as work, pytest.raises(SignatureMissingError):
        actions.perform(work, leader(house), code, "forward", Given(), NOW, task_id)
    with house.work() as work:
        run_id = bulk.start(work, leader(house), uuid.uuid4(), "forward", [(code, task_id)], Given(), NOW)
    bulk.carry_out(house, run_id, 1, NOW)
    with house.work() as work:
        assert "phải có chữ ký số" in bulk.page(work, leader(house), run_id).failed[0].problem
    give_role(house, LEADER, "lanh_dao_mot_cua")
    given = Given(step="c", reason="Đi tắt theo chỉ đạo")
    with house.work() as work, pytest.raises(SignatureMissingError):
        actions.perform(work, leader(house), code, "leave_route", given, NOW, task_id)
    with house.work() as work:
        given = Given(step="a", reason="Làm lại từ đầu")
        actions.perform(work, leader(house), code, "leave_route", given, NOW, task_id)
    assert list(waiting(house, code)) == ["a"]
    assert count(house, "signature") == 0


@pytest.mark.req("A-14", "F-13")
def test_only_the_authority_that_the_step_asks_for_signs(
    house: House, pki: SandboxPki, tmp_path: Path
) -> None:
    released(house, signer="agency", mark="first top left")
    house = signing_house(house, pki, key_folder(pki, tmp_path, quoc_dang="giam_doc", H50_16="con_dau"))
    own = registered(house)
    code, task_id = at_signing(house)
    refused = run_of(house, ordered(house, [(code, task_id)], own)).failed[0].problem
    assert "con dấu số của cơ quan" in refused
    give_role(house, "thang.nguyen", "quan_tri_co_quan")
    chief, agency = person(house, "thang.nguyen"), agency_id(house)
    with house.work() as work, pytest.raises(NotAllowedError):
        keys.register(work, leader(house), "tep", "H50.16", NOW, agency_id=agency, reason="QĐ 12/QĐ-UBND")
    with house.work() as work:
        seal = keys.register(work, chief, "tep", "H50.16", NOW, agency_id=agency, reason="QĐ 12/QĐ-UBND")
    with house.work() as work, pytest.raises(MotcuaError):
        ordered(house, [(code, task_id)], seal)
    with house.work() as work:
        agency_seals.give(work, chief, seal, LEADER, "QĐ 13/QĐ-UBND", NOW)
    assert order_work.carry_out(house, ordered(house, [(code, task_id)], seal), NOW)
    with house.work() as work:
        task = signing.task_of(work, leader(house), code, task_id)
        assert task.wanted.given is not None
        assert task.wanted.given.organisation == "Sở Xây dựng"
        assert task.wanted.mark_place.vi == "Dấu ký đặt ở trang đầu, phía trên, bên trái."
    # The mark stands where the step says, on a page of 595 × 842.
    with pikepdf.open(io.BytesIO(house.files.get(kept_in(house, code)[-1].sha256))) as pdf:
        assert [float(one) for one in pdf.pages[0].Annots[0].Rect] == [28, 766, 203, 814]
    with house.work() as work:
        agency_seals.take_back(work, chief, seal, leader(house).id or 0, "Chuyển công tác", NOW)
    with house.work() as work:
        assert signing_page.page(work, leader(house), code, task_id, NOW).keys == []
    told = [
        row.action
        for row in rows(house, "select action from audit where action like 'signing_key.%' order by id")
    ]
    assert told == [f"signing_key.{one}" for one in ("register", "register", "give", "take_back")]


@pytest.mark.req("F-13", "D-13")
def test_of_many_the_faulty_are_named_and_the_others_signed(
    signed_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, key_id = signed_house, registered(signed_house)
    items = [at_signing(house, with_paper=number) for number in range(1, 13)]
    unlocked: list[int] = []
    folder: Any = house.signature_services["tep"]
    truly = folder.unlock
    monkeypatch.setattr(
        folder, "unlock", lambda *given: unlocked.append(given[2]) or truly(*given), raising=True
    )
    with house.work() as work:
        # One dossier has moved on, one gets another file while the run waits, one there never was.
        actions.perform(
            work, leader(house), items[0][0], "return", Given(reason="Thiếu bản vẽ"), NOW, items[0][1]
        )
    run_id = ordered(house, [*items, ("H50.16-261123-9999", "t")], key_id)
    with house.work() as work:
        signing.attach(work, leader(house), *items[1], paper(99), NOW)
    assert order_work.carry_out(house, run_id, NOW)
    run = run_of(house, run_id)
    assert len(run.signed) == 10
    assert {one.dossier_code for one in run.failed} == {items[0][0], items[1][0], "H50.16-261123-9999"}
    assert all(one.problem and one.problem_en for one in run.failed)
    assert (unlocked, count(house, "signature")) == ([11], 10)


@pytest.mark.req("F-13")
def test_a_service_that_fails_leaves_the_step_open_and_is_tried_again(
    signed_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, key_id = signed_house, registered(signed_house)
    code, task_id = at_signing(house)
    run_id = ordered(house, [(code, task_id)], key_id, secret="sai-mat-khau")
    order_work.carry_out(house, run_id, NOW)
    assert run_of(house, run_id).failed[0].problem

    def died(*_: object, **__: object) -> None:
        raise OSError("killed")

    run_id = ordered(house, [(code, task_id)], key_id)
    with monkeypatch.context() as patch:
        patch.setattr(signing, "write", died)
        with pytest.raises(OSError, match="killed"):
            order_work.carry_out(house, run_id, NOW)
    assert (len(kept_in(house, code)), count(house, "signature")) == (1, 0)
    # While the order is open the same version is not ordered again; what died is taken up and done once.
    again = run_of(house, ordered(house, [(code, task_id)], key_id))
    assert "đang được ký" in again.failed[0].problem
    assert order_work.carry_out(house, run_id, NOW)
    assert (len(kept_in(house, code)), count(house, "signature")) == (2, 1)
    sealed = rows(house, "select secret_sealed from signature_run where id = :id", id=run_id)[0]
    assert sealed.secret_sealed is None
