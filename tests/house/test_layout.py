"""The layout of the house: what must stay as it is for the program to import, build and be read."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.module_length import MOST_LINES, modules, too_long

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "platform" / "motcua"
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py"}


def project_files() -> list[Path]:
    """The files of the project, those not yet added included, those ignored by git not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def test_platform_is_never_a_package():
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_platform_module_is_found_from_the_root():
    command = [sys.executable, "-c", "import platform; print(platform.machine())"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip()


def test_no_module_is_too_long():
    assert too_long(ROOT) == []


def test_a_module_that_is_too_long_is_named(tmp_path):
    (tmp_path / "platform").mkdir()
    (tmp_path / "platform" / "long.py").write_text("\n" * (MOST_LINES + 1))
    (tmp_path / "platform" / "fits.py").write_text("\n" * MOST_LINES)
    assert too_long(tmp_path) == [("platform/long.py", MOST_LINES + 1)]


def test_every_module_has_a_docstring():
    bare = [
        path.relative_to(ROOT).as_posix()
        for path in modules(ROOT)
        if "tests" not in path.relative_to(ROOT).parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bare == []


def test_every_module_is_named_after_its_noun():
    assert [path.name for path in modules(ROOT) if path.name in FORBIDDEN_NAMES] == []


def _is_there(named: str) -> bool:
    """Whether a path, a pattern of paths, or `layer.module` with or without a name in it leads to something."""
    named = named.removeprefix("motcua.")
    if "/" not in named and named.endswith(".py"):
        return any(ROOT.glob(named)) or any((ROOT / "platform").rglob(named))
    if any(any(place.glob(named)) for place in (ROOT, PACKAGE)):
        return True
    module = PACKAGE.joinpath(*re.split(r"[./]", named))
    home = module.parent.with_suffix(".py")
    return (
        module.is_dir()
        or module.with_suffix(".py").is_file()
        or (home.is_file() and re.search(rf"\b{module.name}\b", home.read_text(encoding="utf-8")) is not None)
    )


def test_every_module_that_the_documents_name_exists():
    layers = "|".join(one.name for one in PACKAGE.iterdir() if one.is_dir())
    naming = re.compile(rf"`((?:[\w*-]+/)*[\w.*-]+\.py|(?:motcua\.)?(?:{layers})[./][\w./*]+)`")
    named = [
        (path.name, word)
        for path in sorted((ROOT / "docs").glob("*.md"))
        for word in naming.findall(path.read_text(encoding="utf-8"))
    ]
    assert named
    assert [(page, word) for page, word in named if not _is_there(word)] == []
    assert not _is_there("services.no_such")
    assert not _is_there("domain/ledger*.py")


def test_migrations_are_numbered_without_gap_and_run_both_ways():
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    assert files
    for number, path in enumerate(files, start=1):
        assert re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name), path.name
        source = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04}_")
        assert f'revision = "{number:04}"' in source
        assert "def upgrade(" in source
        assert "def downgrade(" in source


# Put together here, so that this file does not hold the words it looks for.
UNSPOKEN = [
    "/".join(words)
    for words in (
        ("", "work", "main"),
        ("", "work", "shared"),
        ("", "work", ".library"),
        ("..", "shared"),
        ("shared", "domain"),
        ("shared", "seeds"),
        ("shared", "mocks"),
        ("shared", "requirements"),
        ("shared", "ui.md"),
        ("", "opt", "wheels"),
        ("", "opt", "pypi"),
        ("", "tmp", "briefs"),
    )
] + [".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"))]


def test_no_file_mentions_this_machine_or_a_registry():
    found = []
    for path in project_files():
        content = path.read_bytes()
        found += [(path.relative_to(ROOT).as_posix(), word) for word in UNSPOKEN if word.encode() in content]
    assert found == []


def test_every_make_target_is_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):(.*)$", makefile, re.MULTILINE)
    assert targets
    assert [name for name, rest in targets if "## " not in rest] == []


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE)
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert [name for name in targets if not re.search(rf"make {name}\b", shown)] == []


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_readme_gives_the_two_commands(command):
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_licence_is_the_one_the_package_declares():
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'license = "EUPL-1.2"' in declared
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
