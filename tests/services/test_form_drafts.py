"""A form's life: designed as a draft, published as a version, restored; nobody's work is written over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import rows, value
from sqlalchemy.exc import DBAPIError

from motcua.domain.errors import ConflictError, InputError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import SYSTEM
from motcua.services.forms import form_drafts, form_publication
from motcua.services.forms.form_drafts import FormDraftOpenError, NewForm
from motcua.services.forms.form_publication import OvertakenError, UnfitFormError
from motcua.services.process import procedures
from motcua.services.process.process_drafts import DraftChangedError
from motcua.services.work import House
from motcua.store.process import library

AUTHOR, PUBLISHER = "soan.quytrinh", "duyet.quytrinh"
FIELD = "ho_tich"


def form(title: str = "Đơn thử", **properties: Mapping[str, Any]) -> dict[str, Any]:
    asked = properties or {
        "ho_ten": {
            "type": "string",
            "title": "Họ và tên",
            "x-en": {"title": "Full name"},
            "x-personal": True,
        },
    }
    return {
        "title": title,
        "x-en": {"title": "A form"},
        "type": "object",
        "additionalProperties": False,
        "required": list(asked),
        "properties": asked,
    }


def begun(house: House, login: str = AUTHOR, **more: Any) -> int:
    wanted: dict[str, Any] = {
        "field": FIELD, "key": "", "title": "Đơn thử", "origin": "blank", "schema": form(), **more,
    }  # fmt: skip
    with house.work() as work:
        return form_drafts.create(work, actor_of(house, login), NewForm(**wanted), NOW)


def published(house: House, draft_id: int, login: str = PUBLISHER, **more: Any) -> int:
    with house.work() as work:
        who = actor_of(house, login)
        return form_publication.publish(work, who, draft_id, "Lần đầu", NOW, **more).number


def saved(house: House, draft_id: int, schema: Any, revision: int, login: str = AUTHOR) -> int:
    with house.work() as work:
        return form_drafts.save(work, actor_of(house, login), draft_id, schema, revision, NOW).revision


@pytest.mark.req("B-01", "B-11")
def test_a_form_is_drawn_saved_published_changed_and_brought_back(house: House) -> None:
    draft_id = begun(house)
    with house.work() as work:
        row = form_drafts.get(work, actor_of(house, AUTHOR), draft_id)
        assert (row.key, row.title, row.state, row.revision) == ("don_thu", "Đơn thử", "draft", 1)
        assert list(row.schema) == ["title", "x-en", "type", "additionalProperties", "required", "properties"]
    # The second of two people is told who was first, and writes over nothing.
    assert saved(house, draft_id, form("Đơn thử hai"), 1) == 2
    for other in (-1, 0, 2**31, 10**30, 1):
        with pytest.raises(DraftChangedError) as told:
            saved(house, draft_id, form("Của người khác"), other, PUBLISHER)
    assert told.value.by == "Phan Thị Ngọc Nữ"
    # Publishing takes the right to publish, and a reason.
    with pytest.raises(NotAllowedError):
        published(house, draft_id, AUTHOR)
    with house.work() as work, pytest.raises(ValidationError):
        form_publication.publish(work, actor_of(house, PUBLISHER), draft_id, " ", NOW)
    assert published(house, draft_id) == 1
    with pytest.raises(DraftChangedError):
        saved(house, draft_id, form(), 3)
    # The next version begins where the last stands; the order of questions is a change of its own.
    two = {key: {"type": "string", "title": key.title(), "x-en": {"title": key}} for key in ("mot", "hai")}
    with house.work() as work:
        later = form_drafts.next_version(work, actor_of(house, AUTHOR), FIELD, "don_thu", NOW)
        for unknown in (-1, 2**31, 10**30):
            with pytest.raises(NotFoundError):
                form_drafts.next_version(work, actor_of(house, AUTHOR), FIELD, "don_thu", NOW, unknown)
        with pytest.raises(FormDraftOpenError) as opened:
            form_drafts.next_version(work, actor_of(house, PUBLISHER), FIELD, "don_thu", NOW)
    assert opened.value.draft_id == later
    with pytest.raises(ConflictError):
        published(house, later)
    saved(house, later, form(**two), 1)
    assert published(house, later) == 2
    with house.work() as work:
        turned = form_drafts.next_version(work, actor_of(house, AUTHOR), FIELD, "don_thu", NOW)
    saved(house, turned, form(hai=two["hai"], mot=two["mot"]), 1)
    assert published(house, turned) == 3
    # An old version comes back as a draft, based on what stands now.
    with house.work() as work:
        old = form_drafts.next_version(work, actor_of(house, AUTHOR), FIELD, "don_thu", NOW, number=1)
        assert form_drafts.get(work, actor_of(house, AUTHOR), old).title == "Đơn thử hai"
        made = form_publication.ready(work, actor_of(house, PUBLISHER), old, NOW)
        assert not made.is_overtaken
        assert any("Thêm" in one.sentence.vi and "Họ và tên" in one.sentence.vi for one in made.changes)
    kept = rows(
        house, "select number, author_name, reason, title from form_version where title like 'Đơn thử%'"
    )
    assert [(row.number, row.author_name, row.reason) for row in kept] == [
        (number, "Lê Công Hiếu", "Lần đầu") for number in (1, 2, 3)
    ]
    deeds = value(
        house, "select string_agg(action, ' ' order by id) from audit where subject = 'ho_tich/don_thu'"
    )
    assert deeds.split()[:3] == ["form.create", "form.save", "form.publish"]
    with pytest.raises(DBAPIError), house.work() as work:
        work.connection.exec_driver_sql("update form_version set title = 'x'")


def test_what_cannot_be_a_form_is_kept_as_a_draft_and_never_published(house: House) -> None:
    draft_id = begun(house)
    assert saved(house, draft_id, {"type": "array", "title": "Đơn"}, 1) == 2
    with pytest.raises(UnfitFormError):
        published(house, draft_id)
    deep: dict[str, Any] = {}
    for _ in range(200):
        deep = {"properties": deep}
    for hostile in ([1], {"a": float("nan")}, {"a": "\x00"}, {"a": "\ud800"}, {"a": "x" * 1_100_000}, deep):
        with pytest.raises(InputError):
            saved(house, draft_id, hostile, 2)
    for wanted in (
        {"title": " ", "schema": form(" ")},
        {"field": "khong_co", "login": PUBLISHER},
        {"key": "Viết Hoa"},
        {"key": "khai_sinh"},
    ):
        with pytest.raises(ValidationError):
            begun(house, **{"title": "Đơn khác", **wanted})
    with house.work() as work, pytest.raises(NotAllowedError):
        form_drafts.get(work, actor_of(house, "soan.xaydung"), draft_id)
    with pytest.raises(NotAllowedError):
        begun(house, "soan.xaydung")


def test_a_version_that_came_in_between_is_not_written_over_unseen(house: House) -> None:
    with house.work() as work:
        draft_id = form_drafts.next_version(work, actor_of(house, AUTHOR), FIELD, "khai_sinh", NOW)
        row = form_drafts.get(work, actor_of(house, AUTHOR), draft_id)
        newer = {**row.schema, "title": "Tờ khai mới từ tệp"}
        procedures.keep_forms(work, FIELD, {"khai_sinh": newer}, NOW)
        work.commit()
    saved(house, draft_id, {**row.schema, "title": "Tờ khai của tôi"}, 1)
    with pytest.raises(OvertakenError) as overtaken:
        published(house, draft_id)
    assert published(house, draft_id, over=overtaken.value.newest) == 3
    # What people published is not replaced by the library's files at the next load.
    with house.work() as work:
        procedures.keep_forms(work, FIELD, {"khai_sinh": newer}, NOW)
        form_row = library.form(work.connection, FIELD, "khai_sinh")
        assert (form_row.number, form_row.title) == (3, "Tờ khai của tôi")
        assert SYSTEM.id is None
