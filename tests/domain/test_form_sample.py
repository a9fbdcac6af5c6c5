"""Answers made up for a form: accepted by every form of the library, and never in the way where none can be found."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from form_wrong import wrong_answers

from motcua.domain.forms import FormDefinition, validate
from motcua.domain.forms.form_sample import FILE_ID, sample_answers
from motcua.domain.forms.form_sample_pattern import matching
from motcua.domain.forms.form_sample_values import ACCOUNTS, ADDRESSES, FORMER_ADDRESSES, LINES
from motcua.services.forms import catalogues

pytestmark = pytest.mark.req("A-18")

TODAY = date(2026, 12, 7)
LIBRARY = sorted((Path(__file__).parents[2] / "forms").glob("*/*.schema.json"))


def form_of(required: list[str], **properties: object) -> FormDefinition:
    return FormDefinition.from_schema(
        {"type": "object", "title": "Đơn", "required": required, "properties": properties}
    )


def read(path: Path) -> FormDefinition:
    return FormDefinition.from_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_a_form_of_the_library_takes_its_made_up_answers(path: Path) -> None:
    form = read(path)
    for seed in (0, 3):
        answers = sample_answers(form, TODAY, seed)
        assert validate(form, answers, today=TODAY) == []
        assert {one.key for one in form.fields if one.required} <= set(answers)


@pytest.mark.req("B-05")
@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_each_made_up_mistake_is_blamed_where_it_is(path: Path) -> None:
    form = read(path)
    mistakes = wrong_answers(form, TODAY, seed=3, most=20)
    assert len(mistakes) >= 10
    for one in mistakes:
        assert one.pointer in [error.pointer for error in validate(form, one.data, today=TODAY)], one


def test_the_same_seed_makes_the_same_answers_and_another_one_others() -> None:
    form = read(next(path for path in LIBRARY if path.name.startswith("hkd_thanh_lap")))
    assert sample_answers(form, TODAY, 5) == sample_answers(form, TODAY, 5) != sample_answers(form, TODAY, 6)
    assert wrong_answers(form, TODAY, seed=5) == wrong_answers(form, TODAY, seed=5)


def test_made_up_codes_are_in_the_catalogues() -> None:
    for one in ADDRESSES:
        assert catalogues.units().find(one["tinh"], one["xa"])
    for one in FORMER_ADDRESSES:
        assert catalogues.former_units().find(one["tinh"], one["huyen"], one["xa"])
    assert all(catalogues.banks().find(one["ngan_hang"]) for one in ACCOUNTS)
    for line in LINES:
        found = catalogues.business_lines().find(str(line["ma"]))
        assert found is not None
        assert found.name == line["ten"]


@pytest.mark.parametrize(
    "pattern",
    ["^0[0-9]{11}$", "^[A-Z]{2} ?[0-9]{6,8}$", "^(ab|c)+$", r"^\d{2}(-[^a-z])?$", r"^(?:19|20)\d\d\.[\]x]*$"],
)
def test_a_pattern_is_met_by_a_made_up_text(pattern: str) -> None:
    assert re.fullmatch(pattern, matching(pattern))


def test_a_file_is_named_and_what_nothing_fits_is_left_to_the_person() -> None:
    form = form_of(
        ["ban_ve", "ma"],
        ban_ve={"type": "string", "title": "Bản vẽ", "format": "motcua-file"},
        ma={"type": "string", "title": "Mã", "pattern": "^Q{7}$", "minLength": 8},
    )
    assert sample_answers(form, TODAY) == {"ban_ve": FILE_ID}


def test_a_sample_has_no_more_rows_than_it_must_once_it_has_many() -> None:
    def rows(inner: dict[str, object], least: int) -> dict[str, object]:
        items = {"type": "object", "required": ["a"], "properties": {"a": inner}}
        return {"type": "array", "title": "Dòng", "minItems": least, "items": items}

    leaf: dict[str, object] = {"type": "string", "title": "Mục", "x-note": {"properties": 5}}
    form = form_of(["r"], r=rows(rows(rows(leaf, 1), 20), 40))
    answers = sample_answers(form, TODAY, 1)
    assert validate(form, answers, today=TODAY) == []
    assert 1640 <= json.dumps(answers).count('"a"') < 2000
