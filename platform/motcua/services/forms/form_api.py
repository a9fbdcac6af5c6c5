"""Forms for other programs: their schemas, and answers checked without filing them (B-05)."""

from __future__ import annotations

from datetime import date
from typing import Final

from motcua.domain.errors import ValidationError
from motcua.domain.forms import FormDefinition, accept
from motcua.domain.forms.form_openapi import ProcedureForm
from motcua.services.forms import catalogues
from motcua.services.process import offers, procedures
from motcua.services.work import Work
from motcua.store.process import procedure as stored

MOST: Final = 300
"""Procedures whose forms one description holds."""


def all_forms(work: Work) -> list[ProcedureForm]:
    """The forms of all procedures in force, by name."""
    rows = [one for one in stored.search(work.connection, (), "", "") if one.version_id is not None][:MOST]
    versions = work.house.versions.several(work.connection, [one.version_id for one in rows])
    return [
        ProcedureForm(row.code, row.name, row.number, version.form)
        for row, version in zip(rows, versions, strict=True)
        if version.facts.form
    ]


def of_procedure(work: Work, code: str) -> FormDefinition:
    """The form of a procedure's current version; raises NotFoundError."""
    version = procedures.sheet(work, code).version
    if not version.facts.form:
        raise offers.unknown_procedure(code)
    return version.form


def check(work: Work, code: str, answers: object, today: date) -> dict[str, object]:
    """The answers as they would be stored; raises ValidationError with each field that has to be mended."""
    form = of_procedure(work, code)
    clean = accept(form, answers, today=today)
    if unknown := catalogues.problems(form, clean):
        raise ValidationError(unknown)
    return clean
