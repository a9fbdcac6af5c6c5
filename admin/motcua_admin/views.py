"""The addresses of the studio: every module of screens declares its own on `bp`."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.web.context import actor
from motcua_admin import (
    bp,
    change_requests,
    compare,
    designer,
    draft_notes,
    exports,
    home,
    live_counts,
    menu,
    migration,
    new_draft,
    new_file,
    new_table,
    procedure,
    publications,
    review,
    reviews,
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
)

__all__ = ["SCREENS", "bp"]


@bp.app_context_processor
def studio_values() -> dict[str, Sequence[menu.Entry]]:
    """The menu, for the studio's own pages and the desk's way into it."""
    return {"studio_menu": menu.entries_for(actor())}
