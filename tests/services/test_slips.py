"""Slips of a dossier from acceptance to refusal: entered, drafted, put into force with their deed, printed (F-01 … F-12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, actor_of
from fixtures_watch import local, race, rows, statements, value
from services.ending_story import (
    CITIZEN,
    DESK,
    EXPERT,
    LEADER,
    SLIP,
    act,
    at_expert,
    dossier,
    give_role,
    sent,
    set_up,
    under,
)
from services.routing_story import act as route
from services.routing_story import at as at_hour
from services.routing_story import told
from services.sub_dossier_story import children, parent
from services.test_sub_dossiers import accepted as accept_child

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import NotAllowedError, ValidationError
from motcua.services.desk import dossiers, lookup
from motcua.services.dossier.case import Given
from motcua.services.intake import intake
from motcua.services.papers import slip_drafts, slip_lists, slip_merging, slip_prints
from motcua.services.papers.slip_drafts import Asked
from motcua.services.papers.slip_prints import Form
from motcua.services.work import House

TUESDAY = "2026-12-08 09:00"
LATER = "2026-12-08 09:40"


def draft(house: House, login: str, code: str, key: str, at: str, **given: Any) -> int:
    with house.work() as work:
        actor = actor_of(house, login, local(at))
        asked = Asked(ACTIONS[key], Given(**given), "")
        return slip_drafts.draft(work, actor, code, asked, local(at))


def taken(house: House, login: str, code: str, kind: str, at: str, form: Form = "pdf") -> bytes:
    with house.work() as work:
        actor = actor_of(house, login, local(at))
        return slip_prints.asked(work, actor, code, kind, form, "vi", local(at)).content


def slip(house: House, kind: str) -> Any:
    (row,) = rows(house, "select * from slip where kind = :kind order by id desc limit 1", kind=kind)
    return row


def values(house: House, row: Any) -> dict[str, Any]:
    return house.cipher.open_json(row.values_sealed)


@pytest.mark.req("F-02", "F-07", "F-19")
def test_an_acceptance_enters_a_receipt_that_stays_as_it_was_first_printed(house: House) -> None:
    house = under(house, "001")
    set_up(house)
    code = at_expert(house)
    receipt = slip(house, "receipt")
    assert (receipt.state, receipt.number, receipt.file_id) == ("official", 1, None)
    first = taken(house, DESK, code, "receipt", TUESDAY)
    assert first.startswith(b"%PDF")
    with house.work() as work:
        citizen = actor_of(house, CITIZEN, local(LATER))
        again = slip_prints.own_receipt(work, citizen, code, "pdf", "vi", local(LATER))
    assert again.content == first
    assert taken(house, DESK, code, "receipt", LATER, "docx").startswith(b"PK")
    # What was wrong at intake is put right: the next printing is another paper under the same number.
    act(house, DESK, code, "correct", LATER, reason="Sai vốn", answers={"von": 2})
    taken(house, DESK, code, "receipt", "2026-12-08 10:00")
    assert (slip(house, "receipt").number, slip(house, "receipt").file_id != receipt.file_id) == (1, True)
    assert value(house, "select count(*) from file where slot = 'slip:receipt' and replaced_at is null") == 1
    for kind in ("control", "satisfaction"):
        assert taken(house, DESK, code, kind, LATER).startswith(b"%PDF")
    with house.work() as work, statements(house) as seen:
        listed = {one.row.kind: one for one in slip_prints.of_dossier(work, dossier(house, code).id)}
    assert len([one for one in seen if "slip" in one]) == 1
    assert (listed["receipt"].row.prints, listed["receipt"].number) == (3, "1/TNHS")
    assert (listed["control"].row.prints, listed["control"].row.printed_name) == (1, "Trần Thị Thu Hà")


@pytest.mark.req("F-03", "F-10", "F-11", "F-12", "E-21", "N-09")
def test_a_slip_made_here_comes_into_force_with_the_deed_it_was_made_for(house: House) -> None:
    house = under(house, "001")
    set_up(house)
    code = at_expert(house)
    given = {"papers": ("ban_do",), "reason": "Bản đồ mờ, không đọc được số thửa"}
    with pytest.raises(NotAllowedError) as refused:
        draft(house, DESK, code, "request_supplement", TUESDAY, **given)
    assert "Phiếu yêu cầu bổ sung" in refused.value.message.vi
    before = dossier(house, code)
    slip_id = draft(house, EXPERT, code, "request_supplement", TUESDAY, **given)
    assert dossier(house, code) == before
    assert "Bản đồ" in str(values(house, slip(house, "supplement"))["requests"])
    with pytest.raises(ValidationError) as changed:
        act(house, EXPERT, code, "request_supplement", LATER, **{**given, "reason": "Khác"}, slip_id=slip_id)
    assert [one.code for one in changed.value.errors] == ["changed"]
    # A draft of one deed is none of another.
    with pytest.raises(ValidationError):
        act(house, EXPERT, code, "refuse", LATER, reason="Sai", slip_id=slip_id)
    # Made anew it keeps its number.
    assert draft(house, EXPERT, code, "request_supplement", TUESDAY, **given) == slip_id
    act(house, EXPERT, code, "request_supplement", LATER, **given, slip_id=slip_id)
    made = slip(house, "supplement")
    assert (made.state, made.number, made.official_at) == ("official", 1, local(LATER))
    (file,) = rows(house, "select * from file where slot = 'slip:supplement'")
    assert (file.id, file.uploaded_at) == (made.official_file_id, local(LATER))
    logged = value(house, "select detail from audit where action = 'slip.attach'")
    assert logged == {"number": "1/PBS", "sha256": file.sha256}
    with house.work() as work:
        own = lookup.own(work, actor_of(house, CITIZEN, local(LATER)), code, local(LATER))
    assert [one.id for one in own.slips] == [file.id]
    assert any("phiếu yêu cầu bổ sung" in one for one in told(house, DESK))


@pytest.mark.req("F-04", "F-05", "F-10", "D-12")
def test_what_the_paper_promises_holds_and_a_signed_file_takes_the_place_of_the_draft(house: House) -> None:
    house = under(house, "001")
    set_up(house, limit="16h")
    code = at_expert(house)
    apology = {"reason": "Chờ ý kiến cơ quan phòng cháy"}
    slip_id = draft(house, DESK, code, "apologise", TUESDAY, **apology)
    promised = datetime.fromisoformat(values(house, slip(house, "apology"))["new_appointment_at"])
    act(house, DESK, code, "apologise", LATER, **apology, slip_id=slip_id)
    assert dossier(house, code).appointment_at == promised
    extension = {"reason": "Chờ đo đạc", "duration": "4h"}
    drafted = draft(house, EXPERT, code, "request_extension", LATER, **extension)
    act(house, EXPERT, code, "request_extension", LATER, **extension, slip=SLIP)
    signed = slip(house, "extension")
    assert (signed.id, signed.state) == (drafted, "official")
    names = {row.id: row.name for row in rows(house, "select id, name from file")}
    assert names[signed.official_file_id] == SLIP.name
    assert names[signed.file_id].startswith("phieu-gia-han-1-")
    grounds = {"reason": "Không đủ điều kiện"}
    with pytest.raises(ValidationError):
        act(house, EXPERT, code, "refuse", LATER, **grounds)
    drafted = draft(house, EXPERT, code, "refuse", LATER, **grounds)
    act(house, EXPERT, code, "refuse", LATER, **grounds, slip_id=drafted)
    assert (dossier(house, code).state, dossier(house, code).result_at) == ("refused", local(LATER))
    assert slip(house, "refusal").state == "official"


@pytest.mark.req("F-02")
def test_numbers_have_no_gap_when_desks_accept_at_once_and_one_fails(house: House) -> None:
    set_up(house)
    codes = [sent(house) for _ in range(3)]
    with pytest.raises(ValidationError), house.work() as work:
        intake.accept(work, actor_of(house, DESK), codes[0], {"ban_do": "bad"}, local(TUESDAY))
    done = race(*(lambda one=one: accept_dossier(house, one, local(TUESDAY)) for one in codes))
    assert [one for one in done if isinstance(one, Exception)] == []
    assert [row.number for row in rows(house, "select number from slip order by number")] == [1, 2, 3]


@pytest.mark.req("F-01", "F-19")
def test_a_ledger_of_many_dossiers_asks_no_more_than_one_of_a_few(house: House) -> None:
    set_up(house)
    asked = []
    for count in (1, 1, 4):
        for code in [sent(house) for _ in range(count)]:
            accept_dossier(house, code, local(TUESDAY))
        with house.work() as work, statements(house) as seen:
            desk, day = actor_of(house, DESK, local(LATER)), local(TUESDAY).date()
            slip_lists.of_period(work, desk, "ledger", (day, day), "docx", "vi", local(LATER))
        asked.append(len(seen))
    assert asked[1] == asked[2]
    listed = rows(
        house, "select detail ->> 'count' as count from audit where action = 'slip.print' order by id"
    )
    assert [row.count for row in listed] == ["1", "2", "6"]


@pytest.mark.req("F-08", "F-09")
def test_the_lead_agencys_slip_holds_the_reasons_of_all_and_the_latest_date(house: House) -> None:
    code = parent(house)
    for login, child, duration in zip(("mai.ho", "ha.tran"), children(house), ("4h", "16h"), strict=True):
        accept_child(house, login, child.code, at_hour("09:00"))
        why = f"Lý do của {login}"
        asked = {"reason": why, "duration": duration, "slip": SLIP}
        route(house, login, child.code, "request_extension", at_hour("09:30"), **asked)
    with house.work() as work:
        shown = dossiers.page(work, actor_of(house, EXPERT, at_hour("10:00")), code, at_hour("10:00"))
        begins = slip_merging.suggested(work, shown, ACTIONS["apologise"])
    assert begins.startswith("Cơ quan phối hợp cần thêm thời gian: ")
    assert begins.count(";") == 1
    draft(house, EXPERT, code, "apologise", "2026-12-07 10:00", reason=begins)
    made = values(house, slip(house, "apology"))
    assert [one["reason"] for one in made["reasons"]] == ["Lý do của mai.ho", "Lý do của ha.tran"]
    assert made["new_appointment_at"] == max(one["until"] for one in made["reasons"])
    # Both refuse: the applicant is shown the slip of the lead agency alone.
    for login, child in zip(("mai.ho", "ha.tran"), children(house), strict=True):
        refused = {"reason": f"{login} không đồng ý", "slip": SLIP}
        route(house, login, child.code, "refuse", at_hour("11:00"), **refused)
    give_role(house, LEADER, "lanh_dao_co_quan")
    drafted = draft(house, LEADER, code, "stop", "2026-12-07 13:30", reason="Các cơ quan không đồng ý")
    made = values(house, slip(house, "refusal"))
    assert [one["reason"] for one in made["reasons"]] == ["mai.ho không đồng ý", "ha.tran không đồng ý"]
    at = "2026-12-07 13:30"
    act(house, LEADER, code, "stop", at, reason="Các cơ quan không đồng ý", slip_id=drafted)
    with house.work() as work:
        citizen = actor_of(house, CITIZEN, local(at))
        found = {
            one.track.row.code: len(one.slips)
            for one in (
                lookup.own(work, citizen, track.row.code, local(at))
                for track in lookup.mine(work, citizen, local(at))
            )
        }
    assert found == {code: 1, **{one.code: 0 for one in children(house)}}
