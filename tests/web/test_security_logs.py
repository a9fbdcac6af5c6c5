"""Nothing personal in addresses or logs, followed through a whole dossier by the pages (M-14)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from io import StringIO
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from desk_client import act
from fixtures_dossier import checklist_of, walk_dossier
from fixtures_portal import attach, begin, fill, send
from fixtures_watch import run_jobs
from flask import Flask, Response, request, request_finished
from flask.testing import FlaskClient

from motcua.services.work import House
from motcua.web.officer.typed import MARK

# What the citizen of the walk types and who he is.
PERSONAL = ("045188002417", "0914552187", "Nguyễn Thị Bích Hằng", "hang@example.vn", "118 Nguyễn Huệ")
ADDRESS = re.compile(r'(?:href|src|action|hx-get|hx-post)="([^"]*)"|^Location: (\S+)', re.M)


def spellings(text: str) -> set[str]:
    return {text, quote(text), quote_plus(text), text.upper(), text.encode("unicode_escape").decode()}


@pytest.mark.req("M-14")
def test_no_address_and_no_log_line_of_a_whole_dossier_says_who_it_is(
    app: Flask, house: House, sign_in: Callable[[str], FlaskClient]
) -> None:
    written, addresses = StringIO(), set[str]()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.INFO)

    def note(_app: Flask, response: Response, **_more: object) -> None:
        addresses.add(request.full_path)
        if response.mimetype == "text/html":
            addresses.update(one or two for one, two in ADDRESS.findall(response.get_data(as_text=True)))
        addresses.add(response.headers.get("Location", ""))

    request_finished.connect(note, app)
    try:
        code = walk(house, sign_in)
        run_jobs(house)
    finally:
        request_finished.disconnect(note, app)
        root.removeHandler(handler)
        root.setLevel(level)
    assert any(code in one for one in addresses)
    logged = written.getvalue()
    for personal in PERSONAL:
        for spelling in spellings(personal):
            assert spelling not in logged, personal
            found = {one for one in addresses if spelling in one or spelling in unquote_plus(one)}
            # A link to write to an office by mail or to call it is no address of ours.
            assert {one for one in found if not one.startswith(("mailto:", "tel:"))} == set(), personal


def walk(house: House, sign_in: Callable[[str], FlaskClient]) -> str:
    """A household business from the first page to the returned result."""
    citizen = sign_in("hang@example.vn")
    draft = begin(citizen)
    fill(citizen, draft)
    page = citizen.get(f"{draft}/papers").get_data(as_text=True)
    for paper in sorted(set(re.findall(r'name="paper-([\w-]+)"', page))):
        attach(citizen, draft, paper)
    code = send(citizen, draft)
    for path in ("/my", f"/my/{code}", f"/my/{code}/filed", f"/track/{code}"):
        assert citizen.get(path).status_code == 200
    desk = sign_in("ha.tran")
    assert desk.get("/desk").status_code == 200
    checklist = {f"{MARK}{key}": mark for key, mark in checklist_of(house, code).items()}
    assert act(desk, code, "accept", **checklist).status_code in (200, 302, 303)
    list(walk_dossier(house, code))
    assert desk.get(f"/desk/{code}").status_code == 200
    return code
