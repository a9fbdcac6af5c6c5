"""The sheet and the process of a dossier's procedure, in the version that the dossier follows (A-22)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from motcua.services.desk import dossiers
from motcua.services.process.procedures import Sheet
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now
from motcua.web.public.sheet import channel_words, rule_note, sheet_page


@open_to("staff")
def procedure_sheet(code: str) -> ResponseReturnValue:
    """For whoever may open the dossier."""
    with new_work() as work:
        shown = dossiers.page(work, actor(), code, now(), subject="procedure_sheet")
    page = sheet_page(Sheet(shown.row, shown.version, ()), house().profile.service_level_scheme)
    return render_template(
        "officer/procedure_sheet.html",
        row=shown.row,
        page=page,
        facts=page.facts,
        number=shown.version.number,
        channel_words=channel_words,
        rule_note=lambda fee: rule_note(fee, page.sheet),
    )
