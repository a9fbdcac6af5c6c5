"""The addresses of the administration: every module of screens declares its own on `bp`."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from motcua.domain.people.permissions import lacking
from motcua.web.access import open_to
from motcua.web.context import actor
from motcua.web.office import (
    account_requests,
    accounts,
    agencies,
    agency_life,
    agency_seals,
    audit,
    bp,
    calendars,
    delegations,
    deliveries,
    group_exchange,
    groups,
    incidents,
    menu,
    new_commune,
    officials,
    outages,
    presence,
    replacement,
    roles,
    terms,
    tokens,
    tracking_agencies,
    trust,
)

# Imported for the addresses they declare.
SCREENS = (
    account_requests,
    accounts,
    agencies,
    agency_life,
    agency_seals,
    audit,
    calendars,
    delegations,
    deliveries,
    group_exchange,
    groups,
    incidents,
    new_commune,
    officials,
    outages,
    presence,
    replacement,
    roles,
    terms,
    tokens,
    tracking_agencies,
    trust,
)

__all__ = ["SCREENS", "bp"]


@bp.get("")
@open_to("staff")
def home() -> ResponseReturnValue:
    """The first screen the person may see."""
    shown = menu.entries_for(actor())
    if not shown:
        raise lacking("agency.manage")
    return redirect(url_for(shown[0].endpoint))


@bp.app_context_processor
def _menu() -> dict[str, Sequence[menu.Entry]]:
    return {"office_menu": menu.entries_for(actor())}
