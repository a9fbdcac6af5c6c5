"""What a citizen was issued: his results, to be fetched, and the code by which others have them checked (F-16)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.domain.papers.issued_result import number_words
from motcua.services.papers import issued_results
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, today
from motcua.web.file_response import send_stored, wanted_form


@open_to("citizen")
def results() -> ResponseReturnValue:
    with new_work() as work:
        listed = issued_results.mine(work, actor())
    codes = {row.id: row.code for row in listed}
    return render_template(
        "citizen/results.html", results=listed, codes=codes, number=number_words, today=today()
    )


@open_to("citizen")
def result_file(result_id: int) -> ResponseReturnValue:
    with new_work() as work:
        opened = issued_results.own_file(work, actor(), result_id, now(), wanted_form())
    return send_stored(opened)
