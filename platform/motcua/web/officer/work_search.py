"""What an officer searches for: typed words name people, so they stand in no address and in no log of a server.

They travel in the session's cookie, sealed; the address only says that there is a search.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from motcua.store.cipher import SealError
from motcua.web.access import open_to
from motcua.web.context import house
from motcua.web.officer.work_filters import CLASS, address_of, list_url, read_filters

MAX_QUERY = 200
KEPT = "desk_search"
# The word in the address that says that the list is searched.
FLAG = "searched"


@open_to("staff")
def search() -> ResponseReturnValue:
    """Keep what was typed, and show the list by it; an empty field ends the search."""
    typed = " ".join(request.form.get("q", "").split())[:MAX_QUERY]
    filters = address_of(read_filters(request.args))
    filters |= {name: request.args[name] for name in ("of", CLASS) if request.args.get(name)}
    if not typed:
        session.pop(KEPT, None)
        return redirect(list_url("officer.work", filters), 303)
    session[KEPT] = b64encode(house().cipher.seal(typed)).decode()
    return redirect(list_url("officer.work", {**filters, FLAG: "1"}), 303)


def current() -> str:
    """The words of this page's search; empty where the address asks for none."""
    kept = session.get(KEPT)
    if not kept or FLAG not in request.args:
        return ""
    try:
        return house().cipher.open(b64decode(kept))
    except (SealError, ValueError):
        return ""
