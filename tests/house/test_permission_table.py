"""Who may call what: every address, with every method, by everybody, for own things and other people's (J-09, J-16).

The reviewed table is `tests/data/permission_table.csv`: a line for each address, method and thing, a column for each
of the cast. `+` is answered, `n` answered with what is wrong (nothing was done), `s` asked to sign in, `-` refused, `0`
not found, `!` a fault or a refusal that changed something. An address without a line fails; what was observed is
written to a file that the failure names, to be looked through and taken over.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fixtures_gateway import gateway_at
from fixtures_house import Clock
from flask import Flask, templating
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache, Template
from permission_cast import CAST, Ids, Rehearsal, Stage, rehearsed, set_up
from permission_forms import ADDRESSES as FORM_ADDRESSES
from permission_requests import BODIES, QUERIED, values_of
from werkzeug.routing import Rule

from motcua.application import create_app
from motcua.contrib.signed_gateway import SignedGateway
from motcua.services.work import House
from motcua.settings import Settings
from motcua.web import errors
from motcua.web.context import actor

TABLE = Path(__file__).resolve().parent.parent / "data" / "permission_table.csv"
HEAD = ["endpoint", "method", "thing", *CAST]
Line = dict[str, str]


def outcome(answer: Any) -> str:
    location = answer.headers.get("Location", "")
    if answer.status_code == 401 or (answer.status_code == 302 and location.startswith("/account/sign-in?")):
        return "s"
    if answer.status_code < 400:
        return "+"
    return {403: "-", 404: "0"}.get(answer.status_code, "n" if answer.status_code < 500 else "!")


def is_about_things(rule: Rule, method: str) -> bool:
    """Whether the address, or the form sent to it, names something that belongs to somebody."""
    if rule.rule.startswith(FORM_ADDRESSES):
        return False
    named = set(rule.arguments) - {"filename", "section_key", "what", "key", "action_key", "kind"}
    if rule.endpoint.startswith(
        (
            "public.blank_form",
            "public.sheet",
            "public.language",
            "citizen.begin",
            "officer.back_entry",
            "declaration.blank",
            "api.form",
            "api.check_form",
            "lookups.",
        )
    ):
        return False
    return bool(named) or (rule.endpoint in BODIES and (method == "POST" or rule.endpoint in QUERIED))


def calls(app: Flask, stage: Stage) -> Iterator[tuple[str, str, str, str, dict[str, Any]]]:
    """Every (endpoint, method, thing, address, form) there is; "mixed" names one's own and another's at once."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.endpoint, one.rule)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for thing, ids in things_of(rule, method, stage).items():
                address = adapter.build(rule.endpoint, values_of(rule, ids), method=method)
                is_asked = rule.endpoint in BODIES and (method == "POST" or rule.endpoint in QUERIED)
                body = BODIES[rule.endpoint](ids) if is_asked else {}
                yield rule.endpoint, method, thing, address, body


def things_of(rule: Rule, method: str, stage: Stage) -> dict[str, Ids]:
    found: dict[str, Ids] = {"own": stage.ids["own"]}
    if is_about_things(rule, method):
        found["other"] = stage.ids["other"]
    if (
        len(set(rule.arguments) & {"code", "task_id", "file_id", "draft_id"}) > 1
        and "studio." not in rule.endpoint
    ):
        others = {
            name: stage.ids["other"][name] for name in ("task_id", "file_id", "draft_file", "walk_in_file")
        }
        found["mixed"] = {**stage.ids["own"], **others}
    return found


def ask(
    browser: FlaskClient, method: str, address: str, body: dict[str, Any], headers: Mapping[str, str]
) -> str:
    if address.startswith("/api/"):
        return outcome(browser.open(address, method=method, json=body or None, headers=dict(headers)))
    sent = {"query_string": body} if method == "GET" else {"data": body}
    return outcome(browser.open(address, method=method, headers=dict(headers), **sent))


def observed(app: Flask, stage: Stage, rehearsal: Rehearsal) -> list[Line]:
    lines = []
    before = rehearsal.changes()
    for endpoint, method, thing, address, body in calls(app, stage):
        line = {"endpoint": endpoint, "method": method, "thing": thing}
        for name in CAST:
            browser = stage.browsers[name]
            kept = browser.get_cookie("motcua")
            with rehearsal.once():
                line[name] = ask(browser, method, address, body, stage.headers.get(name, {}))
                if line[name] in "s-0" and rehearsal.changes() > before:
                    line[name] = "!"
            # Signing out and the like change the cookie: everybody asks as who he is.
            browser.delete_cookie("motcua")
            if kept is not None:
                browser.set_cookie("motcua", kept.value)
        lines.append(line)
    return lines


