"""A decision as it is typed into a form, and the scan that comes with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from motcua.domain.process.publication import Decision
from motcua.services.papers.files import Upload
from motcua.web.context import house
from motcua.web.office.typed import day_of, words_of


def decision_of(form: MultiDict[str, str]) -> Decision:
    """What was typed; raises ValidationError at a day that is none."""
    return Decision(
        number=words_of(form, "number"),
        signed=day_of(form, "date"),
        issuer=words_of(form, "issuer"),
        received=day_of(form, "received"),
        is_notice=form.get("notice") == "yes",
        legal=words_of(form, "legal"),
    )


def values_of(decision: Decision | None, today: date) -> Mapping[str, object]:
    """What a form begins with: the decision that is known, in force from today."""
    kept = decision.to_dict() if decision is not None else {}
    return {**kept, "notice": "yes" if kept.get("notice") else "", "effective": today.isoformat()}


def scan_of_request() -> Upload | None:
    """The file that was sent, none when none was chosen; one byte more than allowed is enough to refuse it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    return Upload(sent.filename, sent.stream.read(house().upload_limit + 1))
