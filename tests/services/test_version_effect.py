"""When a version comes into force: two stages, people missing, days gone by unseen, offices warned; all by one door."""

from __future__ import annotations

import ast
import copy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fixtures_dossier import HOUSEHOLD, actor_of, file_dossier, open_page, version_of
from fixtures_house import NOW
from fixtures_watch import race, rows, value
from services.version_story import (
    APPROVER,
    AUTHOR,
    CODE,
    DECISION,
    SCAN,
    TODAY,
    approve,
    approved,
    begin,
    in_province,
    in_use,
    library,
    log,
    retimed,
    revision_of,
    state_of,
    submit,
    submitted,
)

from motcua.domain.errors import ConflictError, NotAllowedError, ValidationError
from motcua.domain.people.permissions import SYSTEM
from motcua.services.intake import drafts, submission
from motcua.services.people import group_matrix
from motcua.services.process import draft_review, offers, procedures, publications
from motcua.services.process.library import sources
from motcua.services.process.procedures import DecidedError
from motcua.services.sample import demo
from motcua.services.version import version_effect, version_life, version_page
from motcua.services.version.version_effect import NoAgencyError
from motcua.services.version.version_life import Approval
from motcua.services.work import House
from motcua.settings import PACKAGE, content
from motcua.store.people import group as groups

NEW = "1.999001"
NOTICE = replace(DECISION, is_notice=True, legal="Nghị định 1/2026/NĐ-CP")


def activate(house: House, version_id: int, login: str = APPROVER, on: date | None = None) -> bool:
    with house.work() as work:
        return version_life.activate(work, actor_of(house, login), version_id, NOW, on)


@pytest.mark.req("A-03", "A-06")
def test_in_two_stages_approving_does_not_activate_and_who_drew_it_may_not(house: House) -> None:
    house = in_province(house, "003")
    version_id = approve(house, submitted(house), decision=NOTICE)
    assert state_of(house, version_id) == "waiting"
    assert version_effect.sweep(house, NOW + timedelta(days=9)) == 0
    with pytest.raises(NotAllowedError):
        activate(house, version_id, AUTHOR)
    assert activate(house, version_id)
    assert in_use(house) == (2, True)
    with pytest.raises(ConflictError, match="không còn chờ"):
        activate(house, version_id)
    # Released for a later day, it comes into force by itself on that day.
    later = approve(house, submitted(house, retimed(6)))
    assert not activate(house, later, on=TODAY + timedelta(days=2))
    assert version_effect.sweep(house, NOW) == 0
    assert version_effect.sweep(house, NOW + timedelta(days=2)) == 1
    kept = value(house, "select decision->>'notice' from procedure_version where id = :id", id=version_id)
    assert kept == "true"


@pytest.mark.req("A-06")
def test_elsewhere_a_notice_stands_for_no_decision(house: House) -> None:
    draft_id = submitted(house)
    with pytest.raises(ValidationError) as caught:
        approve(house, draft_id, decision=NOTICE)
    assert [one.pointer for one in caught.value.errors] == ["/notice"]


