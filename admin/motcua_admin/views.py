"""The addresses of the studio: every module of screens declares its own on `bp`."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.web.context import actor
from motcua_admin import (
    bp,
    change_requests,
    compare,
    compare_forms,
    designer,
    draft_notes,
    exports,
    form,
    form_designer,
    form_preview,
    form_tests,
    forms,
    home,
    live_counts,
    menu,
    migration,
    new_draft,
    new_file,
    new_form,
    new_table,
    procedure,
    publications,
    publish_form,
    review,
    reviews,
    shared_fields,
    sheet,
    simulation,
    trial,
    version,
)

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
)

__all__ = ["SCREENS", "bp"]


@bp.app_context_processor
def studio_values() -> dict[str, Sequence[menu.Entry]]:
    """The menu, for the studio's own pages and the desk's way into it."""
    return {"studio_menu": menu.entries_for(actor())}
