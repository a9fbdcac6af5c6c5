"""Releasing procedures: unfit models change nothing, the same files are no new version, dossiers keep theirs."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, open_page
from fixtures_house import NOW
from fixtures_model import CODE, FORM, FORMS, bpmn_of, finish, release, waiting
from fixtures_watch import everything, rows, value

from motcua.domain.errors import ConflictError, MotcuaError, NotFoundError
from motcua.services.intake import drafts, submission
from motcua.services.process import offers, procedures
from motcua.services.process.procedures import UnfitModelError
from motcua.services.work import House
from motcua.settings import content
from motcua.store.process import procedure as stored

ONE, TWO = bpmn_of("S>a a>E", limit="8h"), bpmn_of("S>a a>b b>E", limit="8h")


UNFIT = [
    (bpmn_of("S>a a>E", a={"budget": ""}), "a"),
    (bpmn_of("S>a a>X1 X1>b:vonn>5 X1>c* b>X2 c>X2 X2>E"), "F2"),
    (bpmn_of("S>a a>E", a={"form": "khong_co"}), "a"),
    (bpmn_of("S>a a>b"), "P_thu"),
]
NO_PROCESS = [
    b"",
    b"<not xml",
    b"<a/>",
    b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    ONE.replace(b"m:procedure", b"m:other"),
    ONE.replace(b'<b:userTask id="a"', b'<b:scriptTask id="z"/><b:userTask id="a"'),
]


def test_an_unfit_model_is_refused_with_findings_and_nothing_is_stored(house: House) -> None:
    before = everything(house)
    for bpmn, element in UNFIT:
        with pytest.raises(UnfitModelError) as caught:
            release(house, bpmn)
        errors = [finding for finding in caught.value.findings if finding.severity == "error"]
        assert element in {finding.element for finding in errors}
        assert all(finding.message.vi and finding.message.en for finding in errors)
    assert everything(house) == before


def test_a_file_that_is_no_process_is_refused_and_nothing_is_stored(house: House) -> None:
    before = everything(house)
    for bpmn in NO_PROCESS:
        with pytest.raises(MotcuaError):
            release(house, bpmn)
    assert everything(house) == before


def test_a_broken_form_is_refused_and_nothing_is_stored(house: House) -> None:
    before = everything(house)
    broken: dict[str, Any] = {**FORM, "properties": {"von": {"type": "no such type"}}}
    with pytest.raises(MotcuaError):
        release(house, ONE, {**FORMS, "don": broken})
    assert everything(house) == before


def test_the_same_files_are_no_new_version(house: House) -> None:
    assert release(house, ONE).is_new
    before = everything(house)
    again = release(house, ONE)
    assert (again.number, again.is_new) == (1, False)
    assert everything(house) == before
    # A form that the procedure does not use is none of its sources, but lies in the library.
    assert not release(house, ONE, {**FORMS, "khac": FORM}).is_new
    assert value(house, "select count(*) from library_form where key = 'khac'") == 1


def test_a_changed_process_or_form_is_the_next_version(house: House) -> None:
    release(house, ONE)
    assert (release(house, TWO).number, release(house, ONE).number) == (2, 3)
    changed = copy.deepcopy(FORM)
    changed["properties"]["von"]["title"] = "Vốn kinh doanh"
    assert release(house, ONE, {**FORMS, "don": changed}).number == 4
    audit = rows(
        house, "select subject, detail->>'number' from audit where subject = :code order by id", code=CODE
    )
    assert [tuple(row) for row in audit] == [(CODE, "1"), (CODE, "2"), (CODE, "3"), (CODE, "4")]


def test_a_dossier_keeps_the_version_it_was_filed_with(house: House) -> None:
    release(house, ONE)
    old = file_dossier(house, CODE, von=1)
    accept_dossier(house, old)
    release(house, TWO)
    new = file_dossier(house, CODE, von=1)
    accept_dossier(house, new)
    finish(house, old, "a")
    finish(house, new, "a")
    assert (list(waiting(house, old)), list(waiting(house, new))) == ([], ["b"])
    assert [open_page(house, code).version.number for code in (old, new)] == [1, 2]


def test_a_draft_of_an_older_version_is_taken_over_before_it_is_sent(house: House) -> None:
    release(house, ONE)
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        agency = next(one for one in offers.agencies_for(work, CODE) if one.code == "H50.16")
        draft_id = drafts.begin(work, citizen, CODE, agency.id, NOW)
        section = drafts.get(work, citizen, draft_id).form.sections[0].key
        drafts.save_section(
            work, citizen, draft_id, section, {"von": 1, "noi_dung": "Mở quán"}, NOW, NOW.date()
        )
    fewer = copy.deepcopy(FORM)
    del fewer["properties"]["noi_dung"]
    release(house, TWO, {**FORMS, "don": fewer})
    with pytest.raises(ConflictError, match="bản mới"), house.work() as work:
        submission.submit(work, citizen, draft_id, declared=True, now=NOW)
    with house.work() as work:
        draft = drafts.get(work, citizen, draft_id)
        assert (draft.version.number, draft.data, draft.done) == (2, {"von": 1}, frozenset())
    with house.work() as work:
        submission.submit(work, citizen, draft_id, declared=True, now=NOW)
    assert value(house, "select number from procedure_version v join dossier d on d.version_id = v.id") == 2


def test_the_order_of_questions_survives_storage(house: House) -> None:
    names = ["von", "zeta", "alpha", "mu", "beta"]
    form = {**FORM, "properties": {name: {"type": "integer", "title": name} for name in names}}
    release(house, ONE, {**FORMS, "don": form})
    with house.engine.connect() as connection:
        row = stored.current(connection, CODE)
        assert row is not None
        version = house.versions.get(connection, row.version_id)
    assert [field.key for part in version.form.sections for field in part.fields] == names
    assert list(version.facts.papers[0].key) == list("don")


def test_the_library_is_released_by_the_sample_and_found_with_or_without_diacritics(house: House) -> None:
    with house.work() as work:
        for query in (
            "khai sinh",
            "KHAI SINH",
            "khai  sinh",
            "birth registration",
            "ho tich khai",
        ):
            found = {row.code for row in procedures.search(work, query)}
            assert found == {"1.001193", "2.002621"}, query
        assert [row.code for row in procedures.search(work, "1.001193")] == ["1.001193"]
        assert procedures.search(work, "khai tử trăm năm") == []
        # What is written is sought as it is, never as a pattern.
        assert procedures.search(work, "100% _") == []
        fields = {row.key for row in procedures.fields(work)}
        assert fields == {"dat_dai", "ho_kinh_doanh", "ho_tich", "xay_dung"}
        assert [row.code for row in procedures.search(work, "", field="ho_kinh_doanh")] == ["1.001612"]
        assert procedures.search(work, "", level="tinh") == []
    assert (content("bpmn") / "ho_tich" / "1.001193.bpmn").read_bytes() == bytes(
        value(
            house,
            "select bpmn from procedure_version v join procedure p on p.version_id = v.id where code = '1.001193'",
        )
    )


def test_an_unknown_procedure_has_no_sheet(house: House) -> None:
    with house.work() as work, pytest.raises(NotFoundError, match=r"9\.999999"):
        procedures.sheet(work, "9.999999")


def test_a_procedure_taken_out_of_use_is_offered_no_more(house: House) -> None:
    release(house, ONE)
    with house.work() as work:
        work.connection.exec_driver_sql(f"update procedure set is_active = false where code = '{CODE}'")
        work.commit()
    with house.work() as work:
        assert CODE not in {row.code for row in procedures.search(work, "")}
        with pytest.raises(NotFoundError):
            procedures.sheet(work, CODE)
        with pytest.raises(NotFoundError):
            offers.find(work, CODE, 1)
