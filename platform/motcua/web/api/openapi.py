"""The description of the API, and the forms of procedures for other programs."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.metadata import version

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from motcua.domain.forms.form_openapi import ProcedureForm, document, schema_of
from motcua.services.forms import form_api
from motcua.web.access import open_to
from motcua.web.api import body
from motcua.web.api.operations import OPERATIONS
from motcua.web.context import new_work, today

TITLE = "Motcua"
KEPT = 4


@open_to("public")
def openapi() -> ResponseReturnValue:
    """The API in OpenAPI 3.1, with the form of every procedure in force."""
    with new_work() as work:
        forms = form_api.all_forms(work)
    return Response(_document(tuple(forms)), mimetype="application/json")


@open_to("public")
def form(code: str) -> ResponseReturnValue:
    """The schema of a procedure's form, in standard words alone."""
    with new_work() as work:
        found = form_api.of_procedure(work, code)
    return Response(json.dumps(schema_of(found), ensure_ascii=False), mimetype="application/schema+json")


@open_to("public")
def check_form(code: str) -> ResponseReturnValue:
    """The answers as they would be stored, or each field that has to be mended (B-05); nothing is kept."""
    answers = body.mapping(body.read(), "answers")
    with new_work() as work:
        accepted = form_api.check(work, code, answers, today())
    return jsonify(answers=accepted)


@lru_cache(maxsize=KEPT)
def _document(forms: tuple[ProcedureForm, ...]) -> str:
    """As text, kept: examples are made up for every form. The forms compare by identity and are kept themselves."""
    made = document(OPERATIONS, forms, today(), title=TITLE, version=version("motcua"))
    return json.dumps(made, ensure_ascii=False)
