"""What the scripts of e-forms ask for while somebody fills one in: the units of a province, lines of business.

Both are public knowledge, the same for everybody, and kept by the browser for a month.
"""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.wrappers import Response
from werkzeug.exceptions import NotFound

from motcua.services.forms import catalogues
from motcua.web.access import open_to
from motcua.web.forms.catalogues import CURRENT, FORMER, listed

lookups = Blueprint("lookups", __name__)

MONTH = 30 * 24 * 3600
LONGEST_QUERY = 100
LANGUAGES = ("vi", "en")


@lookups.get("/units/<edition>/<province>.<language>.json")
@open_to("public")
def units(edition: str, province: str, language: str) -> Response:
    """The communes of a province, or of a former one its districts with their communes: `[[code, name], …]`."""
    if edition not in (CURRENT, FORMER) or language not in LANGUAGES:
        raise NotFound
    found = (catalogues.units() if edition == CURRENT else catalogues.former_units()).find(province)
    if found is None:
        raise NotFound
    return _kept(jsonify(listed(found.inside, language)))


@lookups.get("/business-lines.json")
@open_to("public")
def business_lines() -> Response:
    """Lines whose code begins with the query or whose name has its words: `[[code, name], …]`."""
    query = request.args.get("q", "")[:LONGEST_QUERY]
    found = catalogues.business_lines().search(query)
    return _kept(jsonify([[line.code, line.name] for line in found]))


def _kept(response: Response) -> Response:
    response.cache_control.private = True
    response.cache_control.max_age = MONTH
    return response
