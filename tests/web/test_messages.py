"""English is complete: every sentence of the web layer is in the catalogue, and no page falls back to Vietnamese."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from fixtures_dossier import accept_dossier, file_dossier, walk_dossier
from fixtures_house import NOW, post
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

from motcua.services.messages import notifications
from motcua.services.work import House
from motcua.store.dossier import dossier as stored

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "platform" / "motcua" / "web"
SOURCES = (WEB, ROOT / "admin")
CATALOGUE = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"
TRANSLATING = {"_", "gettext", "ngettext", "lazy_gettext", "_l", "Text"}
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# Not sentences: the names of the language and of a browser, the mark of the currency, and how people type it.
NO_SENTENCE = {"Tiếng Việt", "VI", "Cốc Cốc", " đ", r"(đồng|vnđ|vnd|đ|₫)\.?$"}
# The styleguide is a sample for the makers, in sample words.
TEMPLATES = sorted(
    path for root in SOURCES for path in root.rglob("templates/**/*.html") if path.name != "styleguide.html"
)
MODULES = sorted(path for root in SOURCES for path in root.rglob("*.py"))


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


@cache
def extracted() -> tuple[str | tuple[str, ...], ...]:
    """Every msgid of the sources, found as `make messages` finds them; plurals as a pair."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}
    found = {
        message
        for root in SOURCES
        for _, _, message, _, _ in extract_from_dir(str(root), mapping, options, keywords)
    }
    return tuple(sorted(found, key=str))


def forms(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def english(msgid: str | tuple[str, ...]) -> Message:
    message = catalogue().get(msgid)
    assert message is not None, f"not in the catalogue, run make messages: {msgid!r}"
    return message


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_sentence_has_its_english() -> None:
    assert len(extracted()) > 300
    lacking = [msgid for msgid in extracted() if not all(forms(english(msgid).string))]
    assert lacking == []


def test_no_english_is_a_guess() -> None:
    assert not catalogue().fuzzy
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


def test_the_catalogue_keeps_no_sentence_that_nobody_says() -> None:
    known = {forms(msgid)[0] for msgid in extracted()}
    assert [message.id for message in catalogue() if message.id and forms(message.id)[0] not in known] == []
    assert list(catalogue().obsolete) == []


def test_the_english_fills_in_what_the_vietnamese_does() -> None:
    """A singular may say "one" instead of the number."""
    differing = []
    for msgid in extracted():
        wanted = set(PLACEHOLDER.findall(forms(msgid)[-1]))
        singular, *plural = forms(english(msgid).string)
        found = [set(PLACEHOLDER.findall(text)) for text in (plural or [singular])]
        if found != [wanted] or not set(PLACEHOLDER.findall(singular)) <= wanted:
            differing.append(msgid)
    assert differing == []


def test_the_english_ends_as_the_vietnamese_does() -> None:
    """No full stop is lost or added, and no space at either end."""

    def edges(text: str) -> tuple[bool, bool, str]:
        return text[0] == " ", text[-1] == " ", text[-1] if text[-1] in ".:?…" else ""

    differing = [
        (msgid, text)
        for msgid in extracted()
        for text in forms(english(msgid).string)
        if text and edges(text) != edges(forms(msgid)[-1])
    ]
    assert differing == []


def untranslated(template: str) -> list[str]:
    """Vietnamese words of a template that no translation sees, comments left out."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(template)
    return [text for text in _said(tree) if VIETNAMESE.search(text)]


def _said(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATING:
        return
    if isinstance(node, nodes.TemplateData):
        yield node.data.strip()
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _said(child)


def test_there_are_templates_and_modules() -> None:
    assert len(TEMPLATES) > 30
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_says_nothing_in_vietnamese_alone(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "template",
    ["<h1>Hồ sơ</h1>", "{{ link(url, 'Hồ sơ') }}", "{{ 'Hồ sơ' if done else _('Thủ tục') }}"],
)
def test_a_sentence_in_vietnamese_alone_is_seen(template: str) -> None:
    assert untranslated(template) != []


def test_translated_sentences_and_comments_are_allowed() -> None:
    assert (
        untranslated("{# Hồ sơ #}{{ _('Hồ sơ') }}{% trans n=1 %}Có {{ n }} hồ sơ{% endtrans %}{{ d['_'] }}")
        == []
    )


def spoken(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string literals of a module outside docstrings and translated sentences."""
    for node in ast.iter_child_nodes(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_sentence = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATING
        )
        if is_docstring or is_sentence:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        yield from spoken(node)


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_says_nothing_in_vietnamese_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"line {node.lineno}: {node.value}"
        for node in spoken(tree)
        if VIETNAMESE.search(str(node.value)) and node.value not in NO_SENTENCE
    ]
    assert found == []


