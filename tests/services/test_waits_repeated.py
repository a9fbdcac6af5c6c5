"""A step done once for each agency of a list: each its own row, agency, budget and answers (A-15)."""

from __future__ import annotations

import json

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, open_page
from fixtures_model import CODE, FORM, release
from fixtures_waits import at, model, step
from fixtures_watch import rows, value

from motcua.domain.errors import ValidationError
from motcua.services.dossier import steps
from motcua.services.dossier.steps import Completion
from motcua.services.work import House
from motcua.store.agencies import agency as agencies
from motcua.store.people import group as groups

LOOP = (
    "<b:multiInstanceLoopCharacteristics><b:loopDataInputRef>ds_co_quan</b:loopDataInputRef>"
    '<b:inputDataItem id="I1" name="co_quan_hoi"/><b:loopDataOutputRef>ds_y_kien</b:loopDataOutputRef>'
    "</b:multiInstanceLoopCharacteristics>"
)
ASKED = ["H50", "H50.27"]
ITEMS = {
    "type": "array",
    "title": "Cơ quan lấy ý kiến",
    "uniqueItems": True,
    "items": {"type": "string", "enum": ASKED, "x-labels": {"H50": "Tỉnh", "H50.27": "Xã"}},
}
REPLY = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "title": "Trả lời",
    "required": ["dong_y"],
    "properties": {"dong_y": {"type": "boolean", "title": "Đồng ý"}, "ds_co_quan": ITEMS},
}
LISTED = {
    **FORM,
    "properties": {
        **FORM["properties"],
        "ds_co_quan": ITEMS,
    },
}


def consulted(house: House) -> str:
    """A dossier about which two agencies are asked at once."""
    words = 'agency="field:co_quan_hoi" form="tra_loi"'
    drawing = model("S>a a>c c>b b>E", step("a"), step("c", words, LOOP), step("b"))
    release(house, drawing, {"don": LISTED, "tra_loi": REPLY})
    with house.work() as work:
        for code in ASKED:
            row = agencies.by_code(work.connection, code)
            assert row is not None
            account = actor_of(house, "vinh.le").id
            groups.add(work.connection, agency_id=row.id, position="chuyen_vien", account_id=account)
        work.commit()
    code = file_dossier(house, CODE, now=at("07:00"), von=1, ds_co_quan=ASKED)
    accept_dossier(house, code, at("07:00"))
    answer(house, code, "a", "08:00")
    return code


def answer(house: House, code: str, step_id: str, when: str, **answers: object) -> None:
    task = value(
        house,
        "select task_id from dossier_step where step_id = :step and left_at is null order by id limit 1",
        step=step_id,
    )
    with house.work() as work:
        steps.finish(work, actor_of(house, "vinh.le"), code, task, Completion(answers=answers), at(when))


@pytest.mark.req("A-15")
def test_each_agency_asked_has_its_own_step_clock_and_budget(house: House) -> None:
    code = consulted(house)
    asked = rows(
        house,
        "select a.code, s.due_at from dossier_step s join agency a on a.id = s.agency_id"
        " where s.step_id = 'c' order by s.id",
    )
    assert [(row.code, row.due_at) for row in asked] == [("H50", at("14:00")), ("H50.27", at("14:00"))]
    answer(house, code, "c", "09:00", dong_y=True)
    (left,) = open_page(house, code, at("09:30"), "vinh.le").waiting
    assert (left.used, left.remaining) == (5400, 4 * 3600 - 5400)
    answer(house, code, "c", "10:00", dong_y=False)
    kept = house.cipher.open_json(value(house, "select step_values_sealed from dossier"))
    assert json.loads(json.dumps(kept["ds_y_kien"])) == [{"dong_y": True}, {"dong_y": False}]
    charged = rows(
        house,
        "select a.code, i.started_at, i.ended_at from clock_interval i join agency a on a.id::text = i.subject"
        " where i.kind = 'agency' and a.code <> 'H50.16' order by i.id",
    )
    assert [(row.code, row.started_at, row.ended_at) for row in charged] == [
        ("H50", at("08:00"), at("09:00")),
        ("H50.27", at("08:00"), at("10:00")),
    ]
    assert [visit.row.step_id for visit in open_page(house, code, at("10:00"), "vinh.le").waiting] == ["b"]


def test_the_list_stays_as_it_is_while_its_items_are_worked_through(house: House) -> None:
    code = consulted(house)
    with pytest.raises(ValidationError) as caught:
        answer(house, code, "c", "09:00", dong_y=True, ds_co_quan=["H50"])
    assert [error.pointer for error in caught.value.errors] == ["/ds_co_quan"]
    answer(house, code, "c", "09:00", dong_y=True, ds_co_quan=ASKED)
    assert len(rows(house, "select 1 from dossier_step where step_id = 'c' and left_at is null")) == 1
