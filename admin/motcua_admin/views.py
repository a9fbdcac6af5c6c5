"""The addresses of the studio: every module of screens declares its own on `bp`."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.web.context import actor
from motcua_admin import bp, home, menu
from motcua_admin.forms import (
    compare_forms,
    form,
    form_designer,
    form_preview,
    form_tests,
    forms,
    new_form,
    publish_form,
    shared_fields,
)
from motcua_admin.papers import publish_slip, slip_editor, slip_templates
from motcua_admin.process import (
    change_requests,
    designer,
    draft_notes,
    exports,
    new_draft,
    new_file,
    new_table,
    procedure,
    publications,
    review,
    reviews,
    sheet,
)
from motcua_admin.simulation import simulation, trial
from motcua_admin.version import compare, live_counts, migration, version

# Imported for the addresses they declare.
SCREENS = (
    home,
    new_draft,
    new_table,
    new_file,
    exports,
    designer,
    draft_notes,
    compare,
    live_counts,
    trial,
    sheet,
    change_requests,
    reviews,
    review,
    version,
    migration,
    procedure,
    publications,
    simulation,
    forms,
    form_designer,
    form_preview,
    new_form,
    form,
    compare_forms,
    form_tests,
    publish_form,
    shared_fields,
    slip_templates,
    slip_editor,
    publish_slip,
)

__all__ = ["SCREENS", "bp"]


@bp.app_context_processor
def studio_values() -> dict[str, Sequence[menu.Entry]]:
    """The menu, for the studio's own pages and the desk's way into it."""
    return {"studio_menu": menu.entries_for(actor())}
