"""One action on many dossiers: each by itself, nothing twice, whatever happens in between (D-13)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import pytest
from fixtures_dossier import accept_dossier, accepted_at, actor_of, file_dossier, task_of, waiting_of
from fixtures_house import NOW
from sqlalchemy import text

from motcua.domain.errors import NotAllowedError, NotFoundError, ValidationError
from motcua.services.desk import bulk
from motcua.services.dossier.case import Given
from motcua.services.work import House
from motcua.store.accounts import account as accounts
from motcua.worker import run as run_worker


def several(house: House, count: int) -> list[tuple[str, str]]:
    """Dossiers that wait at the head of division, as (code, task)."""
    return [accepted_at(house, "T_phan_cong") for _ in range(count)]


def started(house: House, items: Sequence[tuple[str, str]], action: str = "claim", **given: object) -> int:
    officer = actor_of(house, "thang.nguyen")
    with house.work() as work:
        return bulk.start(work, officer, uuid.uuid4(), action, items, Given(**given), NOW)  # type: ignore[arg-type]


def shown(house: House, run_id: int, login: str = "thang.nguyen") -> bulk.Run:
    with house.work() as work:
        return bulk.page(work, actor_of(house, login), run_id)


def scalar(house: House, sql: str, **values: object) -> int:
    with house.work() as work:
        return int(work.connection.execute(text(sql), values).scalar_one())


@pytest.mark.req("D-13")
def test_of_many_the_faulty_are_named_and_the_others_done(house: House) -> None:
    good = several(house, 3)
    sent = file_dossier(house)
    run_id = started(house, [*good, (sent, ""), ("H50.16-261123-9999", "")])
    assert shown(house, run_id).waiting == 5
    run_worker(house, until_empty=True)
    run = shown(house, run_id)
    assert (run.done, run.waiting) == (3, 0)
    assert [(item.dossier_code, item.problem != "") for item in run.failed] == [
        (sent, True),
        ("H50.16-261123-9999", True),
    ]
    assert "Không có hồ sơ mã H50.16-261123-9999" in run.failed[1].problem
    holders = [waiting_of(house, code)[0].holder_id for code, _ in good]
    assert holders == [actor_of(house, "thang.nguyen").id] * 3


@pytest.mark.req("D-13")
def test_every_dossier_of_a_run_leaves_its_own_line_in_the_log(house: House) -> None:
    good, sent = several(house, 2), file_dossier(house)
    before = scalar(house, "select count(*) from audit")
    run_id = started(house, [*good, (sent, "")])
    run_worker(house, until_empty=True)
    # One line for the run itself, and one for each dossier.
    assert scalar(house, "select count(*) from audit") == before + 4
    own = "select count(*) from audit where action = 'bulk.refused' and subject = :run"
    assert scalar(house, own, run=str(run_id)) == 1


@pytest.mark.req("D-13")
def test_an_item_done_again_is_done_once(house: House) -> None:
    (item,) = several(house, 1)
    run_id = started(house, [item])
    assert bulk.carry_out(house, run_id, 1, NOW)
    lines = scalar(house, "select count(*) from audit")
    assert not bulk.carry_out(house, run_id, 1, NOW)
    assert scalar(house, "select count(*) from audit") == lines
    assert shown(house, run_id).done == 1


def test_a_worker_that_dies_in_the_middle_leaves_the_item_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = several(house, 1)
    run_id = started(house, [item])

    def die(*_: object, **__: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(bulk.actions, "perform", die)
        with pytest.raises(OSError, match="killed"):
            bulk.carry_out(house, run_id, 1, NOW)
    assert shown(house, run_id).waiting == 1
    assert waiting_of(house, item[0])[0].holder_id is None
    run_worker(house, until_empty=True)
    assert shown(house, run_id).done == 1


def test_the_page_sent_twice_starts_one_run(house: House) -> None:
    items, key, officer = several(house, 1), uuid.uuid4(), actor_of(house, "thang.nguyen")
    with house.work() as work:
        first = bulk.start(work, officer, key, "claim", items, Given(), NOW)
    with house.work() as work:
        assert bulk.start(work, officer, key, "claim", items, Given(), NOW) == first
    stranger = actor_of(house, "vinh.le")
    with pytest.raises(NotFoundError), house.work() as work:
        bulk.start(work, stranger, key, "claim", items, Given(), NOW)
    assert scalar(house, "select count(*) from bulk_item") == 1


def test_the_same_dossier_ticked_twice_is_one_item(house: House) -> None:
    (item,) = several(house, 1)
    assert len(shown(house, started(house, [item, item])).items) == 1


def test_a_run_is_for_who_began_it(house: House) -> None:
    run_id = started(house, several(house, 1))
    with pytest.raises(NotFoundError):
        shown(house, run_id, "vinh.le")


def test_what_one_may_not_do_to_a_single_dossier_is_refused_in_a_run_too(house: House) -> None:
    (item,) = several(house, 1)
    stranger = actor_of(house, "vinh.le")
    with house.work() as work:
        run_id = bulk.start(work, stranger, uuid.uuid4(), "claim", [item], Given(), NOW)
    run_worker(house, until_empty=True)
    (failed,) = shown(house, run_id, "vinh.le").failed
    assert "Bạn không thuộc nhóm" in failed.problem
    assert "not in the group" in failed.problem_en


def test_an_account_locked_meanwhile_does_nothing_more(house: House) -> None:
    items = several(house, 1)
    run_id = started(house, items)
    officer = actor_of(house, "thang.nguyen")
    with house.work() as work:
        accounts.change(work.connection, int(officer.id or 0), is_active=False)
        work.commit()
    run_worker(house, until_empty=True)
    (failed,) = shown(house, run_id).failed
    assert "đã bị khóa" in failed.problem
    assert waiting_of(house, items[0][0])[0].holder_id is None


def test_only_actions_for_many_are_begun_and_only_with_what_they_need(house: House) -> None:
    items = several(house, 1)
    officer = actor_of(house, "thang.nguyen")
    for key in ("refuse", "submit", "no_such"):
        with pytest.raises(NotFoundError), house.work() as work:
            bulk.start(work, officer, uuid.uuid4(), key, items, Given(), NOW)
    with pytest.raises(NotAllowedError), house.work() as work:
        bulk.start(work, officer, uuid.uuid4(), "urge", items, Given(opinion="Nhanh"), NOW)
    with pytest.raises(ValidationError) as caught, house.work() as work:
        bulk.start(work, officer, uuid.uuid4(), "hand_over", [], Given(), NOW)
    assert [one.pointer for one in caught.value.errors] == ["/items", "/person", "/reason"]
    too_many = [(f"H50.16-261123-{number}", "") for number in range(bulk.MOST + 1)]
    with pytest.raises(ValidationError, match="1 chỗ"), house.work() as work:
        bulk.start(work, officer, uuid.uuid4(), "claim", too_many, Given(), NOW)


@pytest.mark.req("D-13", "C-08")
def test_accepting_many_marks_the_papers_of_each_procedure(house: House) -> None:
    business, birth = file_dossier(house), file_dossier(house, "1.001193", login="khoi@example.vn")
    officer = actor_of(house, "ha.tran")
    with pytest.raises(ValidationError) as caught, house.work() as work:
        bulk.start(work, officer, uuid.uuid4(), "accept", [(business, "")], Given(), NOW)
    assert [one.pointer for one in caught.value.errors] == ["/checked"]
    with house.work() as work:
        given = Given(marks={"all": "good"})
        run_id = bulk.start(work, officer, uuid.uuid4(), "accept", [(business, ""), (birth, "")], given, NOW)
    run_worker(house, until_empty=True)
    run = shown(house, run_id, "ha.tran")
    # The birth is received by the registrar, not at this desk.
    assert ([item.dossier_code for item in run.failed], run.done) == ([birth], 1)
    assert task_of(house, business, "T_tiep_nhan")


@pytest.mark.req("D-13")
def test_of_two_hundred_with_twenty_faulty_a_hundred_and_eighty_are_done(house: House) -> None:
    accepted = [file_dossier(house) for _ in range(180)]
    for code in accepted:
        accept_dossier(house, code)
    sent = [file_dossier(house) for _ in range(20)]
    items = [(code, waiting_of(house, code)[0].task_id) for code in [*accepted, *sent]]
    officer = actor_of(house, "ha.tran")
    lines = scalar(house, "select count(*) from audit")
    with house.work() as work:
        run_id = bulk.start(work, officer, uuid.uuid4(), "claim", items, Given(), NOW)
    run_worker(house, until_empty=True)
    run = shown(house, run_id, "ha.tran")
    assert run.done == 180
    assert [item.dossier_code for item in run.failed] == sent
    assert {item.problem for item in run.failed} == {
        "Không thể “nhận việc”: hồ sơ đang ở trạng thái “mới gửi”. Không có gì bị thay đổi."
    }
    assert scalar(house, "select count(*) from audit") == lines + 1 + 200
