"""A real OpenID provider (npm oidc-provider) in a process of its own, people to sign in there, and browsers for it."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from motcua.application import create_app
from motcua.contrib.openid_connect import OpenIdConnect
from motcua.domain.people.identity import Provider
from motcua.services.work import House
from motcua.settings import Settings

pytest.register_assert_rewrite("fixtures_house", "fixtures_portal")
from fixtures_house import Clock  # noqa: E402
from fixtures_portal import words  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
HERE = "http://localhost"
KINDS = {"tinh": "provincial", "cong": "national_portal", "vneid": "police"}
KHOI, NEW = "045090001236", "045201004567"
PEOPLE: dict[str, dict[str, Any]] = {
    "vinh": {"preferred_username": "Vinh.Le", "name": "Lê Quang Vinh"},
    "nobody": {"preferred_username": "khong.co", "name": "Người Lạ"},
    "hang": {"preferred_username": "hang@example.vn"},
    "admin": {"preferred_username": "quantri.tinh"},
    "khoi": {
        "identity_number": KHOI,
        "name": "Võ Đình Khôi",
        "email": "khoi@example.vn",
        "identity_level": 2,
    },
    "new": {
        "identity_number": NEW,
        "name": "Trần  Văn Mới",
        "email": "Moi@example.vn",
        "phone_number": "0905123456",
        "identity_level": 1,
    },
    "taken": {"identity_number": "045201009999", "name": "Kẻ Mạo", "email": "hang@example.vn"},
    "numberless": {"name": "Không Số"},
}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of the provider, in a process that ends with these tests."""
    node, port = shutil.which("node"), free_port()
    if node is None or not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.fail("node and node_modules/oidc-provider are missing: run 'make test' once, it installs both")
    configuration = {
        "redirects": [f"{HERE}/account/sign-in/{key}/answer" for key in KINDS],
        "leaving": [f"{HERE}/"],
        "people": PEOPLE,
    }
    process = subprocess.Popen(
        [node, str(ROOT / "tests" / "oidc_provider" / "server.js"), str(port), json.dumps(configuration)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None
        # It warns that it is meant for development before it listens.
        assert any(line.strip() == "ready" for line in process.stdout), "the provider did not start"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def provider(key: str, issuer: str, **changed: Any) -> Provider:
    given = {
        "key": key,
        "kind": KINDS[key],
        "title": f"Cổng thử {key}",
        "issuer": issuer,
        "client_id": "motcua",
        "client_secret": "a secret for tests only",
        "scope": "openid profile",
        "claims": {"level": "identity_level"},
    }
    return Provider.from_dict({**given, **changed})


def built(house: House, settings: Settings, clock: Clock, providers: list[Provider]) -> Flask:
    """The application with these providers, on the clock of the test."""
    known = {one.key: OpenIdConnect(one) for one in providers}
    changed = dataclasses.replace(settings, identity_providers=tuple(providers))
    app = create_app(dataclasses.replace(house, identity_providers=known), changed, clock)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    return app


def fields(page: str) -> tuple[str, dict[str, str]]:
    """The address and the hidden fields of the provider's form."""
    action = re.search(r'action="([^"]+)"', page)
    assert action, page
    return unescape(action[1]), dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))


def at_provider(address: str, person: str) -> str:
    """Sign in at the provider as a browser does, and consent; the address it leads back to."""
    with requests.Session() as visit:
        answer = visit.get(address, allow_redirects=False)
        for _ in range(12):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if target.startswith(HERE):
                    return target
                answer = visit.get(target, allow_redirects=False)
                continue
            action, hidden = fields(answer.text)
            typed = {**hidden, "login": person, "password": "x"}
            answer = visit.post(urljoin(answer.url, action), data=typed, allow_redirects=False)
    raise AssertionError(f"the provider never led back: {answer.text}")


def asked(browser: FlaskClient, key: str, **query: str) -> str:
    answer = browser.get(f"/account/sign-in/{key}", query_string=query)
    assert answer.status_code == 302
    return str(answer.location)


def come_back(browser: FlaskClient, key: str, person: str, **query: str) -> Any:
    back = urlsplit(at_provider(asked(browser, key, **query), person))
    return browser.get(f"{back.path}?{back.query}")


def said(browser: FlaskClient, answer: Any) -> str:
    """What the sign-in page says after a refusal."""
    assert (answer.status_code, answer.location) == (302, "/account/sign-in")
    return words(browser.get("/account/sign-in"))


def who(browser: FlaskClient) -> str:
    with browser.session_transaction() as session:
        return str(session.get("_user_id", "")).partition(":")[0]
