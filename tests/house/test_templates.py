"""Templates obey the strict content policy: nothing inline, nothing from another host."""

import re
from pathlib import Path

import pytest

from motcua.domain.dossier.dossier import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for folder in ("platform/motcua/web", "admin")
    for path in (ROOT / folder).rglob("templates/**/*.html")
)
BROKEN_RULES = {
    "inline style": r"<[a-z][^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script\b(?![^>]*\bsrc\s*=)",
    "script attribute": r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']",
    "other host": r"(?:\bsrc|\bsrcset|<link\b[^>]*\bhref|\baction)\s*=\s*[\"'](?:https?:)?//",
}


def broken(text):
    """The rules that `text` breaks; Jinja comments do not count."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    return [rule for rule, pattern in BROKEN_RULES.items() if re.search(pattern, bare, re.IGNORECASE)]


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_holds_nothing_inline_and_no_other_host(path):
    assert broken(path.read_text(encoding="utf-8")) == []


def test_every_action_a_template_leads_to_exists():
    named = {
        (path.name, key)
        for path in TEMPLATES
        for key in re.findall(r"action_key='(\w+)'", path.read_text(encoding="utf-8"))
    }
    assert named
    assert [one for one in sorted(named) if one[1] not in ACTIONS] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<p style="color: red">', "inline style"),
        ("<style>p {}</style>", "style element"),
        ("<script>go()</script>", "inline script"),
        ('<button type="button" onclick="go()">', "script attribute"),
        ('<img src="https://example.org/a.png">', "other host"),
        ('<link rel="stylesheet" href="//example.org/a.css">', "other host"),
    ],
)
def test_a_broken_rule_is_seen(text, rule):
    assert broken(text) == [rule]


def test_own_files_and_links_to_other_sites_are_allowed():
    assert broken('<script src="/static/a.js" defer></script><a href="https://example.org">x</a>') == []
