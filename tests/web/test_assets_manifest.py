"""The built front end is found by name, and its sources keep to what the build promises."""

import json
import re
from pathlib import Path

import pytest

from motcua.web.assets_manifest import Assets, AssetsNotBuiltError

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "platform" / "motcua" / "web"
ICON_CALL = re.compile(r"\bicon\(\s*'([a-z0-9-]+)'|icon_name='([a-z0-9-]+)'")
ICON_TABLE = re.compile(r"set _(?:icons|marks) = \{([^}]*)\}")


@pytest.fixture
def built(tmp_path):
    manifest = {
        "portal.js": {"file": "portal-abc.js", "css": ["portal-def.css"], "isEntry": True},
        "icons.svg": {"file": "icons-123.svg"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Assets(tmp_path)


def icons_named_in(template):
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    called = {first or second for first, second in ICON_CALL.findall(text)}
    tables = {name for table in ICON_TABLE.findall(text) for name in re.findall(r":\s*'([a-z0-9-]+)'", table)}
    return called | tables


def test_an_entry_lists_its_scripts_and_styles(built):
    assert built.entry("portal").scripts == ("portal-abc.js",)
    assert built.entry("portal").styles == ("portal-def.css",)


def test_the_icons_are_one_file(built):
    assert built.icon_sprite() == "icons-123.svg"


def test_a_missing_build_says_how_to_make_it(tmp_path):
    with pytest.raises(AssetsNotBuiltError, match="run make assets"):
        Assets(tmp_path).entry("portal")


def test_an_unknown_entry_is_refused(built):
    with pytest.raises(AssetsNotBuiltError, match=r"studio\.js is not in the built front end"):
        built.entry("studio")


def test_every_icon_of_the_templates_is_in_the_sprite():
    drawn = set(json.loads((WEB / "assets" / "icons.json").read_text(encoding="utf-8")))
    named = set().union(*(icons_named_in(path) for path in (WEB / "templates").rglob("*.html")))
    assert named
    assert named <= drawn


def test_the_lock_file_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_nothing_in_the_built_styles_comes_from_elsewhere():
    for name in ("portal", "desk"):
        for style in Assets().entry(name).styles:
            text = (WEB / "static" / "dist" / style).read_text(encoding="utf-8")
            addresses = re.findall(r"url\(([^)]*)\)", text)
            assert addresses
            assert [address for address in addresses if not address.strip("'\"").startswith("./")] == []
