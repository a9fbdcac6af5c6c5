"""What no browser sends: numbers no database holds and questions without bottom are answered, never with an error of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW, token_of
from flask.testing import FlaskClient

from motcua.services.process import process_drafts
from motcua.services.process.process_drafts import NewDraft
from motcua.services.work import House
from motcua.store.process import procedure as procedures

NINES = "9" * 30


@pytest.fixture
def version(house: House) -> int:
    """The building permit's version in use."""
    with house.work() as work:
        row = procedures.by_code(work.connection, "1.013225")
    assert row is not None
    return int(row.version_id)


@pytest.fixture
def draft(house: House, version: int) -> int:
    """A draft of that version."""
    with house.work() as work:
        bpmn = bytes(procedures.version(work.connection, version).bpmn)  # type: ignore[union-attr]
        wanted = NewDraft("1.013225", "Cấp phép", "xay_dung", "xa", bpmn, "version", based_on=version)
        return process_drafts.create(work, actor_of(house, "soan.quytrinh"), wanted, NOW)


@pytest.mark.parametrize(
    "address",
    [
        "?co-quan={n}",
        "?trang={n}",
        "/ban-thao/{draft}/so-sanh?voi={n}",
        "/phien-ban/{version}/so-sanh?voi={n}",
        "/phien-ban/{version}/chuyen-ho-so?tu={n}",
    ],
)
def test_a_number_no_record_has_in_an_address_is_no_error(
    sign_in: Callable[[str], FlaskClient], version: int, draft: int, address: str
) -> None:
    path = address.format(n=NINES, version=version, draft=draft)
    assert sign_in("duyet.quytrinh").get(f"/thiet-ke{path}").status_code < 500


def test_a_drawing_made_from_a_revision_no_draft_has_is_refused_as_an_old_one(
    sign_in: Callable[[str], FlaskClient], draft: int
) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/ban-thao/{draft}/bpmn"
    bpmn = browser.get(address).data
    headers = {"X-CSRFToken": token_of(browser.get("/thiet-ke").text)}
    answer = browser.put(f"{address}?revision={NINES}", data=bpmn, headers=headers)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"rows": ' + "[" * 100_000,
        '{"rows": [{"field": {}, "operator": [], "value": {"a": [[]]}}]}',
    ],
    ids=["lists", "rows", "no row"],
)
def test_a_question_without_bottom_is_refused_in_words(
    sign_in: Callable[[str], FlaskClient], draft: int, body: str
) -> None:
    browser = sign_in("soan.quytrinh")
    headers = {"X-CSRFToken": token_of(browser.get("/thiet-ke").text)}
    answer = browser.post(f"/thiet-ke/ban-thao/{draft}/dieu-kien", data=body, headers=headers)
    assert answer.status_code < 500


def test_a_trial_begun_at_an_agency_no_house_has_is_refused(
    sign_in: Callable[[str], FlaskClient], draft: int
) -> None:
    browser = sign_in("soan.quytrinh")
    address = f"/thiet-ke/ban-thao/{draft}/chay-thu"
    typed = {"csrf_token": token_of(browser.get(address).text), "agency": NINES}
    assert browser.post(address, data=typed).status_code < 500
