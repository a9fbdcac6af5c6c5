"""A paper outside the procedure's list is asked for only on a legal ground, which the history tells (A-22)."""

from __future__ import annotations

import pytest
from fixtures_dossier import PDF, actor_of
from fixtures_watch import local, rows
from services.ending_story import CITIZEN, DESK, EXPERT, SLIP, act, at_expert, dossier, set_up, under

from motcua.domain.errors import ValidationError
from motcua.services.desk import dossiers
from motcua.services.dossier import applicant_todo
from motcua.services.intake import supplement
from motcua.services.papers.files import Upload
from motcua.services.work import House
from motcua.store.dossier import dossier as stored

NEIGHBOURS = "Giấy xác nhận của tổ dân phố"
KEY = "ngoai--Giấy_xác_nhận_của_tổ_dân_phố"
GROUND = "Nghị định 61/2018/NĐ-CP, Điều 17"


@pytest.mark.req("A-22")
def test_an_unlisted_paper_is_refused_without_a_ground_and_logged_with_one(house: House) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    asked = {"other_papers": (NEIGHBOURS,), "reason": "Cần xác nhận", "slip": SLIP}
    with pytest.raises(ValidationError) as refused:
        act(house, EXPERT, code, "request_supplement", "2026-12-07 08:00", **asked)
    assert [one.pointer for one in refused.value.errors] == ["/ground"]
    listed = {**asked, "papers": (KEY,), "ground": GROUND}
    with pytest.raises(ValidationError) as refused:
        act(house, EXPERT, code, "request_supplement", "2026-12-07 08:00", **listed)
    assert [one.pointer for one in refused.value.errors] == ["/papers"]
    assert dossier(house, code).state == "processing"
    act(house, EXPERT, code, "request_supplement", "2026-12-07 08:00", **asked, ground=GROUND)
    (told,) = rows(house, "select detail from audit where action = 'request_supplement'")
    assert told.detail["unlisted"] == [NEIGHBOURS]
    assert told.detail["ground"] == GROUND
    with house.work() as work:
        row = stored.by_code(work.connection, code)
        assert row is not None
        wanted = applicant_todo._asked(work, row)
    assert wanted is not None
    assert [paper.name for paper in wanted.papers] == [NEIGHBOURS]
    assert GROUND in wanted.reason


@pytest.mark.req("A-22")
@pytest.mark.parametrize("by", [CITIZEN, DESK])
def test_what_was_asked_for_on_a_ground_is_supplied_like_any_other(house: House, by: str) -> None:
    house = under(house, "000")
    set_up(house)
    code = at_expert(house)
    given = {
        "papers": ("ban_do",),
        "other_papers": (NEIGHBOURS,),
        "ground": GROUND,
        "reason": "Thiếu",
        "slip": SLIP,
    }
    act(house, EXPERT, code, "request_supplement", "2026-12-07 08:00", **given)
    uploads = {"ban_do": [Upload("ban-do.pdf", PDF)], KEY: [Upload("xac-nhan.pdf", PDF)]}
    if by == DESK:
        act(house, DESK, code, "supply", "2026-12-07 09:00", papers=("ban_do", KEY), paper_files=uploads)
    else:
        with house.work() as work:
            supplement.supply_own(work, actor_of(house, CITIZEN), code, uploads, local("2026-12-07 09:00"))
    assert dossier(house, code).state == "processing"
    with house.work() as work:
        shown = dossiers.page(
            work, actor_of(house, EXPERT, local("2026-12-07 10:00")), code, local("2026-12-07 10:00")
        )
    assert f"paper:{KEY}" in [file.slot for file in shown.files]
