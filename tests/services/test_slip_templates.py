"""Slip templates of agencies: written by who may, published by another, taken by the next slip, never by an old one (B-09)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import local, rows, value
from services.ending_story import DESK, EXCEPTION, act, at_expert, dossier, give_role, set_up, under
from services.test_slips import draft, slip
from sqlalchemy.exc import DBAPIError

from motcua.domain.errors import ConflictError, InputError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.papers.slip_template import SlipTemplateError
from motcua.domain.papers.slip_template_diff import differences
from motcua.services.papers import (
    slip_preview,
    slip_template_choice,
    slip_template_file,
    slip_template_places,
    slip_template_publication,
    slip_templates,
)
from motcua.services.papers.slip_preview import PreviewBusyError, Wish
from motcua.services.papers.slip_templates import Place, SlipTemplateOpenError
from motcua.services.process.process_drafts import DraftChangedError
from motcua.services.work import House
from motcua.store.papers import slip_template as stored

AUTHOR, PUBLISHER, HEAD = "soan.quytrinh", "duyet.quytrinh", EXCEPTION
SET = "tt01_2018"
ADDED = {"kind": "text", "text": "Người tiếp nhận hồ sơ: **{received_by:upper}**"}


def built_in(kind: str = "apology") -> dict[str, Any]:
    return dict(slip_template_choice.built_in_body(kind, SET))


def with_block(body: Mapping[str, Any], block: Mapping[str, Any] = ADDED) -> dict[str, Any]:
    return {**body, "blocks": [*body["blocks"], block]}


def begun(house: House, login: str, agency_id: int | None, **more: Any) -> int:
    with house.work() as work:
        place = slip_templates.place_of(work, "apology", SET, agency_id)
        return slip_templates.begin(work, actor_of(house, login), place, NOW, **more)


def saved(house: House, login: str, draft_id: int, body: object, revision: int = 1) -> Any:
    with house.work() as work:
        return slip_templates.save(work, actor_of(house, login), draft_id, body, revision, NOW)


def published(house: House, login: str, draft_id: int, revision: int, at: datetime = NOW) -> int:
    with house.work() as work:
        who = actor_of(house, login)
        return slip_template_publication.publish(work, who, draft_id, revision, "Thêm người nhận", at)


def text_of(house: House, slip_row: Any) -> str:
    sha256 = value(
        house, "select sha256 from file where id = :id", id=slip_row.official_file_id or slip_row.file_id
    )
    pdf = pypdfium2.PdfDocument(house.files.get(sha256))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


@pytest.mark.req("B-09", "F-10", "N-09")
def test_the_next_apology_has_the_new_field_and_an_old_one_stays_as_it_was(house: House) -> None:
    house = under(house, "001")
    set_up(house, limit="16h")
    apology = {"reason": "Chờ ý kiến cơ quan phòng cháy"}
    first = at_expert(house)
    slip_id = draft(house, DESK, first, "apologise", "2026-12-08 09:00", **apology)
    act(house, DESK, first, "apologise", "2026-12-08 09:40", **apology, slip_id=slip_id)
    old = slip(house, "apology")
    before = text_of(house, old)
    ward = dossier(house, first).agency_id
    # Whoever may write templates at the ward does it there, and nowhere above.
    for elsewhere in (None, value(house, "select id from agency where code = 'H50.27'")):
        with pytest.raises(NotAllowedError):
            begun(house, HEAD, elsewhere)
    draft_id = begun(house, HEAD, ward)
    told = saved(house, HEAD, draft_id, with_block(built_in()))
    assert (told.revision, told.problems) == (2, ())
    with pytest.raises(NotAllowedError):
        published(house, HEAD, draft_id, 2)
    assert published(house, PUBLISHER, draft_id, 2, local("2026-12-08 09:50")) == 1
    second = at_expert(house)
    draft(house, DESK, second, "apologise", "2026-12-08 10:00", **apology)
    new = slip(house, "apology")
    assert (new.template_id, new.template_number) == (draft_id, 1)
    assert "Người tiếp nhận hồ sơ: TRẦN THỊ THU HÀ" in text_of(house, new)
    (kept,) = rows(house, "select * from slip where id = :id", id=old.id)
    assert (kept.template_id, text_of(house, kept)) == (None, before)
    assert "Người tiếp nhận hồ sơ:" not in before
    with house.work() as work:
        assert slip_template_choice.of_slip(
            work, "apology", SET, old.template_id
        ) is slip_template_choice.built_in("apology", SET)
        # A real dossier in the preview is opened with the viewer's right to it, and that is recorded.
        seen = slip_preview.picture(work, actor_of(house, HEAD), draft_id, built_in(), Wish(code=second), NOW)
        assert seen.startswith(b"\xff\xd8")
        with pytest.raises(NotAllowedError):
            slip_preview.picture(
                work, actor_of(house, PUBLISHER), draft_id, built_in(), Wish(code=second), NOW
            )
    logged = rows(house, "select action, detail from audit where action like 'slip_template.%' order by id")
    assert [row.action for row in logged] == [f"slip_template.{one}" for one in ("begin", "save", "publish")]
    assert logged[-1].detail == {"agency": ward, "number": 1, "reason": "Thêm người nhận"}
    assert (
        value(house, "select count(*) from audit where action = 'view' and subject = 'slip_template:apology'")
        == 1
    )


@pytest.mark.req("B-09", "N-09")
def test_the_nearest_template_counts_and_what_was_published_is_never_written_over(house: House) -> None:
    ward = value(house, "select id from agency where code = 'H50.16'")
    root = value(house, "select id from agency where parent_id is null")

    def chosen(agency_id: int) -> tuple[int | None, int]:
        with house.work() as work:
            found = slip_template_choice.choose(work, "apology", SET, agency_id, NOW)
        return found.agency_id, found.number

    assert chosen(ward) == (None, 0)
    # The topmost agency is the province itself.
    province = begun(house, AUTHOR, root)
    with pytest.raises(SlipTemplateOpenError) as other:
        begun(house, AUTHOR, None)
    assert other.value.draft_id == province
    with pytest.raises(ConflictError):
        published(house, PUBLISHER, province, 1)
    saved(house, AUTHOR, province, with_block(built_in()))
    with pytest.raises(DraftChangedError):
        saved(house, AUTHOR, province, built_in(), 1)
    published(house, PUBLISHER, province, 2)
    assert chosen(ward) == (None, 1)
    own = begun(house, AUTHOR, ward, source_id=0)
    published(house, PUBLISHER, own, 1)
    assert (chosen(ward), chosen(root)) == ((ward, 1), (None, 1))
    # The next version takes the place of the first; that one can be brought back as a draft.
    newer = begun(house, AUTHOR, ward, source_id=province)
    published(house, PUBLISHER, newer, 1)
    assert chosen(ward) == (ward, 2)
    again = begun(house, AUTHOR, ward, source_id=own)
    with house.work() as work:
        place = Place("apology", SET, ward)
        page = slip_template_places.page(work, actor_of(house, AUTHOR), place, NOW)
        assert [(row.number, row.state) for row in page.versions] == [(2, "published"), (1, "withdrawn")]
        assert (page.draft.id, page.draft.based_on) == (again, own)
        words = slip_template_places.compared(work, actor_of(house, AUTHOR), place, 0, newer).differences
        assert [one.kind for one in words] == ["added"]
        listed = slip_template_places.listing(work, actor_of(house, AUTHOR), SET, ward)
        (line,) = [one for one in listed.kinds if one.kind.key == "apology"]
        assert (line.used.id, len(line.own), [row.id for row in line.drafts]) == (newer, 2, [again])
        told = slip_template_file.written(work, actor_of(house, AUTHOR), place, newer)
        assert slip_template_file.read(place, json.dumps(told).encode()) == with_block(built_in())
        # Nobody's draft is seen by who has no right at its place.
        give_role(house, "tp.hotich", "soan_quy_trinh")
        with pytest.raises(NotAllowedError):
            slip_template_file.written(work, actor_of(house, "tp.hotich"), place, again)
    for change in ("body = '{}'", "number = 9", "state = 'draft'"):
        with pytest.raises(DBAPIError, match="never changed"), house.work() as work:
            work.connection.exec_driver_sql(f"update slip_template set {change} where id = {own}")
    with pytest.raises(DBAPIError, match="never changed"), house.work() as work:
        work.connection.exec_driver_sql("delete from slip_template where number > 0")
    for agency_id, left in ((ward, (None, 1)), (None, (None, 0))):
        with house.work() as work:
            who = actor_of(house, PUBLISHER)
            slip_template_publication.withdraw(work, who, Place("apology", SET, agency_id), "Thôi", NOW)
        assert chosen(ward) == left
    two = replace(house, profile=replace(house.profile, procedure_two_stage_activation=True))
    give_role(house, PUBLISHER, "soan_quy_trinh")
    saved(house, PUBLISHER, again, with_block(built_in()), 1)
    with pytest.raises(NotAllowedError, match="tự công bố"):
        published(two, PUBLISHER, again, 2)


@pytest.mark.req("B-09")
def test_a_hostile_template_is_refused_by_the_name_of_its_block_and_previews_come_one_at_a_time(
    house: House,
) -> None:
    hostile: list[Any] = [
        {"kind": "text", "text": "{dossier_code.__class__}"},
        {"kind": "text", "text": "{dossier_code:{reason}}"},
        {"kind": "text", "text": "a", "when": "open('/etc/passwd')"},
        {"kind": "list", "of": "__dict__", "text": "{item}"},
        {"kind": "typst", "text": "#read()"},
        {"kind": "table", "of": "papers", "columns": [{"head": "x", "text": "{row}"}] * 999},
    ]
    for block in hostile:
        with pytest.raises(SlipTemplateError) as refused:
            begun(house, AUTHOR, None, body={**built_in(), "blocks": [{"kind": "space"}, block]})
        assert refused.value.message.vi.startswith("Khối 2 ")
        assert refused.value.errors[0].pointer.startswith("/blocks/1/")
    deep: Any = "x"
    for _ in range(500):
        deep = [deep]
    for whole in (
        [],
        {"blocks": deep},
        {"blocks": ["x" * 300_000]},
        {"title": "\x00"},
        {"title": float("nan")},
    ):
        with pytest.raises(InputError):
            begun(house, AUTHOR, None, body=whole)
    place = Place("apology", SET, None)
    for content in (
        b"",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"kind": "receipt", "legal_set": "x", "template": {}}',
        b" " * 300_000,
    ):
        with pytest.raises(InputError):
            slip_template_file.read(place, content)
    with house.work() as work, pytest.raises(NotFoundError):
        slip_templates.place_of(work, "../apology", SET, None)
    draft_id = begun(house, AUTHOR, None)
    # Half written it is kept, and says which block is to be mended; it cannot be published.
    half = saved(house, AUTHOR, draft_id, {**built_in(), "blocks": [{"kind": "text", "text": "{dossier_co"}]})
    assert [one.pointer for one in half.problems] == ["/blocks/0/text"]
    with pytest.raises(ValidationError):
        published(house, PUBLISHER, draft_id, 2)
    author = actor_of(house, AUTHOR)
    assert author.id is not None
    with house.work() as first, house.work() as second:
        assert stored.take_turn(first.connection, author.id)
        with pytest.raises(PreviewBusyError):
            slip_preview.picture(second, author, draft_id, built_in(), Wish(), NOW)


def test_what_differs_is_said_block_by_block() -> None:
    old = {
        "title": "A",
        "blocks": [
            {"kind": "text", "text": "x"},
            {"kind": "line", "label": "L", "text": "y"},
            {"kind": "space", "size": 2},
        ],
    }
    new = {
        "title": "A",
        "paper": "a5",
        "blocks": [{"kind": "text", "text": "z {reason:upper}", "align": "center"}, old["blocks"][1], 7],
    }
    assert [(one.kind, one.sentence.vi) for one in differences(old, new, "apology")] == [
        ("changed", "Khổ giấy: A4 → A5"),
        ("changed", "Khối 1 (Đoạn văn), nội dung: “x” → “z {Lý do}”"),
        ("changed", "Khối 1 (Đoạn văn), căn lề: để trống → giữa"),
        ("removed", "Khối 3 (Khoảng trống): cỡ 2"),
        ("added", "Khối 3 (?)"),
    ]  # fmt: skip
