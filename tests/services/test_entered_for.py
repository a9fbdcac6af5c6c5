"""What staff enter for others: come by post (C-05), or filed online with help at the counter (C-07, B-08)."""

from __future__ import annotations

import dataclasses
import secrets

import pytest
from fixtures_dossier import actor_of, file_dossier, open_page
from fixtures_house import NOW
from fixtures_model import CODE, finish
from fixtures_watch import rows, value
from services.counter_story import DESK, PERSON, entered, offered
from services.time_story import give_role

from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.services.desk import lookup
from motcua.services.intake import assisted, walk_in
from motcua.services.work import House

HANG, NUMBER = "hang@example.vn", "045188002417"
OWNER = dataclasses.replace(PERSON, identity=NUMBER, name="Nguyễn Thị Bích Hằng")


@pytest.mark.req("C-05", "B-08")
def test_a_postal_employee_enters_what_came_by_post_and_decides_nothing(house: House) -> None:
    # Every step is of a group he is in: it is his role that keeps him from deciding.
    offered(house, b={"position": "tiep_nhan"})
    give_role(house, DESK, "nhan_vien_buu_chinh")
    by_post = dataclasses.replace(PERSON, channel="post")
    draft_id = entered(house, visitor=by_post)
    postman = actor_of(house, DESK)
    with house.work() as work, pytest.raises(ValidationError) as wrong:
        walk_in.hand_in(work, postman, draft_id, NOW)
    assert [one.pointer for one in wrong.value.errors] == ["/_visitor/parcel"]
    parcel = dataclasses.replace(by_post, parcel="ee 123 456 789 vn")
    draft_id = entered(house, visitor=parcel)
    with house.work() as work:
        code = walk_in.receive(work, postman, draft_id, NOW)
    row = open_page(house, code, login=DESK).row
    assert (row.channel, row.parcel, row.entered_by_name) == ("post", "EE123456789VN", postman.name)
    # The same form and process as online; what is decided in the process is not his.
    online = file_dossier(house, CODE, now=NOW, von=1)
    (stored,) = rows(house, "select version_id, engine_state from dossier where code = :code", code=online)
    assert row.version_id == stored.version_id
    finish(house, code, "a", now=NOW, login=DESK)
    with pytest.raises(NotAllowedError):
        finish(house, code, "b", now=NOW, login=DESK)
    counted = rows(house, "select channel, count(*) from dossier group by channel order by channel")
    assert [tuple(one) for one in counted] == [("online", 1), ("post", 1)]


@pytest.mark.req("C-07", "B-06", "C-20")
def test_help_at_the_counter_files_the_citizens_own_online_dossier(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(house)
    officer = actor_of(house, DESK)
    stranger = entered(house)
    with house.work() as work, pytest.raises(ValidationError) as nobody:
        assisted.send_code(work, officer, stranger, NOW)
    assert [one.pointer for one in nobody.value.errors] == ["/_visitor/identity"]
    draft_id = entered(house, visitor=OWNER)
    monkeypatch.setattr(secrets, "randbelow", lambda most: 123456)
    with house.work() as work:
        assisted.send_code(work, officer, draft_id, NOW)
    for code, declared, blamed in (
        ("123456", False, "/_assisted/declared"),
        ("000000", True, "/_assisted/code"),
    ):
        with house.work() as work, pytest.raises(ValidationError) as wrong:
            assisted.hand_in(work, officer, draft_id, code, NOW, declared=declared)
        assert [one.pointer for one in wrong.value.errors] == [blamed]
    assert value(house, "select count(*) from dossier") == 0
    with house.work() as work:
        filed = assisted.hand_in(work, officer, draft_id, "123456", NOW, declared=True)
        # Sent twice: the first again.
        assert assisted.hand_in(work, officer, draft_id, "", NOW, declared=False) == filed
    with house.work() as work:
        own = lookup.own(work, actor_of(house, HANG), filed, NOW)
    row = own.track.row
    assert (row.state, row.channel, row.entered_by_name) == ("sent", "online", officer.name)
    assert row.declaration
    assert row.declaration_version
    assert own.data == {"von": 1}
