"""The official JSON Schema Test Suite, draft 2020-12: our verdict is the standard's, and nothing breaks the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from motcua.domain.forms import FormDefinition, SchemaError, is_valid, normalise, validate
from motcua.domain.forms.form_review import review

SUITE = Path(__file__).parents[1] / "data/json_schema_suite/draft2020-12.json"
ACCEPTED, DRAWN, ALL = 239, 211, 368
"""Groups whose words a form can use, and of these the ones that can be asked on a page; more is welcome."""


def groups() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, found in json.loads(SUITE.read_text(encoding="utf-8")).items():
        yield from ((f"{name}: {group['description']}", group) for group in found)


def as_form(schema: Any) -> tuple[FormDefinition, bool]:
    """The form of a schema; one that is no object is asked as the one question of a form."""
    try:
        return FormDefinition.from_schema(schema, is_lenient=True), True
    except SchemaError as problem:
        if problem.pointer != "/type":
            raise
    is_dict = isinstance(schema, dict)
    words = {word: schema[word] for word in schema if word not in ("$schema", "$defs")} if is_dict else schema
    shared = {"$defs": schema["$defs"]} if is_dict and "$defs" in schema else {}
    asked = {"type": "object", "properties": {"answer": words}, **shared}
    return FormDefinition.from_schema(asked, is_lenient=True), False


@pytest.mark.req("B-01")
def test_the_verdict_on_every_accepted_group_is_that_of_the_standard() -> None:
    accepted, reasons = 0, set()
    for name, group in groups():
        try:
            verdicts = [is_valid(group["schema"], one["data"]) for one in group["tests"]]
        except SchemaError as problem:
            reasons.add(problem.problem.en)
            continue
        accepted += 1
        standard = Draft202012Validator(group["schema"])
        for verdict, one in zip(verdicts, group["tests"], strict=True):
            assert verdict is one["valid"] is standard.is_valid(one["data"]), (name, one["description"])
    assert all(reasons)
    assert accepted >= ACCEPTED, f"{accepted} of {ALL} groups accepted; refused because: {sorted(reasons)}"


def test_every_schema_is_drawn_or_refused_and_what_a_form_takes_its_schema_takes() -> None:
    drawn = 0
    for name, group in groups():
        assert all(finding.message.vi for finding in review(group["schema"])), name
        try:
            form, is_object = as_form(group["schema"])
        except SchemaError:
            continue
        drawn += 1
        for one in group["tests"]:
            data = one["data"] if is_object else {"answer": one["data"]}
            if not validate(form, data):
                clean: Any = normalise(form, data)
                judged = clean if is_object else clean.get("answer")
                assert judged is None or is_valid(group["schema"], judged), (name, one["description"])
    assert drawn >= DRAWN, f"{drawn} of {ALL} groups drawn"
