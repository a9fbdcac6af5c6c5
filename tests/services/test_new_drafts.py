"""A draft begins: of a table, a shape, a copy, a version, a foreign file; and the catalogue shows where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from fixtures_house import NOW
from step_table_files import PROCEDURES, plain_word, without_table

from motcua.domain.errors import NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.engine.reader.reader import read
from motcua.services.papers.files import Upload
from motcua.services.process import (
    catalogue,
    draft_room,
    new_drafts,
    process_drafts,
    process_upload,
    table_import,
)
from motcua.services.process import procedures as public
from motcua.services.process.catalogue import Filters
from motcua.services.process.new_drafts import Wanted
from motcua.services.work import House, Work
from motcua.store.agencies import agency as agencies
from motcua.store.process import procedure as procedures

WANTED = Wanted("9.000001", "Cấp thử giấy phép", "xay_dung", "xa")


def bpmn_of(house: House, author: Actor, draft_id: int) -> bytes:
    with house.work() as work:
        return bytes(process_drafts.get(work, author, draft_id).bpmn)


@pytest.mark.req("A-11")
def test_a_table_becomes_a_draft_with_its_open_doubts_and_its_file(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    content = plain_word(PROCEDURES["p04"])
    with house.work() as work:
        upload_id, kind = process_upload.keep(work, author, Upload("QĐ 1402.docx", content), NOW)
        upload, kept = process_upload.opened(work, author, upload_id, "table")
        (table,) = table_import.look(kept).procedures
        draft_id = new_drafts.of_table(work, author, table, replace(WANTED, form="gpxd_nha_o"), NOW)
        process_upload.give(work, upload, draft_id)
        row = process_drafts.get(work, author, draft_id)
        source = process_upload.of_draft(work, draft_id)
    assert (kind, row.origin, row.code, row.based_on) == ("table", "table", "9.000001", None)
    assert source is not None
    assert (source.name, house.files.get(source.sha256)) == ("QĐ 1402.docx", content)
    assert [note["text"] for note in row.notes] == [doubt.message.vi for doubt in table.doubts]
    model = read(bytes(row.bpmn)).model
    assert model is not None
    assert model.facts is not None
    assert (model.facts.form, model.facts.limit, model.facts.field) == ("gpxd_nha_o", "56h", "xay_dung")
    assert {note["element"] for note in row.notes} <= {"", *model.step_by_id}


def test_a_table_of_a_known_procedure_is_its_next_version_and_keeps_the_sheet(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    with house.work() as work:
        current = procedures.current(work.connection, "1.013225")
        (table,) = table_import.look(plain_word(PROCEDURES["p04"])).procedures
        wanted = Wanted(current.code, current.name, current.field, current.level)
        draft_id = new_drafts.of_table(work, author, replace(table, stated_total="40h"), wanted, NOW)
        row = process_drafts.get(work, author, draft_id)
        known = house.versions.get(work.connection, current.version_id).facts
    model = read(bytes(row.bpmn)).model
    assert model is not None
    assert (row.procedure_id, row.based_on) == (current.id, current.version_id)
    assert model.facts == replace(known, limit="40h")


@pytest.mark.req("A-12")
def test_nobody_begins_a_draft_outside_his_field(house: House, act_as: Callable[[str], Actor]) -> None:
    builder = act_as("soan.xaydung")
    with house.work() as work:
        assert [row.key for row in draft_room.room(work, builder).fields] == ["xay_dung"]
        with pytest.raises(NotAllowedError):
            new_drafts.of_shape(work, builder, "xa", replace(WANTED, field="ho_tich"), NOW)
    with house.work() as work, pytest.raises(NotAllowedError):
        draft_room.room(work, act_as("vinh.le"))
    with house.work() as work, pytest.raises(NotAllowedError):
        process_upload.keep(work, act_as("vinh.le"), Upload("a.docx", plain_word(PROCEDURES["p04"])), NOW)


def test_an_upload_is_its_persons_alone(house: House, act_as: Callable[[str], Actor]) -> None:
    with house.work() as work:
        upload_id, _ = process_upload.keep(
            work, act_as("soan.quytrinh"), Upload("a.docx", without_table()), NOW
        )
        for person, kind in (("soan.xaydung", "table"), ("soan.quytrinh", "bpmn")):
            with pytest.raises(NotFoundError):
                process_upload.opened(work, act_as(person), upload_id, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [shape.key for shape in new_drafts.process_shapes.shapes()])
def test_a_usual_shape_is_a_model_without_errors_but_those_left_to_the_author(
    house: House, act_as: Callable[[str], Actor], key: str
) -> None:
    author = act_as("soan.quytrinh")
    with house.work() as work:
        draft_id = new_drafts.of_shape(work, author, key, replace(WANTED, form="gpxd_nha_o"), NOW)
        found = process_drafts.examined(work, process_drafts.get(work, author, draft_id))
    wrong = {finding.code for finding in found.errors}
    assert wrong == ({"step.budget_missing"} if key == "blank" else set())
    assert key == "blank" or found.limit_seconds is None or found.total <= found.limit_seconds


def test_a_copy_has_its_own_name_and_the_next_version_the_old_one(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    with house.work() as work:
        current = procedures.current(work.connection, "1.001612")
        version = procedures.version(work.connection, current.version_id)
        copy = new_drafts.copy(work, author, version.id, WANTED, NOW)
        after = new_drafts.next_version(work, author, version.id, NOW)
        row = process_drafts.get(work, author, after)
    old, new = read(bytes(version.bpmn)).model, read(bpmn_of(house, author, copy)).model
    assert old is not None
    assert new is not None
    assert new.facts is not None
    assert old.facts is not None
    assert [step.name for step in new.steps] == [step.name for step in old.steps]
    assert (new.facts.code, new.facts.name, new.facts.papers) == (
        "9.000001",
        "Cấp thử giấy phép",
        old.facts.papers,
    )
    assert (row.based_on, row.origin, bytes(row.bpmn)) == (version.id, "version", bytes(version.bpmn))


def test_what_a_draft_needs_is_asked_by_name(house: House, act_as: Callable[[str], Actor]) -> None:
    with house.work() as work, pytest.raises(ValidationError) as refused:
        new_drafts.of_shape(work, act_as("soan.quytrinh"), "xa", Wanted(" ", "", "khong_co", "vua"), NOW)
    assert {error.pointer for error in refused.value.errors} == {"/code", "/name", "/field", "/level"}


def test_the_catalogue_is_filtered_without_marks_and_counts_the_states(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    with house.work() as work:
        current = procedures.current(work.connection, "1.001612")
        new_drafts.next_version(work, author, current.version_id, NOW)
        new_drafts.of_shape(work, author, "xa", replace(WANTED, level="tinh"), NOW)
        found = catalogue.listing(work, author, Filters(query="ho kinh doanh"))
        (line,) = found.lines
        drafts = catalogue.listing(work, author, Filters(state="draft"))
        province = catalogue.listing(work, author, Filters(level="tinh"))
        builder = catalogue.listing(work, act_as("soan.xaydung"), Filters())
    assert (line.code, line.states) == ("1.001612", {"active", "draft"})
    assert {one.code for one in drafts.lines} == {"1.001612", "9.000001"}
    assert drafts.counts["draft"] == drafts.total == 2
    assert [one.code for one in province.lines] == ["9.000001"]
    assert {one.field for one in builder.lines} == {"xay_dung"}


@pytest.mark.req("A-01")
def test_three_procedures_at_three_levels_are_found_by_each_filter_and_nowhere_else(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    wanted = {
        "9.1": ("ho_tich", "xa", "H50.16", "101/QĐ-UBND"),
        "9.2": ("xay_dung", "tinh", "H50", "102/QĐ-UBND"),
        "9.3": ("dat_dai", "so", "H50.27", "103/QĐ-UBND"),
    }
    with house.work() as work:
        owners = {about[2]: in_use(work, code, *about) for code, about in wanted.items()}
        for code, (field, level, agency, decision) in wanted.items():
            narrowed = [
                Filters(query="9."), Filters(field=field), Filters(level=level), Filters(query=decision),
                Filters(owner_id=-1 if agency == "H50" else owners[agency]), Filters(query=f"thử {code}"),
            ]  # fmt: skip
            for filters in narrowed:
                found = {line.code for line in catalogue.listing(work, author, filters).lines} & set(wanted)
                assert found == (set(wanted) if filters.query == "9." else {code}), filters
            for by in ({"field": field}, {"level": level}, {"query": code}):
                rows = catalogue_of_portal(work, **by)
                assert rows & set(wanted) == {code}, by


def in_use(work: Work, code: str, field: str, level: str, agency: str, decision: str) -> int:
    """A procedure of an agency's own with a version in use under its decision; the agency, by its id."""
    owner = agencies.by_code(work.connection, agency)
    model = procedures.current(work.connection, "1.001193")
    assert owner is not None
    assert model is not None
    version = procedures.version(work.connection, model.version_id)
    assert version is not None
    procedure_id = procedures.save(
        work.connection,
        code=code,
        field=field,
        level=level,
        name=f"Thủ tục thử {code}",
        name_en="",
        search_text=f"thu tuc thu {code}",
        owner_id=owner.id,
    )
    procedures.release(
        work.connection,
        procedure_id,
        bpmn=bytes(version.bpmn),
        forms=version.forms,
        digest=code,
        released_at=NOW,
        decision={"number": decision},
    )
    return owner.id


def catalogue_of_portal(work: Work, query: str = "", field: str = "", level: str = "") -> set[str]:
    return {row.code for row in public.search(work, query, field, level)}
