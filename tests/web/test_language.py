"""Vietnamese and English: by host name and by choice, in pages and letters; no sentence lacks its English (N-10)."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from fixtures_dossier import file_dossier
from fixtures_house import post
from fixtures_portal import words
from fixtures_watch import run_jobs, value
from flask import Flask
from flask.testing import FlaskClient

from motcua.extend.notification import Note
from motcua.services.work import House

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "platform" / "motcua"
ENGLISH = "http://en.tinh.example"
PAGES = ("/", "/procedures", "/track", "/account/sign-in", "/account/register", "/terms", "/accessibility")


@pytest.fixture
def english_host(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(app.config, "ENGLISH_HOSTS", ("en.tinh.example",))
    return ENGLISH


@pytest.mark.req("N-10")
def test_an_english_host_reads_english_until_the_reader_chooses_otherwise(
    client: FlaskClient, english_host: str
) -> None:
    for page in PAGES:
        assert '<html lang="en">' in client.get(page, base_url=english_host).get_data(as_text=True), page
        assert '<html lang="vi">' in client.get(page).get_data(as_text=True), page
        assert '<html lang="en">' in client.get(page, base_url=f"{english_host}:8443").get_data(as_text=True)
    assert "What is prohibited" in words(client.get("/terms", base_url=english_host))
    html = client.get("/terms", base_url=english_host).get_data(as_text=True)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', html)[0]
    client.post(
        "/language/vi",
        data={"csrf_token": token},
        base_url=english_host,
        headers={"Referer": f"{english_host}/"},
    )
    assert '<html lang="vi">' in client.get("/", base_url=english_host).get_data(as_text=True)


@pytest.mark.req("N-10")
def test_who_chooses_english_is_written_to_in_english(
    house: House, sign_in: Callable[[str], FlaskClient]
) -> None:
    browser = sign_in("hang@example.vn")
    post(browser, "/my", "/language/en", next="/my")
    assert value(house, "select language from account where login = 'hang@example.vn'") == "en"
    code = file_dossier(house)
    channel = Recording()
    run_jobs(replace(house, channels=(channel,)))
    assert f"Dossier {code} was sent to" in words(browser.get("/my"))
    assert [note.body for note in channel.sent if f"Dossier {code} was sent to" in note.body] != []


class Recording:
    """Carries e-mail nowhere, and remembers it."""

    name = "recording"
    medium = "email"

    def __init__(self) -> None:
        self.sent: list[Note] = []

    def send(self, note: Note) -> None:
        self.sent.append(note)


def catalogue() -> Catalog:
    path = PACKAGE / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open(encoding="utf-8") as file:
        return read_po(file, locale="en")


@pytest.mark.req("N-10")
def test_every_sentence_of_the_pages_is_in_the_english_catalogue() -> None:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    known = catalogue()
    missing = set()
    for folder in ("platform/motcua/web", "admin"):
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, methods, options, keywords=keywords
        ):
            msgid = message[0] if isinstance(message, tuple) else message
            found = known.get(msgid)
            strings = found.string if found is not None else ""
            said = all(strings) if isinstance(strings, tuple) else bool(strings)
            if not said or (found is not None and found.fuzzy):
                missing.add((name, msgid))
    assert sorted(missing) == []


def texts(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every `Text("…", "…")` of a module whose two sentences stand there as they are."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            given = [*node.args, *(word.value for word in node.keywords if word.arg in ("vi", "en"))]
            plain = [
                one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            if len(plain) == 2 == len(given):
                yield node.lineno, plain[0], plain[1]


def named_without_english(part: object, where: str) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("vi") and isinstance(part["vi"], str | list) and not part.get("en"):
            yield where
        for key, inner in part.items():
            yield from named_without_english(inner, f"{where}/{key}")
    elif isinstance(part, list):
        for at, inner in enumerate(part):
            yield from named_without_english(inner, f"{where}/{at}")


@pytest.mark.req("N-10")
def test_every_bilingual_sentence_of_the_program_and_its_data_has_both_languages() -> None:
    half = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, vi, en in texts(path)
        if bool(vi.strip()) != bool(en.strip())
    ]
    for path in sorted((PACKAGE / "data").rglob("*.json")):
        half += named_without_english(json.loads(path.read_text(encoding="utf-8")), path.name)
    roles = json.loads((PACKAGE / "data" / "roles.json").read_text(encoding="utf-8"))
    half += [role["key"] for role in roles if not role.get("name_en")]
    assert half == []