class Words(HTMLParser):
    """The texts of a page as people see or hear them."""

    READ_OUT = ("alt", "title", "aria-label", "placeholder", "data-label")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in self.READ_OUT and value]

    def handle_data(self, data: str) -> None:
        self.texts.append(" ".join(data.split()))


def vietnamese_sentences(browser: FlaskClient, address: str, names: tuple[str, ...]) -> list[str]:
    """Texts of the page with a Vietnamese word in lower case: proper names have capitals only.

    `names` are the names, titles and addresses that the data give in one language.
    """
    answer = browser.get(address)
    assert answer.status_code in (200, 400, 404), address
    html = answer.get_data(as_text=True)
    assert '<html lang="en">' in html, address
    found = []
    for text in Words(html).texts:
        rest = text
        for name in names:
            rest = rest.replace(name, "")
        if any(VIETNAMESE.search(word) and word[0].islower() for word in re.findall(r"\w+", rest)):
            found.append(text)
    return found


# What the sample province gives in Vietnamese alone.
ADDRESSES = (
    "Đường Hùng Vương, phường Nam Đông Hà",
    "118 Nguyễn Huệ, phường Nam Đông Hà",
    "Quốc lộ 1, xã Triệu Phong",
)
CALENDAR = ("Lịch làm việc của tỉnh (mẫu)", "Ngày Văn hóa Việt Nam")


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    """A visitor who has chosen English."""
    post(client, "/track", "/language/en")
    return client


PUBLIC_PAGES = (
    "/",
    "/procedures",
    "/procedures?q=birth",
    "/procedures?q=no+such+thing",
    "/procedures?field=ho_tich&level=xa",
    "/procedures/1.001612",
    "/procedures/1.001193",
    "/procedures/9.999999",
    "/track",
    "/track?code=",
    "/track?code=abc",
    "/track?code=H50.16-261120-0099",
    "/account/sign-in",
    "/account/register",
    "/no/such/page",
)


def test_the_public_pages_in_english_are_all_in_english(reader: FlaskClient) -> None:
    found = {address: vietnamese_sentences(reader, address, ADDRESSES) for address in PUBLIC_PAGES}
    assert {address: texts for address, texts in found.items() if texts} == {}


@pytest.mark.parametrize("procedure", ["1.001612", "1.001193"])
def test_a_dossier_is_tracked_in_english_from_sending_to_result(
    house: House, reader: FlaskClient, procedure: str
) -> None:
    code, names = file_dossier(house, procedure), (*ADDRESSES, *CALENDAR)
    assert vietnamese_sentences(reader, f"/track/{code}", names) == []
    accept_dossier(house, code)
    assert vietnamese_sentences(reader, f"/track/{code}", names) == []
    for _ in walk_dossier(house, code):
        assert vietnamese_sentences(reader, f"/track/{code}", names) == []


def test_the_desk_in_english_is_all_in_english(house: House, sign_in: Callable[[str], FlaskClient]) -> None:
    code = file_dossier(house)
    officer = sign_in("ha.tran")
    post(officer, "/track", "/language/en")
    names = (*CALENDAR, "Công chức Bộ phận Một cửa")
    for address in ("/desk", "/desk?show=mine", "/desk?q=zzz", "/desk/messages"):
        assert vietnamese_sentences(officer, address, names) == []
    accept_dossier(house, code)
    with house.work() as work:
        dossier = stored.by_code(work.connection, code)
        assert dossier is not None
        assert notifications.tell_group(work, dossier.id, NOW) > 0
    for address in ("/desk", "/desk/messages"):
        assert vietnamese_sentences(officer, address, names) == []


def test_numbers_days_and_money_are_english_in_english(reader: FlaskClient) -> None:
    page = reader.get("/procedures/1.001612").get_data(as_text=True)
    assert "50,000 VND" in page
    assert "3 working days (24 hours)" in page
    assert "50.000" not in page
