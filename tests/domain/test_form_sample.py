"""Answers made up for a form: accepted by every form of the library, and never in the way where none can be found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from motcua.domain.form_sample import FILE_ID, sample_answers
from motcua.domain.forms import FormDefinition, validate

pytestmark = pytest.mark.req("A-18")

TODAY = date(2026, 12, 7)
LIBRARY = sorted((Path(__file__).parents[2] / "forms").glob("*/*.schema.json"))


def form_of(required: list[str], **properties: object) -> FormDefinition:
    return FormDefinition.from_schema(
        {"type": "object", "title": "Đơn", "required": required, "properties": properties}
    )


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_a_form_of_the_library_takes_its_made_up_answers(path: Path) -> None:
    form = FormDefinition.from_schema(json.loads(path.read_text(encoding="utf-8")))
    answers = sample_answers(form, TODAY)
    assert validate(form, answers, today=TODAY) == []
    assert {one.key for one in form.fields if one.required} <= set(answers)


def test_a_file_is_named_and_what_nothing_fits_is_left_to_the_person() -> None:
    form = form_of(
        ["ban_ve", "ma"],
        ban_ve={"type": "string", "title": "Bản vẽ", "format": "motcua-file"},
        ma={"type": "string", "title": "Mã", "pattern": "^Q{7}$"},
    )
    assert sample_answers(form, TODAY) == {"ban_ve": FILE_ID}
