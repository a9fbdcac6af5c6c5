"""Whatever a stranger's schema says: it is drawn, printed and described, or it is refused with a reason."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator

from motcua.contrib import declaration_word
from motcua.domain.declaration.declaration_paper import paper_of
from motcua.domain.declaration.declaration_words import Catalogues, Words
from motcua.domain.forms import FormDefinition, SchemaError
from motcua.domain.forms.answer_columns import cells, columns_of, rows_of
from motcua.domain.forms.form_openapi import schema_of
from motcua.web.form_page import form_page

SUITE = Path(__file__).parents[1] / "data/json_schema_suite/draft2020-12.json"
AT = datetime(2026, 11, 22, tzinfo=UTC)
DRAWN = 200
"""Schemas of the suite that can be asked on a page; more is welcome."""


def form_of(schema: Any) -> FormDefinition | None:
    """The form, or that of the one question whose schema it is; None for what is refused with a reason."""
    is_object = isinstance(schema, dict)
    words = (
        {word: schema[word] for word in schema if word not in ("$schema", "$defs")} if is_object else schema
    )
    shared = {"$defs": schema["$defs"]} if is_object and "$defs" in schema else {}
    asked = {"type": "object", "properties": {"answer": words}, **shared}
    for one in (schema, asked):
        try:
            return FormDefinition.from_schema(one, is_lenient=True)
        except SchemaError as problem:
            reason = problem.message.vi
    return None if reason else pytest.fail("refused without a reason")


@pytest.mark.req("B-01")
def test_every_schema_of_the_official_suite_is_drawn_printed_and_described_or_refused() -> None:
    drawn = 0
    words = Words("vi", {}, Catalogues())
    for groups in json.loads(SUITE.read_text(encoding="utf-8")).values():
        for group in groups:
            form = form_of(group["schema"])
            if form is None:
                continue
            drawn += 1
            given = [one["data"] for one in group["tests"]][:2]
            for data in (*({"answer": one} for one in given), *given, {}):
                answers = data if isinstance(data, dict) else {}
                columns = columns_of([form])
                cells(columns.columns, answers, words, is_open=True)
                for sheet in columns.sheets:
                    list(rows_of(sheet, answers, words, is_open=False))
                paper_of(form, answers)
            page = form_page(form, {"answer": given[0]}, "en", read_only=drawn % 3 == 0)
            assert page.rstrip().endswith("</html>")
            Draft202012Validator.check_schema(schema_of(form))
    assert drawn >= DRAWN


def test_the_blank_paper_of_a_strange_schema_is_a_word_file() -> None:
    form = FormDefinition.from_schema(
        {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}},
        is_lenient=True,
    )
    word = Document(io.BytesIO(declaration_word.write(paper_of(form, None), AT)))
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ["1", ""]
