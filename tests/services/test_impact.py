"""What a new version would do, told before it is in force; and where the open dossiers of the old one stand."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_model import CODE, FORM, FORMS, bpmn_of, finish, release
from fixtures_watch import local, statements

from motcua.domain.errors import NotAllowedError, NotFoundError
from motcua.services.intake import drafts
from motcua.services.process import process_drafts
from motcua.services.process.procedures import UnfitModelError
from motcua.services.process.process_drafts import NewDraft
from motcua.services.version import comparison, impact, live_counts
from motcua.services.version.impact import Impact
from motcua.services.version.live_counts import Count
from motcua.services.work import House
from motcua.store.people import role as roles

# A Friday; office hours 07:00-11:30 and 13:30-17:00.
FRIDAY = local("2026-10-16 08:00")
DESK, AUTHOR = "ha.tran", "soan.quytrinh"
WORK = {"position": "tiep_nhan", "budget": "16h"}
OLD = bpmn_of("S>a a>b b>c c>E", limit="48h", a=WORK, b=WORK, c={**WORK, "phase": "return"})
ASKING = {**FORM, "required": ["von", "co_quan"]}


@pytest.fixture
def version_id(house: House) -> int:
    """The version in use, of three steps: two dossiers at its first, one of them late, and one at its second."""
    release(house, OLD)
    for at in ("2026-10-05 08:00", "2026-10-15 07:30"):
        accepted(house, at)
    moved = accepted(house, "2026-10-14 14:00")
    finish(house, moved, "a", DESK, local("2026-10-15 08:00"))
    with house.work() as work:
        return live_counts.of(work, actor_of(house, AUTHOR), CODE, FRIDAY).versions[0].version.id


def accepted(house: House, at: str) -> str:
    code = file_dossier(house, CODE, now=local(at), von=1)
    accept_dossier(house, code, local(at))
    return code


def drawn(house: House, bpmn: bytes, forms: dict[str, Any] | None = None) -> int:
    wanted = NewDraft(CODE, "Thử", "thu", "xa", bpmn, "version", forms=forms or {})
    with house.work() as work:
        return process_drafts.create(work, actor_of(house, AUTHOR), wanted, FRIDAY)


def impact_of(house: House, draft_id: int) -> Impact:
    with house.work() as work:
        return impact.of(work, comparison.of_draft(work, actor_of(house, AUTHOR), draft_id), FRIDAY)


@pytest.mark.req("A-12")
def test_effects_on_dossiers_drafts_agencies_and_what_would_break(house: House, version_id: int) -> None:
    citizen = actor_of(house, "hang@example.vn", FRIDAY)
    with house.work() as work:
        drafts.begin(work, citizen, CODE, actor_of(house, DESK).agency_id or 0, FRIDAY)
    new = bpmn_of(
        "S>a a>X X>c:von>5~and~mat>1 X>c* c>E", limit="24h", a=WORK, c={**WORK, "position": "van_thu"}
    )
    found = impact_of(house, drawn(house, new, {**FORMS, "don": ASKING}))
    assert (found.open, found.overdue, found.drafts) == (3, 1, 1)
    assert found.steps == {"a": Count(2, 1, 0), "b": Count(1, 0, 0)}
    assert [(one.step.name, one.count) for one in found.stranded] == [("Bước b", 1)]
    assert [one.sentence.vi for one in found.asked] == [
        "Mục “Cơ quan phối hợp”, bắt buộc: không bắt buộc → bắt buộc"
    ]
    assert {"condition.name_unknown", "path.over_limit"} <= {one.code for one in found.breaks}
    assert (found.total, found.limit_seconds) == (32 * 3600, 24 * 3600)
    assert [agency.code for agency, _ in found.lost] == ["H50.27"]


@pytest.mark.req("J-07")
def test_agencies_without_people_for_the_new_step_are_named(house: House, version_id: int) -> None:
    """Nobody in the province is a "giam_dinh" of this procedure; nobody would take it any more."""
    lost = impact_of(house, drawn(house, bpmn_of("S>a a>c c>E", a=WORK, c={"position": "giam_dinh"})))
    taking = impact_of(house, drawn(house, OLD))
    assert taking.offering == len(lost.lost) > 0
    assert {tuple(step.id for step in missing) for _, missing in lost.lost} == {("c",)}
    assert (lost.offering, taking.lost, taking.gained) == (0, [], [])


def test_effects_cost_the_same_statements_whatever_is_open(house: House, version_id: int) -> None:
    draft_id = drawn(house, bpmn_of("S>a a>c c>E", a=WORK, c=WORK))
    with house.work() as work:
        compared = comparison.of_draft(work, actor_of(house, AUTHOR), draft_id)
        with statements(house) as few:
            before = impact.of(work, compared, FRIDAY)
    for at in ("2026-10-06 08:00", "2026-10-07 08:00"):
        accepted(house, at)
    with house.work() as work, statements(house) as many:
        after = impact.of(work, compared, FRIDAY)
    assert (before.open, after.open, after.overdue) == (3, 5, 3)
    assert len(few) == len(many) < 12
    assert sum("judged" in one for one in many) == 1


def test_draft_is_compared_with_the_version_in_use_and_a_version_with_the_one_before(
    house: House, version_id: int
) -> None:
    draft_id = drawn(house, bpmn_of("S>a a>c c>E", limit="48h", a=WORK, c={**WORK, "phase": "return"}))
    release(house, bpmn_of("S>a a>b b>E", a=WORK, b={**WORK, "phase": "return"}))
    author = actor_of(house, AUTHOR)
    with house.work() as work:
        draft = comparison.of_draft(work, author, draft_id, version_id)
        assert draft.old.row.id == version_id
        assert [one.sentence.vi for one in draft.difference.changes if one.part == "step"] == [
            "Bỏ bước “Bước b”: Tiếp nhận, 16 giờ"
        ]
        usual = comparison.of_draft(work, author, draft_id)
        assert usual.old.row.number == 2
        version = comparison.of_version(work, author, usual.old.row.id)
        assert version.old.row.id == version_id
        assert comparison.of_version(work, author, version_id).old is None
        with pytest.raises(NotFoundError):
            comparison.of_version(work, author, version_id, 999_999)
        with pytest.raises(NotAllowedError):
            comparison.of_version(work, actor_of(house, DESK), version_id)


def test_drawing_that_cannot_be_read_is_said_to_be_so(house: House, version_id: int) -> None:
    draft_id = drawn(house, b"<a/>")
    with house.work() as work, pytest.raises(UnfitModelError):
        comparison.of_draft(work, actor_of(house, AUTHOR), draft_id)


def test_counts_by_version_and_step_tell_what_is_late(house: House, version_id: int) -> None:
    release(house, bpmn_of("S>a a>b b>E", limit="48h", a=WORK, b={**WORK, "phase": "return"}))
    accepted(house, "2026-10-15 08:00")
    with house.work() as work:
        found = live_counts.of(work, actor_of(house, AUTHOR), CODE, FRIDAY).versions
    assert [(one.version.number, one.total, dict(one.steps)) for one in found] == [
        (2, Count(1, 0, 0), {"a": Count(1, 0, 0)}),
        (1, Count(3, 1, 0), {"a": Count(2, 1, 0), "b": Count(1, 0, 0)}),
    ]


def test_counts_are_for_those_who_draw_and_those_who_report_on_the_owner(
    house: House, version_id: int
) -> None:
    officer = actor_of(house, DESK)
    with house.work() as work:
        with pytest.raises(NotAllowedError):
            live_counts.of(work, officer, CODE, FRIDAY)
        with pytest.raises(NotFoundError):
            live_counts.of(work, officer, "khong-co", FRIDAY)
        top = actor_of(house, AUTHOR).grants[0].agency_id
        roles.grant(work.connection, account_id=officer.id, role_key="kiem_soat_co_quan", agency_id=top)
        work.commit()
    with house.work() as work:
        assert live_counts.of(work, actor_of(house, DESK), CODE, FRIDAY).versions[0].total == Count(3, 1, 0)