def read(path: Path) -> list[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, lines: list[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def shown_once(render: Callable[..., str]) -> Callable[..., str]:
    """The page of a refusal, made once for a person and the words he is refused with: thousands are alike."""
    pages: dict[tuple[str, str, str], str] = {}

    def page(template: str, **values: object) -> str:
        key = (repr(actor()), template, repr(values))
        if key not in pages:
            pages[key] = render(template, **values)
        return pages[key]

    return page


def drawn_once(render: Callable[..., str]) -> Callable[..., str]:
    """Every page is drawn for the first who may see it; what others are answered does not need its words."""
    drawn: set[str] = set()

    def page(app: Flask, template: Template, values: dict[str, Any]) -> str:
        if template.name in drawn:
            return ""
        drawn.add(template.name or "")
        return render(app, template, values)

    return page


@pytest.fixture
def rehearsal_app(
    house: House,
    settings: Settings,
    clock: Clock,
    compiled_templates: FileSystemBytecodeCache,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Flask, House, Rehearsal]:
    # Nobody answers there: what is told apart is who gets as far as asking.
    gateway = SignedGateway(gateway_at(9))
    house = dataclasses.replace(house, payment_gateways={gateway.about.key: gateway})
    undoing, rehearsal = rehearsed(house)
    app = create_app(undoing, settings, clock)
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    # Whatever one question changes is undone before the next, so each of the cast is looked up once.
    app.login_manager.user_loader(cache(app.login_manager._user_callback))
    monkeypatch.setattr(errors, "render_template", shown_once(errors.render_template))
    monkeypatch.setattr(templating, "_render", drawn_once(templating._render))
    return app, undoing, rehearsal


@pytest.mark.timeout(900)
@pytest.mark.req("J-09", "J-10", "J-12", "J-16", "J-18")
def test_everybody_may_what_the_reviewed_table_says_and_nothing_else(
    rehearsal_app: tuple[Flask, House, Rehearsal], tmp_path: Path
) -> None:
    app, house, rehearsal = rehearsal_app
    stage = set_up(house, app)
    with rehearsal.opened():
        found = observed(app, stage, rehearsal)
    kept = tmp_path / "permission_table.csv"
    write(kept, found)
    reviewed = {(one["endpoint"], one["method"], one["thing"]): one for one in read(TABLE)}
    differences = [
        f"{key}: {name} is {line[name]}, reviewed {reviewed[key].get(name)}"
        if key in reviewed
        else f"{key}: no line"
        for line in found
        for key in [(line["endpoint"], line["method"], line["thing"])]
        for name in CAST
        if key not in reviewed or reviewed[key].get(name) != line[name]
    ]
    gone = reviewed.keys() - {(one["endpoint"], one["method"], one["thing"]) for one in found}
    assert (differences, sorted(gone)) == ([], []), f"observed: {kept}"


# What anybody may look at who may look at such things at all: where a dossier stands without names, a calendar.
OPEN_TO_OTHERS = {
    ("api.track", "GET"),
    ("public.tracked", "GET"),
    ("office.calendar", "GET"),
    ("office.change_calendar", "GET"),
    # A run may be begun over any code: each dossier is asked by itself and refused by name (test_bulk).
    ("officer.bulk_new", "POST"),
    ("officer.bulk_start", "POST"),
    ("api.bulk_start", "POST"),
    # Always the list of one's own agency: the address names only which list.
    ("officer.register_file", "GET"),
    # How a slip is printed elsewhere: no dossier in it, and what another agency's template may be begun from.
    ("studio.slip_place", "GET"),
    ("studio.export_slip", "GET"),
    ("studio.compare_slips", "GET"),
}
OUTSIDE = {"officer_elsewhere", "token_elsewhere", "top_of_province"}


@pytest.mark.req("J-16")
def test_the_table_lets_nobody_reach_what_is_not_his() -> None:
    """By enumeration: another agency's or citizen's thing is answered to nobody whose place it is not."""
    reached = [
        (line["endpoint"], line["method"], name)
        for line in read(TABLE)
        if line["thing"] == "other" and (line["endpoint"], line["method"]) not in OPEN_TO_OTHERS
        for name in CAST
        if name not in OUTSIDE and line[name] == "+"
    ]
    assert reached == []


@pytest.mark.req("J-10", "J-18")
@pytest.mark.parametrize(
    "name", ["server_in_groups", "role:quan_tri_may_chu", "role:van_hanh", "role:an_ninh"]
)
def test_the_table_shows_no_dossier_to_those_who_keep_the_machines_or_the_log(name: str) -> None:
    content = {
        "officer.dossier",
        "officer.file",
        "api.dossier",
        "officer.accept",
        "officer.finish",
        "api.finish",
    }
    lines = [line for line in read(TABLE) if line["endpoint"] in content]
    assert len(lines) >= len(content)
    assert {line[name] for line in lines} == {"-"}
