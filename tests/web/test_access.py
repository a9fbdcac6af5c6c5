"""Every route says who may call it, and strangers are kept off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from motcua.application import create_app
from motcua.services.work import House
from motcua.settings import Settings
from motcua.web.access import declared

KINDS = {"public", "citizen", "staff", "partner"}


@pytest.mark.req("M-14")
def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    silent = {rule.endpoint for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None}
    assert silent == set()


def test_declarations_name_known_kinds(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        kinds = declared(app, rule.endpoint)
        assert kinds, rule.endpoint
        assert set(kinds) <= KINDS, rule.endpoint


def test_only_pages_without_personal_data_are_open_to_everybody(app: Flask) -> None:
    named = {
        rule.endpoint for rule in app.url_map.iter_rules() if "public" in (declared(app, rule.endpoint) or ())
    }
    open_to_all = {endpoint.partition(".")[0] for endpoint in named}
    assert open_to_all <= {"static", "public", "account", "api", "declaration", "lookups"}
    of_declarations = {one for one in named if one.startswith("declaration.")}
    assert of_declarations == {"declaration.blank", "declaration.blank_guidance"}
    assert {"public", "account"} <= open_to_all


def test_a_view_without_a_declaration_is_refused(house: House, settings: Settings) -> None:
    app = create_app(house, settings)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert b"secret" not in answer.data


@pytest.mark.parametrize("path", ["/my", "/procedures/1.001612/apply", "/desk"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location == f"/account/sign-in?next={path}"


def test_citizens_stay_out_of_the_desk_and_staff_out_of_citizens_pages(
    sign_in: Callable[[str], FlaskClient],
) -> None:
    assert sign_in("hang@example.vn").get("/desk").status_code == 403
    assert sign_in("ha.tran").get("/my").status_code == 403
