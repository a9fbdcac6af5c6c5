"""Who may do what: groups of positions at agencies, narrower ones before wider, citizens only what is theirs."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from fixtures_dossier import (
    PDF,
    STEP_ANSWERS,
    accept_dossier,
    accepted_at,
    actor_of,
    file_dossier,
    finish_step,
    open_page,
)
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from fixtures_watch import everything, rows

from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError
from motcua.domain.people.permissions import PUBLIC, SYSTEM, Actor
from motcua.services.desk import dossiers, lookup, worklist
from motcua.services.dossier import results, steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import drafts, intake, submission
from motcua.services.messages import notifications
from motcua.services.papers.files import Upload
from motcua.services.process import offers, procedures
from motcua.services.process.examination import Source
from motcua.services.work import House, Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.people import group as groups

Act = Callable[[Work, Actor, str, str], object]
STAFF_ACTS: list[Act] = [
    lambda work, actor, code, _: intake.accept(work, actor, code, {}, NOW),
    lambda work, actor, code, task: steps.claim(work, actor, code, task, NOW),
    lambda work, actor, code, task: steps.release(work, actor, code, task, NOW),
    lambda work, actor, code, task: steps.finish(work, actor, code, task, Completion(), NOW),
    lambda work, actor, code, task: steps.form_of(work, actor, code, task),
    lambda work, actor, code, _: results.confirm(work, actor, code, NOW),
    lambda work, actor, code, _: results.return_result(work, actor, code, "Ai đó", "desk", NOW),
    lambda work, actor, code, _: dossiers.page(work, actor, code, NOW),
    lambda work, actor, code, _: dossiers.file_content(work, actor, code, 1, NOW),
]


def join(house: House, login: str, position: str, **narrowed: str) -> None:
    """Put an account into the group of a position at its own agency."""
    actor = actor_of(house, login)
    with house.work() as work:
        groups.add(
            work.connection, agency_id=actor.agency_id, position=position, account_id=actor.id, **narrowed
        )
        work.commit()


def listed(house: House, login: str) -> list[str]:
    with house.work() as work:
        return [item.step for item in worklist.of(work, actor_of(house, login), NOW)]


def test_who_is_not_in_the_groups_may_do_nothing_with_the_dossier(house: House) -> None:
    code = file_dossier(house)
    task = waiting(house, code)["T_tiep_nhan"]
    before = everything(house)
    others = [actor_of(house, login) for login in ("dung.vo", "tp.tiepnhan", "hang@example.vn")]
    for act in STAFF_ACTS:
        for actor in (*others, PUBLIC, SYSTEM):
            with house.work() as work, pytest.raises(NotAllowedError):
                act(work, actor, code, task)
    assert everything(house) == before


def test_officers_and_the_public_file_nothing(house: House) -> None:
    with house.work() as work:
        agency = offers.agencies_for(work, "1.001612")[0]
    for actor in (actor_of(house, "ha.tran"), PUBLIC):
        with house.work() as work, pytest.raises(NotAllowedError):
            drafts.begin(work, actor, "1.001612", agency.id, NOW)
        with house.work() as work, pytest.raises(NotAllowedError):
            submission.submit(work, actor, uuid4(), declared=True, now=NOW)
        with house.work() as work, pytest.raises(NotAllowedError):
            lookup.mine(work, actor, NOW)
        with house.work() as work, pytest.raises(NotAllowedError):
            lookup.own(work, actor, "H50.16-261123-0001", NOW)
    with house.work() as work, pytest.raises(NotAllowedError):
        worklist.of(work, actor_of(house, "hang@example.vn"), NOW)


def test_only_the_system_releases_procedures(house: House) -> None:
    source = Source(b"", {}, notifications.TO_GROUP)
    for login in ("ha.tran", "hang@example.vn"):
        with house.work() as work, pytest.raises(NotAllowedError):
            procedures.release(work, actor_of(house, login), source, NOW)


def test_another_citizens_draft_and_dossier_are_not_found(house: House) -> None:
    code = file_dossier(house, "1.001193")
    owner, other = actor_of(house, "hang@example.vn"), actor_of(house, "khoi@example.vn")
    with house.work() as work:
        agency = offers.agencies_for(work, "1.001612")[0]
        draft = drafts.begin(work, owner, "1.001612", agency.id, NOW)
    with house.work() as work:
        file_id = lookup.own(work, owner, code, NOW).files[0].id
    refused: list[Callable[[Work], object]] = [
        lambda work: drafts.get(work, other, draft),
        lambda work: drafts.save_section(work, other, draft, "x", {}, NOW, NOW.date()),
        lambda work: drafts.attach(work, other, draft, "x", Upload("a.pdf", PDF), NOW),
        lambda work: drafts.detach(work, other, draft, 1, NOW),
        lambda work: submission.submit(work, other, draft, declared=True, now=NOW),
        lambda work: lookup.own(work, other, code, NOW),
        lambda work: lookup.own_file(work, other, code, file_id, NOW),
    ]
    for act in refused:
        with house.work() as work, pytest.raises(NotFoundError):
            act(work)
    with house.work() as work:
        assert lookup.mine(work, other, NOW) == []
        assert [track.row.code for track in lookup.mine(work, owner, NOW)] == [code]


def test_a_file_of_another_dossier_is_not_found(house: House) -> None:
    first, second = file_dossier(house, "1.001193"), file_dossier(house, "1.001193", "khoi@example.vn")
    officer = actor_of(house, "hien.bui")
    own, strange = (open_page(house, code).files[0].id for code in (first, second))
    with house.work() as work, pytest.raises(NotFoundError):
        dossiers.file_content(work, officer, first, strange, NOW)
    with house.work() as work:
        assert dossiers.file_content(work, officer, first, own, NOW).content == PDF


@pytest.mark.req("A-08")
def test_everyone_of_a_group_sees_the_dossier_also_who_joins_while_it_waits(house: House) -> None:
    join(house, "lan.phan", "chuyen_vien")
    accepted_at(house, "T_tham_dinh")
    for login in ("vinh.le", "mai.ho", "lan.phan"):
        assert listed(house, login) == ["Thẩm định hồ sơ"]
    assert listed(house, "dung.vo") == []
    join(house, "dung.vo", "chuyen_vien")
    assert listed(house, "dung.vo") == ["Thẩm định hồ sơ"]


@pytest.mark.parametrize(
    "narrowed",
    [
        {"procedure_code": "1.001612"},
        {"procedure_code": "1.001612", "step_id": "T_tham_dinh"},
    ],
)
def test_a_narrower_group_replaces_the_wider(house: House, narrowed: dict[str, str]) -> None:
    code, task = accepted_at(house, "T_tham_dinh")
    join(house, "dung.vo", "chuyen_vien", **narrowed)
    assert listed(house, "vinh.le") == []
    assert listed(house, "dung.vo") == ["Thẩm định hồ sơ"]
    with house.work() as work, pytest.raises(NotAllowedError, match="Thẩm định hồ sơ"):
        steps.claim(work, actor_of(house, "vinh.le"), code, task, NOW)
    with house.work() as work:
        steps.claim(work, actor_of(house, "dung.vo"), code, task, NOW)


def test_a_group_for_the_step_replaces_one_for_the_procedure(house: House) -> None:
    accepted_at(house, "T_tham_dinh")
    join(house, "dung.vo", "chuyen_vien", procedure_code="1.001612")
    join(house, "lan.phan", "chuyen_vien", procedure_code="1.001612", step_id="T_tham_dinh")
    assert [listed(house, login) for login in ("vinh.le", "dung.vo", "lan.phan")] == [
        [],
        [],
        ["Thẩm định hồ sơ"],
    ]


def test_a_group_narrowed_for_another_procedure_or_step_replaces_nothing(house: House) -> None:
    accepted_at(house, "T_tham_dinh")
    join(house, "dung.vo", "chuyen_vien", procedure_code="1.001193")
    join(house, "dung.vo", "chuyen_vien", procedure_code="1.001612", step_id="T_ky")
    assert listed(house, "vinh.le") == ["Thẩm định hồ sơ"]
    assert listed(house, "dung.vo") == []


def test_a_group_of_another_agency_serves_only_there(house: House) -> None:
    release(house, bpmn_of("S>a a>E", a={"position": "tiep_nhan"}))
    code = file_dossier(house, CODE, von=1)
    with house.work() as work, pytest.raises(NotAllowedError):
        dossiers.page(work, actor_of(house, "tp.tiepnhan"), code, NOW)
    assert listed(house, "tp.tiepnhan") == []


def test_an_agency_without_a_person_in_one_group_does_not_offer_the_procedure(house: House) -> None:
    with house.work() as work:
        assert [one.code for one in offers.agencies_for(work, "1.001612")] == ["H50.16"]
        lacking = agencies.by_code(work.connection, "H50.27")
        assert lacking is not None
        with pytest.raises(ConflictError, match="chưa nhận thủ tục"):
            drafts.begin(work, actor_of(house, "hang@example.vn"), "1.001612", lacking.id, NOW)
    for position in ("truong_phong", "chuyen_vien", "van_thu"):
        join(house, "tp.lanhdao", position)
    with house.work() as work:
        assert {one.code for one in offers.agencies_for(work, "1.001612")} == {"H50.16", "H50.27"}
        # The only one of a group leaves: the gap is back at once.
        person = accounts.by_login(work.connection, "tp.tiepnhan")
        assert person is not None
        accounts.change(work.connection, person.id, is_active=False)
        assert [one.code for one in offers.agencies_for(work, "1.001612")] == ["H50.16"]


def test_who_finished_a_step_may_open_the_dossier_afterwards_but_not_act(house: House) -> None:
    code, task = accepted_at(house, "T_ky")
    assert open_page(house, code, login="vinh.le").row.code == code
    with house.work() as work, pytest.raises(NotAllowedError):
        steps.finish(work, actor_of(house, "vinh.le"), code, task, Completion(), NOW)


@pytest.mark.req("D-02")
def test_forwarding_takes_files_and_opinions_to_the_next_list_and_off_the_first(house: House) -> None:
    code, _ = accepted_at(house, "T_tiep_nhan", "1.001193")
    assert listed(house, "hien.bui") == ["Tiếp nhận, thẩm tra, ghi sổ hộ tịch"]
    assert listed(house, "quoc.dang") == []
    done = Completion(STEP_ANSWERS["tham_tra"], "Đủ điều kiện.", (Upload("bien_ban.pdf", PDF),))
    finish_step(house, code, "T_tiep_nhan", done)
    assert listed(house, "hien.bui") == []
    assert listed(house, "quoc.dang") == ["Ký giấy khai sinh"]
    shown = open_page(house, code, login="quoc.dang")
    assert [(one.body, [file.name for file in one.files]) for one in shown.opinions] == [
        ("Đủ điều kiện.", ["bien_ban.pdf"])
    ]
    assert {file.name for file in shown.files} == {"giay_chung_sinh.pdf", "bien_ban.pdf"}
    assert shown.data["ho_ten_con"] == "VÕ MINH AN"


@pytest.mark.req("D-05")
def test_an_opinion_is_read_at_later_steps_with_author_and_time_and_never_edited(house: House) -> None:
    code, task = accepted_at(house, "T_phan_cong")
    evidence = (Upload("y_kien.pdf", PDF),)
    finish(house, code, "T_phan_cong", "thang.nguyen", opinion="Giao đồng chí Vinh.", uploads=evidence)
    finish(house, code, "T_tham_dinh", **STEP_ANSWERS["tham_dinh"])
    (opinion,) = open_page(house, code, login="thang.nguyen").opinions
    assert opinion.body == "Giao đồng chí Vinh."
    assert (opinion.row.author_name, opinion.row.written_at) == ("Nguyễn Đức Thắng", NOW)
    with house.work() as work:
        opened = dossiers.file_content(work, actor_of(house, "thang.nguyen"), code, opinion.files[0].id, NOW)
    assert (opened.name, opened.content) == ("y_kien.pdf", PDF)
    before = rows(house, "select * from opinion")
    with house.work() as work, pytest.raises(ConflictError):
        steps.finish(work, actor_of(house, "thang.nguyen"), code, task, Completion(opinion="Khác."), NOW)
    assert rows(house, "select * from opinion") == before


def test_accepting_is_for_the_group_that_receives(house: House) -> None:
    code = file_dossier(house)
    with house.work() as work, pytest.raises(NotAllowedError, match="nhóm tiếp nhận"):
        intake.accept(work, actor_of(house, "vinh.le"), code, {}, NOW)
    accept_dossier(house, code)
    with house.work() as work, pytest.raises(NotAllowedError, match="Bộ phận Một cửa"):
        results.confirm(work, actor_of(house, "vinh.le"), code, NOW)
