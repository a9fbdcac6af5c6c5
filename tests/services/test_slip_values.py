"""The values of slips, of a construction permit walked to its end: what the history, the agencies and the papers say."""

from __future__ import annotations

import json

import pytest
from fixtures_dossier import open_page
from fixtures_library import APPRAISAL, PERMIT
from fixtures_watch import local
from services.linked_story import Story

from motcua.domain.papers.slip_fields import FIELDS
from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.papers.slip_paper import slip_paper
from motcua.services.papers import slip_procedure_values, slip_template_choice, slip_values
from motcua.services.work import House

BUILDING = "H50.09"


def permit(house: House) -> Story:
    story = Story(house, "1.013225", "hang@example.vn", PERMIT)
    for step, who, hour, answers in (
        ("T_tiep_nhan", "ha.tran", "08:00", {}),
        ("T_phan_cong", "thang.nguyen", "09:00", {}),
        ("T_tham_dinh", "vinh.le", "10:00", {**APPRAISAL, "co_quan_lay_y_kien": [BUILDING]}),
        ("T_gop_y", "xd.gopy", "11:00", {"y_kien": "dong_y"}),
    ):
        story.done(step, who, local(f"2026-10-05 {hour}"), **answers)
    return story


@pytest.mark.req("F-01", "F-07", "F-18")
def test_a_permit_fills_every_slip_from_its_own_history(house: House) -> None:
    story = permit(house)
    now = local("2026-10-06 08:00")
    shown = open_page(house, story.code, now)
    with house.work() as work:
        made = {
            kind: slip_values.of_dossier(work, shown, kind, {"reason": "Lý do", "times": 1}, now)
            for kind, about in SLIP_KINDS.items()
            if about.subject == "dossier"
        }
        for kind, values in made.items():
            assert set(values) <= set(FIELDS[kind])
            for legal_set in ("tt01_2018", "tt03_2025"):
                if SLIP_KINDS[kind].is_in(legal_set):
                    template = slip_template_choice.built_in(kind, legal_set)
                    assert slip_paper(template, json.loads(json.dumps(values)), at=now).sheets
        sheet = slip_procedure_values.of_procedure(work, shown.version, shown.row.agency_id, "Hà", now)
        own = slip_values.of_dossier(
            work, shown, "extension", {}, now, agency_id=shown.visits[3].row.agency_id
        )
    assert own["agency_in_charge"] == made["control"]["coordinating_agencies"]
    receipt, control = made["receipt"], made["control"]
    assert receipt["dossier_code"] == story.code
    assert receipt["receipt_codes"] == house.profile.receipt_codes.split(",")
    assert [one["name"] for one in receipt["papers"]]
    assert receipt["limit"]
    assert receipt["appointment_at"]
    assert receipt["way_of_return"] == receipt["desk"]
    rows = control["hand_overs"]
    assert len(rows) == len(shown.visits)
    assert rows[0]["giver"].startswith(str(control["desk"]))
    assert rows[0]["giver_step"] == shown.visits[0].row.name
    assert all(row["result"] for row in rows if row["at"])
    assert made["apology"]["agency_in_charge"] == control["agency_in_charge"]
    assert [one["name"] for one in sheet["papers_needed"]] == [one.name for one in shown.version.facts.papers]
    assert [one["amount"] for one in sheet["fees"]] == [one.amount for one in shown.version.facts.fees]
    assert sheet["limits"]
