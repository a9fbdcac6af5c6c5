"""The supervisor: children are watched, stopped together, and none is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from motcua.cli import supervisor
from motcua.cli.supervisor import Ended, Program, StopRequest, Supervisor, read_procfile

SLEEP = "import time; time.sleep(60)"


def program(name, source):
    return Program(name, (sys.executable, "-c", source))


@pytest.fixture
def request_():
    return StopRequest()


@pytest.fixture
def watched(tmp_path, request_):
    watched = Supervisor(tmp_path, os.environ, request_)
    yield watched
    watched.stop()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(path):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not (path.exists() and path.read_text()):
        time.sleep(0.02)
    return path.read_text()


def test_the_first_program_that_ends_is_named_with_its_code(watched):
    watched.start([program("web", SLEEP), program("worker", "raise SystemExit(7)")])
    assert watched.wait() == Ended("worker", 7)


def test_waiting_ends_without_a_name_when_a_stop_is_requested(watched, request_):
    watched.start([program("web", SLEEP)])
    request_.came = True
    assert watched.wait() is None


def test_stopping_asks_politely(watched, tmp_path):
    polite = (
        "import signal, sys, time\n"
        "def end(*_):\n    open('said', 'w').write('goodbye'); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\nopen('ready', 'w').write('yes')\ntime.sleep(60)"
    )
    watched.start([program("web", polite)])
    wait_for(tmp_path / "ready")
    watched.stop()
    assert (tmp_path / "said").read_text() == "goodbye"


def test_a_program_that_does_not_listen_is_killed(watched, tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "SECONDS_TO_STOP", 0.3)
    deaf = (
        "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "open('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    watched.start([program("web", deaf)])
    pid = int(wait_for(tmp_path / "pid"))
    watched.stop()
    assert not is_alive(pid)


def test_grandchildren_are_swept_up(watched, tmp_path):
    parent = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
        "open('pid', 'w').write(str(child.pid))\ntime.sleep(60)"
    )
    watched.start([program("web", parent)])
    grandchild = int(wait_for(tmp_path / "pid"))
    watched.stop()
    deadline = time.monotonic() + 5
    while is_running(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(grandchild)


def test_children_end_when_the_supervisor_is_killed(tmp_path):
    source = (
        "import os, sys, time\nfrom pathlib import Path\n"
        "from motcua.cli.supervisor import Program, StopRequest, Supervisor\n"
        "supervisor = Supervisor(Path('.'), os.environ, StopRequest())\n"
        f"supervisor.start([Program('web', (sys.executable, '-c', {SLEEP!r}))])\n"
        "Path('pid').write_text(str(supervisor._children[0][1].pid))\ntime.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", source], cwd=tmp_path)
    child = int(wait_for(tmp_path / "pid"))
    killed.kill()
    killed.wait()
    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid):
    """Whether the process exists and is no zombie that only waits for the machine's first process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_command_gives_its_exit_code(watched):
    assert watched.run(program("upgrade", "raise SystemExit(3)")) == 3


def test_a_command_is_given_up_when_a_stop_is_requested(watched, request_):
    threading.Timer(0.3, lambda: setattr(request_, "came", True)).start()
    assert watched.run(program("upgrade", SLEEP)) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_requests_the_stop_and_handlers_come_back(number):
    before = signal.getsignal(number)
    with StopRequest().listening() as request:
        os.kill(os.getpid(), number)
        assert request.came
    assert signal.getsignal(number) == before


def test_a_procfile_gives_the_programs_asked_for(tmp_path):
    (tmp_path / "Procfile").write_text("web: gunicorn 'motcua.wsgi:app'\nworker: motcua worker\n")
    assert read_procfile(tmp_path / "Procfile", ["worker", "web"]) == (
        Program("worker", ("motcua", "worker")),
        Program("web", ("gunicorn", "motcua.wsgi:app")),
    )
