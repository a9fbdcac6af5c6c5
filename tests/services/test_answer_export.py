"""The answers of a procedure's dossiers as a spreadsheet: flat, bounded, masked for whom it must be (M-14)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from fixtures_dossier import ANSWERS, actor_of, file_dossier
from fixtures_house import NOW
from fixtures_portal import BUSINESS
from openpyxl import load_workbook
from sqlalchemy import text

from motcua.domain.errors import NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people.permissions import Actor, Grant
from motcua.services.forms import answer_export
from motcua.services.forms.answer_export import Period
from motcua.services.work import House

TODAY = date(2026, 11, 23)
WEEK = Period(TODAY - timedelta(days=6), TODAY)


def holder(house: House, *rights: str) -> Actor:
    """An officer with these rights over the agency that received the dossiers."""
    with house.engine.connect() as connection:
        agency_id = connection.execute(text("select agency_id from dossier limit 1")).scalar_one()
    return replace(actor_of(house, "ha.tran"), grants=(Grant("thu", frozenset(rights), agency_id),))


def book(house: House, actor: Actor, code: str = BUSINESS, period: Period = WEEK) -> dict[str, list[Any]]:
    with house.work() as work:
        made = answer_export.export(work, actor, code, period, "vi", NOW)
    sheets = load_workbook(io.BytesIO(made.content))
    return {one.title: [list(row) for row in one.iter_rows(values_only=True)] for one in sheets.worksheets}


@pytest.mark.req("M-14")
def test_answers_are_columns_open_to_who_sees_every_dossier_and_masked_to_who_counts(house: House) -> None:
    code = file_dossier(house, ten_hkd="=HYPERLINK(1)")
    sheets = book(house, holder(house, "dossier.view"))
    labels, names, row = sheets["Tờ khai"]
    told = dict(zip(names, row, strict=True))
    assert (told["ma_ho_so"], told["ten_hkd"], told["von"]) == (
        code,
        "'=HYPERLINK(1)",
        ANSWERS[BUSINESS]["von"],
    )
    assert told["tru_so.dia_chi"] == ANSWERS[BUSINESS]["tru_so"]["dia_chi"]
    assert dict(zip(names, labels, strict=True))["tru_so.dia_chi"].startswith("Địa chỉ trụ sở - ")
    lines = next(rows for title, rows in sheets.items() if title.startswith("Ngành"))
    assert lines[1][:2] == ["ma_ho_so", "dong"]
    assert [one[:2] for one in lines[2:]] == [[code, at] for at in range(1, len(lines) - 1)]
    hidden = dict(zip(names, book(house, holder(house, "report.view"))["Tờ khai"][2], strict=True))
    assert (hidden["nguoi_nop"], hidden["ten_hkd"], hidden["chu_ho_ho_ten"]) == ("***", "***", "***")
    assert (hidden["ma_ho_so"], hidden["von"], hidden["chu_the"]) == (code, told["von"], told["chu_the"])
    with house.engine.connect() as connection:
        logged = connection.execute(
            text("select detail from audit where action = 'answers.export' order by id")
        ).scalars()
        assert [(one["dossiers"], one["open"]) for one in logged] == [(1, 1), (1, 0)]


def test_an_export_is_bounded_and_refused_to_whom_it_is_not_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_dossier(house)
    file_dossier(house)
    with pytest.raises(NotAllowedError):
        book(house, replace(actor_of(house, "ha.tran"), grants=()))
    seeing = holder(house, "dossier.view")
    with pytest.raises(NotFoundError):
        book(house, seeing, "9.999999")
    for period in (Period(TODAY, TODAY - timedelta(days=1)), Period(TODAY - timedelta(days=400), TODAY)):
        with pytest.raises(ValidationError):
            book(house, seeing, period=period)
    assert (
        len(
            book(house, seeing, period=Period(TODAY - timedelta(days=9), TODAY - timedelta(days=8)))[
                "Tờ khai"
            ]
        )
        == 2
    )
    monkeypatch.setattr(answer_export, "MOST", 1)
    with pytest.raises(ValidationError) as many:
        book(house, seeing)
    assert "khoảng ngắn hơn" in many.value.errors[0].message.vi
