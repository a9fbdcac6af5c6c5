"""Ways of filing and the online level decide what portal and desk offer, on the page and in the service (A-16, A-21)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW, Clock
from fixtures_model import CODE, bpmn_of, release
from fixtures_portal import words
from flask.testing import FlaskClient
from services.counter_story import DESK

from motcua.domain.errors import ConflictError, ValidationError
from motcua.services.dossier import results
from motcua.services.intake import drafts, submission, walk_in
from motcua.services.intake.drafts import Draft
from motcua.services.process import offers
from motcua.services.work import House
from motcua.settings import Settings
from motcua.web.app import create_app

CITIZEN = "hang@example.vn"
SHEET = f"/procedures/{CODE}"
IDENTITY = '<m:paper key="cccd" name="Bản sao căn cước" {more}/>'


def offered(house: House, manner: str = "", more: str = "") -> None:
    """The trial procedure with one paper, carried out in this manner."""
    said = IDENTITY.format(more=more) + (f"<m:manner {manner}/>" if manner else "")
    release(house, bpmn_of("S>a a>E", papers=said, a={"position": "tiep_nhan", "phase": "receive"}))


def begun(house: House) -> Draft:
    """A citizen's form, filled in without a paper."""
    citizen = actor_of(house, CITIZEN)
    with house.work() as work:
        agency = next(one for one in offers.agencies_for(work, CODE) if one.code == "H50.16")
        draft = drafts.get(work, citizen, drafts.begin(work, citizen, CODE, agency.id, NOW))
        drafts.save_section(work, citizen, draft.id, draft.form.sections[0].key, {"von": 5}, NOW, NOW.date())
        return drafts.get(work, citizen, draft.id)


def send(house: House, draft: Draft) -> str:
    with house.work() as work:
        return submission.submit(work, actor_of(house, CITIZEN), draft.id, declared=True, now=NOW).code


@pytest.mark.req("A-21")
def test_the_level_decides_what_is_offered_on_the_sheet_and_in_the_service(
    house: House, client: FlaskClient
) -> None:
    for level, downloads, files in ((1, False, False), (2, True, False), (3, True, True), (4, True, True)):
        offered(house, f'level="{level}"')
        page = client.get(SHEET).get_data(as_text=True)
        assert (f'href="{SHEET}/form"' in page) is downloads, level
        assert (f'href="{SHEET}/apply"' in page) is files, level
        assert client.get(f"{SHEET}/form").status_code == (200 if downloads else 404)
        assert f"Mức độ {level}" in words(page)
        assert ("Nộp phí, lệ phí: Tại Bộ phận Một cửa, Thanh toán trực tuyến" in words(page)) is (level == 4)
        if files:
            assert begun(house).version.number == level
        else:
            with pytest.raises(ConflictError, match="không nhận hồ sơ nộp trực tuyến"):
                begun(house)


@pytest.mark.req("A-21")
def test_another_scheme_changes_the_labels_and_nothing_else(
    house: House, settings: Settings, clock: Clock, client: FlaskClient
) -> None:
    offered(house, 'level="3"')
    four = client.get(SHEET).get_data(as_text=True)
    other = replace(house, profile=replace(house.profile, service_level_scheme="full_partial"))
    partial = create_app(other, settings, clock).test_client().get(SHEET).get_data(as_text=True)
    assert "Mức độ 3 (" in words(four)
    assert "Một phần (" in words(partial)
    assert words(partial) == words(four).replace("Mức độ 3 (", "Một phần (")


@pytest.mark.req("A-16")
def test_a_way_of_filing_that_is_not_ticked_is_offered_nowhere(house: House, client: FlaskClient) -> None:
    offered(house, 'filing="direct online post"')
    assert "Bưu chính công ích" in words(client.get(SHEET))
    draft = begun(house)
    offered(house, 'filing="direct online"')
    assert "Bưu chính công ích" not in words(client.get(SHEET))
    offered(house, 'filing="post"')
    assert f'href="{SHEET}/apply"' not in client.get(SHEET).get_data(as_text=True)
    # A form begun while it was open moves to the version in force, and is refused there.
    with pytest.raises(ConflictError, match="bản mới"):
        send(house, draft)
    with pytest.raises(ConflictError, match="không nhận hồ sơ nộp trực tuyến"):
        send(house, draft)
    with house.work() as work:
        officer = actor_of(house, DESK)
        assert CODE not in [row.code for row in walk_in.offered(work, officer, CODE)]
        with pytest.raises(ConflictError, match="không nhận hồ sơ nộp trực tiếp"):
            walk_in.begin(work, officer, CODE, NOW)


@pytest.mark.req("A-16")
def test_a_paper_that_a_database_knows_need_not_be_uploaded(house: House, client: FlaskClient) -> None:
    offered(house)
    with pytest.raises(ValidationError) as refused:
        send(house, begun(house))
    assert [one.pointer for one in refused.value.errors] == ["/_papers/cccd"]
    offered(house, more='source="dan_cu"')
    assert "CSDL quốc gia về dân cư" in words(client.get(SHEET))
    assert send(house, begun(house)).startswith("H50.16")


@pytest.mark.req("A-16", "A-21")
def test_the_result_is_handed_over_only_in_the_ways_of_the_procedure(house: House) -> None:
    offered(house, 'level="3" results="desk online"')
    with house.work() as work:
        version = work.house.versions.get(
            work.connection, offers.find(work, CODE, begun(house).agency_id).version_id
        )
    assert list(results.methods_of(version)) == ["desk"]
