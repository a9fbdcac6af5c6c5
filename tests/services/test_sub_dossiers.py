"""One request that opens dossiers at several agencies: each with its code and clock, the parent waits for all (A-15)."""

from __future__ import annotations

from datetime import datetime

import pytest
from fixtures_dossier import actor_of
from fixtures_model import waiting
from fixtures_waits import waits
from fixtures_watch import value
from services.ending_story import SLIP
from services.routing_story import act, at, history
from services.sub_dossier_story import children, parent

from motcua.services.desk import dossiers, lookup
from motcua.services.exchange import sub_dossiers
from motcua.services.intake import intake
from motcua.services.work import House


def accepted(house: House, login: str, code: str, now: datetime) -> None:
    with house.work() as work:
        intake.accept(work, actor_of(house, login, now), code, {"don": "good"}, now)


@pytest.mark.req("A-15")
def test_one_request_opens_a_dossier_at_each_agency_and_the_parent_waits_for_both(house: House) -> None:
    code = parent(house)
    first, second = children(house)
    assert (first.agency, second.agency) == ("H50.27", "H50.41")
    assert first.code.startswith("H50.27-")
    assert len({code, first.code, second.code}) == 3
    assert (first.state, first.accepted_at, waiting(house, code)) == ("sent", None, {})
    accepted(house, "mai.ho", first.code, at("09:00"))
    accepted(house, "ha.tran", second.code, at("10:00"))
    # Each counts from its own acceptance: 16 hours from 09:00 and from 10:00.
    assert [one.due_at for one in children(house)] == [at("09:00", 9), at("10:00", 9)]
    act(house, "mai.ho", first.code, "forward", at("11:00"))
    act(house, "mai.ho", first.code, "confirm_result", at("11:10"))
    assert sub_dossiers.answer_parents(house, at("11:11")) == 1
    assert waiting(house, code) == {}
    act(house, "ha.tran", second.code, "forward", at("14:00"))
    act(house, "ha.tran", second.code, "confirm_result", at("14:10"))
    assert sub_dossiers.answer_parents(house, at("14:11")) == 1
    assert list(waiting(house, code)) == ["b"]
    assert sub_dossiers.answer_parents(house, at("14:12")) == 0


@pytest.mark.req("A-15")
def test_parent_and_children_name_each_other_and_share_what_was_filed(house: House) -> None:
    code = parent(house)
    first, second = children(house)
    with house.work() as work:
        shown = dossiers.page(work, actor_of(house, "mai.ho"), first.code, at("09:00"))
        family = sub_dossiers.family(work, first.id)
        own = sub_dossiers.family(work, family.parent.parent_id if family.parent is not None else 0)
        public = lookup.track(work, first.code, at("09:00"))
    assert (shown.data["von"], shown.row.applicant_name) == (7, "Nguyễn Thị Bích Hằng")
    assert family.parent is not None
    assert family.parent.code == code
    assert {one.code for one in own.children} == {first.code, second.code}
    assert public.family.parent == family.parent
    assert history(house, first.code)[0] == ("submit", {"code": first.code, "parent": code})
    assert [one for one, _ in history(house, code)].count("sub_dossier") == 2


@pytest.mark.req("A-15")
def test_a_child_that_ends_without_its_result_is_left_to_people(house: House) -> None:
    code = parent(house)
    first = children(house)[0]
    accepted(house, "mai.ho", first.code, at("09:00"))
    act(house, "mai.ho", first.code, "refuse", at("10:00"), reason="Không đủ điều kiện", slip=SLIP)
    assert sub_dossiers.answer_parents(house, at("10:01")) == 0
    assert waiting(house, code) == {}
    assert waits(house)["s"].status == "failed"
    assert value(house, "select count(*) from sub_dossier where answered_at is not null") == 1
