"""What every answer tells the browser, for which hosts and networks the program works, and how often it is asked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from fixtures_dossier import file_dossier
from fixtures_house import Clock, post
from flask import Flask
from flask.testing import FlaskClient

from motcua.application import create_app
from motcua.services import rate
from motcua.services.rate import Limit
from motcua.services.work import House
from motcua.settings import Settings, SettingsError, load
from motcua.store.accounts import rate as windows
from motcua.web.rate import LIMITS, limit_of

SignIn = Callable[[str], FlaskClient]
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "platform").rglob("templates/**/*.html"))
KEYS = {"MOTCUA_SECRET_KEY": "x" * 40, "MOTCUA_DATA_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on|<base\s"
)


def policy_of(answer: object) -> dict[str, str]:
    text: str = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return dict(part.strip().split(" ", 1) for part in text.split(";"))


def built(house: House, settings: Settings, **changed: object) -> FlaskClient:
    """A browser of an application with other settings."""
    app = create_app(house, dataclasses.replace(settings, **changed))  # type: ignore[arg-type]
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    return app.test_client()


@pytest.mark.req("N-17")
@pytest.mark.parametrize("path", ["/", "/track", "/account/sign-in", "/no/such/page", "/api/v1/work"])
def test_the_policy_allows_files_of_this_host_and_nothing_inline(client: FlaskClient, path: str) -> None:
    policy = policy_of(client.get(path))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "*"} & set(" ".join(policy.values()).split())


def test_every_answer_says_how_it_may_be_used(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_has_a_script_or_a_style_in_it(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_an_inline_script_would_be_seen() -> None:
    for text in ("<script>x", '<a onclick="x">', '<p style="x">', '<a href="javascript:x">'):
        assert INLINE.search(text), text


@pytest.mark.req("M-14")
def test_over_https_the_browser_is_told_to_stay_there_and_the_cookie_too(
    house: House, settings: Settings
) -> None:
    browser = built(house, settings, https_only=True)
    answer = browser.get("/account/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_without_https_nothing_promises_it(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.parametrize("host", ["dichvucong.example.vn", "dichvucong.example.vn:8443", "127.0.0.1:8000"])
def test_a_host_of_ours_is_served(house: House, settings: Settings, host: str) -> None:
    browser = built(house, settings, public_url="https://dichvucong.example.vn")
    assert browser.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "dichvucong.example.vn.evil.example", "a b", ""])
def test_another_host_is_refused_without_a_page(house: House, settings: Settings, host: str) -> None:
    browser = built(house, settings, public_url="https://dichvucong.example.vn")
    answer = browser.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert "evil" not in answer.get_data(as_text=True)


def test_the_list_of_hosts_wins_over_the_public_address(house: House, settings: Settings) -> None:
    browser = built(house, settings, public_url="https://a.example.vn", hosts=("b.example.vn", ".c.vn"))
    statuses = [
        browser.get("/", headers={"Host": host}).status_code
        for host in ("a.example.vn", "b.example.vn", "x.c.vn")
    ]
    assert statuses == [400, 200, 200]


@pytest.mark.req("N-17")
@pytest.mark.parametrize("path", ["/desk", "/desk/H50.16-261123-0001", "/api/v1/work"])
def test_the_officers_part_opens_from_the_named_networks_alone(
    house: House, settings: Settings, path: str
) -> None:
    networks = (ip_network("10.20.0.0/16"), ip_network("fd00::/8"))
    browser = built(house, settings, staff_networks=networks)
    outside = {"REMOTE_ADDR": "203.0.113.7"}
    answer = browser.get(path, environ_overrides=outside)
    assert answer.status_code == 403
    assert "mạng" in answer.get_data(as_text=True) or answer.get_json()["error"]["code"] == "foreign_network"
    for address in ("10.20.3.4", "::ffff:10.20.3.4", "fd00::1"):
        inside = browser.get(path, environ_overrides={"REMOTE_ADDR": address})
        assert inside.status_code in (302, 401), address


def test_the_public_part_opens_from_everywhere(house: House, settings: Settings) -> None:
    browser = built(house, settings, staff_networks=(ip_network("10.20.0.0/16"),))
    for path in ("/", "/track", "/account/sign-in"):
        assert browser.get(path, environ_overrides={"REMOTE_ADDR": "203.0.113.7"}).status_code == 200


def test_an_address_behind_a_proxy_counts_only_as_many_proxies_as_there_are(
    house: House, settings: Settings
) -> None:
    """A visitor can write `X-Forwarded-For` himself; only what our own proxies add at its end is believed."""
    networks = (ip_network("10.20.0.0/16"),)
    forged = {"X-Forwarded-For": "10.20.0.1"}
    assert built(house, settings, staff_networks=networks).get("/desk", headers=forged).status_code == 403
    behind = built(house, settings, staff_networks=networks, proxies=1)
    forged = {"X-Forwarded-For": "10.20.0.1, 203.0.113.7"}
    assert behind.get("/desk", headers=forged).status_code == 403
    assert behind.get("/desk", headers={"X-Forwarded-For": "10.20.0.1"}).status_code == 302


def use_up(house: House, limit: Limit, key: str, clock: Clock) -> None:
    with house.work() as work:
        for _ in range(limit.most):
            windows.hit(work.connection, f"{limit.name}:{key}", clock.now, limit.window)
        work.commit()


@pytest.mark.parametrize("path", ["/track?code=H50.16-261123-0001", "/track/H50.16-261123-0001"])
def test_looking_dossiers_up_is_limited_by_address(
    house: House, client: FlaskClient, clock: Clock, path: str
) -> None:
    use_up(house, rate.LOOK_UP, "127.0.0.1", clock)
    refused = client.get(path)
    assert refused.status_code == 429
    assert "Hãy chờ" in refused.get_data(as_text=True)
    assert client.get(path, environ_overrides={"REMOTE_ADDR": "203.0.113.7"}).status_code == 404
    clock.now += timedelta(minutes=5)
    assert client.get(path).status_code == 404


def test_the_api_is_limited_in_json(house: House, client: FlaskClient, clock: Clock) -> None:
    use_up(house, rate.API, "127.0.0.1", clock)
    refused = client.get("/api/v1/track/H50.16-261123-0001")
    assert refused.status_code == 429
    assert refused.get_json()["error"]["code"] == "too_many"


def test_filing_is_limited_by_account(house: House, sign_in: SignIn, clock: Clock) -> None:
    browser = sign_in("hang@example.vn")
    with browser.session_transaction() as session:
        account = str(session["_user_id"]).partition(":")[0]
    use_up(house, rate.FILING, f"account:{account}", clock)
    assert post(browser, "/procedures/1.001612/apply", agency="1").status_code == 429
    assert post(sign_in("khoi@example.vn"), "/procedures/1.001612/apply", agency="1").status_code != 429


def test_every_limited_address_is_there(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(LIMITS) <= endpoints
    assert all(limit_of(one, "api") is rate.API for one in endpoints if one.startswith("api."))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOTCUA_STAFF_NETWORKS", "10.20.0.1/16"),
        ("MOTCUA_STAFF_NETWORKS", "office"),
        ("MOTCUA_PROXIES", "-1"),
        ("MOTCUA_IDENTITY_PROVIDERS", "[{}]"),
        ("MOTCUA_IDENTITY_PROVIDERS", "/no/such/file.json"),
        ("MOTCUA_IDENTITY_PROVIDERS", "[1]"),
    ],
)
def test_a_setting_that_cannot_be_read_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load({**KEYS, name: value})


def test_hosts_proxies_and_networks_are_read_from_the_environment() -> None:
    found = load(
        {
            **KEYS,
            "MOTCUA_HOSTS": "a.vn, b.vn",
            "MOTCUA_PROXIES": "2",
            "MOTCUA_STAFF_NETWORKS": "10.20.0.0/16, fd00::/8",
        }
    )
    assert found.hosts == ("a.vn", "b.vn")
    assert found.proxies == 2
    assert [str(one) for one in found.staff_networks] == ["10.20.0.0/16", "fd00::/8"]


@pytest.mark.req("M-14")
def test_a_dossiers_page_is_found_by_its_code_and_its_address_says_nothing_else(
    house: House, sign_in: SignIn
) -> None:
    code = file_dossier(house)
    page = sign_in("ha.tran").get(f"/desk/{code}").get_data(as_text=True)
    links = re.findall(r'(?:href|src|action)="(?!tel:|mailto:)([^"]*)"', page)
    assert any(code in link for link in links)
    assert not [
        link for link in links if "045188002417" in link or "0914552187" in link or "B%C3%ADch" in link
    ]