def test_where_nobody_is_at_a_step_it_waits_is_told_once_and_begins_when_somebody_is(house: House) -> None:
    """R-23, J-07: the steps are in the matrix of groups before the version is in force."""
    drawn = retimed(8, NEW).replace(b'position="van_thu"', b'position="luu_tru"')
    assert drawn != retimed(8, NEW)
    with house.work() as work:
        ward = next(one for one in offers.agencies_for(work, CODE) if one.code == "H50.16")
        # Known as a position, held by nobody who receives: the checker lets it pass, the offer does not.
        groups.add(
            work.connection,
            agency_id=value(house, "select id from agency where parent_id is null"),
            position="luu_tru",
            account_id=actor_of(house, "vinh.le").id,
        )
        work.commit()
    version_id = approve(house, submitted(house, drawn, code=NEW))
    assert (state_of(house, version_id), in_use(house, NEW)) == ("waiting", None)
    for _ in range(3):
        assert version_effect.sweep(house, NOW) == 0
    assert len(log(house, "version.hold")) == 1
    assert "“Register and seal”" in log(house, "version.hold")[0]["reason_en"]
    with pytest.raises(NoAgencyError, match="còn thiếu người ở bước"):
        activate(house, version_id)
    with house.work() as work:
        page = version_page.of_version(work, actor_of(house, AUTHOR), version_id, NOW)
    assert page.held is not None
    assert "“Register and seal”" in page.held.en
    top = actor_of(house, "quantri.tinh")
    with house.work() as work:
        lines = {line.row.code: line for line in group_matrix.matrix(work, top, ward.id).lines}
        assert [cell.step.position for cell in lines[NEW].cells if cell.is_gap] == ["luu_tru"]
        groups.add(
            work.connection, agency_id=ward.id, position="luu_tru", account_id=actor_of(house, "dung.vo").id
        )
        work.commit()
    assert version_effect.sweep(house, NOW) == 1
    with house.work() as work:
        assert [one.code for one in offers.agencies_for(work, NEW)] == ["H50.16"]
    activated = log(house, "version.activate")[-1]
    assert (activated["agencies"], activated["gaps"] > 0) == (1, True)


@pytest.mark.req("A-05")
def test_files_do_not_replace_what_people_decided(house: House) -> None:
    """Loading the library, or the sample once more, passes no approver by and opens nothing that was abolished."""
    called_off = approved(house, days=3)
    with house.work() as work:
        version_life.call_off(work, actor_of(house, APPROVER), called_off, "Hoãn", NOW)
    with house.work() as work:
        list(demo.load(work, NOW))
    approved(house)
    with house.work() as work:
        said = list(demo.load(work, NOW))
    assert in_use(house) == (3, True)
    assert [line for line in said if "approved or abolished by a decision" in line and CODE in line]
    source = next(one for path, one in sources([content("bpmn")], content("forms")) if path.stem == CODE)
    with pytest.raises(DecidedError), house.work() as work:
        procedures.release(work, SYSTEM, source, NOW)


@pytest.mark.req("A-23")
def test_a_change_of_the_field_reaches_every_unit_and_their_people_stay_their_own(house: House) -> None:
    query = "select agency_id, position, account_id from group_member order by 1, 2, 3"
    before = rows(house, query)
    assert len({row.agency_id for row in before}) > 1
    drawn = library("1.001193", "ho_tich")
    quicker = drawn.replace('budget="5h"', 'budget="3h"').encode()
    approved(house, quicker, code="1.001193", field="ho_tich")
    assert rows(house, query) == before
    for agency in ("H50.16", "H50.27"):
        code = file_dossier(house, "1.001193", agency=agency)
        assert version_of(house, code).model.step_by_id["T_tiep_nhan"].budget == "3h"


@pytest.mark.req("B-11")
def test_a_dossier_is_shown_with_the_form_it_was_filed_with(house: House) -> None:
    old = file_dossier(house, CODE)
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        begun = drafts.begin(work, citizen, CODE, offers.agencies_for(work, CODE)[0].id, NOW)
    form = copy.deepcopy(open_page(house, old).version.form.schema)
    removed = "von"
    assert removed in form["properties"]
    form["properties"].pop(removed)
    form["required"] = [key for key in form["required"] if key != removed]
    _without(form, removed)
    forms = {**_forms(house), "hkd_thanh_lap": form}
    approved(house, retimed(12), forms=forms)
    page = open_page(house, old)
    assert (page.version.number, removed in page.version.form.field_by_key) == (1, True)
    assert page.data[removed] == HOUSEHOLD[removed]
    with pytest.raises(ConflictError, match="bản mới"), house.work() as work:
        submission.submit(work, citizen, begun, declared=True, now=NOW)
    with house.work() as work:
        assert removed not in drafts.get(work, citizen, begun).form.field_by_key


