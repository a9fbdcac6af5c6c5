"""Set-up: what makes a step run again, which Node is fit, and the sentences when something is missing."""

import os
import subprocess
import sys
from collections import namedtuple

import pytest
from tools import check_python
from tools.prepare import catalogues, chromium, front_end, stamp, steps

Version = namedtuple("Version", "major minor micro releaselevel serial")


def test_a_stamp_is_current_until_a_source_changes(tmp_path):
    source = tmp_path / "assets" / "a.scss"
    source.parent.mkdir()
    source.write_text("a")
    mark = tmp_path / "built.stamp"
    stamp.write(mark, stamp.digest(tmp_path, ["assets"]))
    assert stamp.is_current(mark, stamp.digest(tmp_path, ["assets"]))
    source.write_text("b")
    assert not stamp.is_current(mark, stamp.digest(tmp_path, ["assets"]))


def test_a_stamp_depends_on_names_and_facts(tmp_path):
    (tmp_path / "a").write_text("same")
    before = stamp.digest(tmp_path, ["a", "b"], "fact")
    assert stamp.digest(tmp_path, ["a", "b"], "other fact") != before
    (tmp_path / "a").rename(tmp_path / "b")
    assert stamp.digest(tmp_path, ["a", "b"], "fact") != before


def test_what_a_build_made_is_no_source(tmp_path):
    before = stamp.digest(tmp_path, ["."])
    made = tmp_path / "static" / "dist"
    made.mkdir(parents=True)
    (made / "portal.css").write_text("p {}")
    assert stamp.digest(tmp_path, ["."]) == before


@pytest.mark.parametrize(
    ("version", "is_fit"),
    [
        ("v20.19.0\n", True),
        ("v20.18.3", False),
        ("v18.20.1", False),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
        ("not a version", False),
    ],
)
def test_node_must_be_able_to_run_the_bundler(version, is_fit):
    assert front_end.is_fit(version) is is_fit


def test_a_failing_step_shows_the_end_of_its_log_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "LOGS", tmp_path / "var" / "log")
    noisy = [sys.executable, "-c", "print('\\n'.join(map(str, range(100)))); raise SystemExit(3)"]
    with pytest.raises(steps.SetupError) as failure:
        steps.run_logged("noisy", [noisy], "Plug in the cable.", {})
    lines = str(failure.value).splitlines()
    assert "var/log/setup-noisy.log" in lines[0]
    assert lines[-2].strip() == "99"
    assert lines[-1] == "Plug in the cable."
    assert len(lines) == steps.TAIL_LINES + 2


def test_chromium_without_rights_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(chromium, "SHELL", "no-such-browser")
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    with pytest.raises(steps.SetupError, match="apt-get install chromium-headless-shell"):
        chromium.prepare(steps.Progress(1))


def test_another_chromium_will_do_where_the_headless_one_cannot_be_installed(monkeypatch, capsys):
    monkeypatch.setattr(chromium, "SHELL", "no-such-browser")
    monkeypatch.setattr(chromium, "find", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    chromium.prepare(steps.Progress(1))
    assert "[1/1]" in capsys.readouterr().out


def test_an_old_python_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", Version(3, 9, 2, "final", 0))
    assert "3.9.2" in check_python.problem()
    assert "Motcua needs Python 3.11 or newer" in check_python.problem()


def test_a_missing_venv_module_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(check_python.importlib.util, "find_spec", lambda _name: None)
    assert "apt-get install python3-venv" in check_python.problem()


def test_this_python_is_fit():
    assert check_python.problem() is None


def test_a_catalogue_is_compiled_when_its_source_is_newer(tmp_path):
    source, compiled = tmp_path / "messages.po", tmp_path / "messages.mo"
    source.touch()
    assert catalogues.is_stale(source)
    compiled.touch()
    assert not catalogues.is_stale(source)
    os.utime(source, (compiled.stat().st_mtime + 10,) * 2)
    assert catalogues.is_stale(source)


def test_an_unknown_target_is_refused():
    command = [sys.executable, "-m", "tools.prepare", "everything"]
    done = subprocess.run(command, cwd=steps.ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "run|check|test|assets" in done.stderr