def test_two_approvals_at_once_make_one_version(house: House) -> None:
    draft_id = submitted(house)
    approver, revision = actor_of(house, APPROVER), revision_of(house, draft_id)

    def once() -> int:
        with house.work() as work:
            return version_life.approve(
                work, approver, draft_id, revision, Approval(DECISION, TODAY, SCAN), NOW
            )

    outcomes = race(once, once)
    assert sum(isinstance(one, ConflictError) for one in outcomes) == 1
    assert value(house, "select count(*) from procedure_version where draft_id = :id", id=draft_id) == 1


@pytest.mark.req("A-04")
def test_the_office_is_warned_once_before_and_once_after_its_time(house: House) -> None:
    """Signed on Friday; 003 gives one day, 004 five working days from receipt (a holiday between), 001 sets none."""
    draft_id = begin(house)
    with house.work() as work:
        author = actor_of(house, AUTHOR)
        draft_review.note_decision(work, author, draft_id, 1, DECISION, SCAN, NOW)
    monday, next_week = NOW, NOW + timedelta(days=8)
    for profile, expected in (("001", ("", 0)), ("004", ("in_time", 0)), ("003", ("late", 1))):
        there = in_province(house, profile)
        with there.work() as work:
            shown = publications.listed(work, author, monday)
            assert [(one.standing, one.days) for one in shown] == [(expected[0], 3)], profile
            assert publications.warn(work, monday) == expected[1], profile
            assert publications.warn(work, monday) == 0
    told = {row.account_id for row in rows(house, "select account_id from account_notice")}
    assert {actor_of(house, AUTHOR).id, actor_of(house, APPROVER).id} <= told
    with in_province(house, "004").work() as work:
        assert [one.standing for one in publications.listed(work, author, next_week)] == ["late"]
    submit(house, draft_id)
    approve(house, draft_id, upload=None)
    with in_province(house, "003").work() as work:
        assert publications.listed(work, author, monday) == []
        done = publications.listed(work, author, next_week, is_done=True)
        assert [(one.standing, one.days) for one in done] == [("done_late", 3)]


def test_versions_are_written_by_two_doors_alone() -> None:
    """Approval by another person, and the system's releases of the library: no page, job or partner has a third."""
    callers = set()
    for path in [*PACKAGE.rglob("*.py"), *(PACKAGE.parent.parent / "admin").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (door := _door(node)):
                layer = path.relative_to(PACKAGE).parts[0] if path.is_relative_to(PACKAGE) else "admin"
                callers.add((f"{layer}/{path.stem}", door))
    assert callers == {
        ("store/version_life", "insert"),
        ("services/version_life", "version_life.add"),
        ("store/procedure", "insert"),
        # The library's files, by the system: at installation, by command, for measuring.
        ("services/procedures", "procedures.release"),
        ("services/demo", "procedures.release"),
        ("cli/procedure", "procedures.release"),
        ("cli/bench_dossiers", "procedures.release"),
        ("cli/bench_signing", "procedures.release"),
    }


def _door(call: ast.Call) -> str:
    """The door that this call goes through; empty when it is none."""
    called = call.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        name = f"{called.value.id}.{called.attr}"
        return name if name in ("version_life.add", "procedures.release") else ""
    is_insert = isinstance(called, ast.Name) and called.id == "insert"
    return "insert" if is_insert and any(_is_version(one) for one in call.args) else ""


def _is_version(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "ProcedureVersion"


def _forms(house: House) -> dict[str, dict[str, object]]:
    return {
        row.key: row.schema
        for row in rows(house, "select key, schema from library_form where field = 'ho_kinh_doanh'")
    }


def _without(form: dict[str, object], key: str) -> None:
    """Take a question out of the sections too."""
    for value_ in form.values():
        if isinstance(value_, list):
            for one in value_:
                if isinstance(one, dict):
                    for inner in one.values():
                        if isinstance(inner, list) and key in inner:
                            inner.remove(key)
