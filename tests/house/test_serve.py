"""`motcua serve` from the first start to Ctrl-C, with its own embedded PostgreSQL in an empty folder."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOTCUA = str(Path(sys.executable).parent / "motcua")
SECONDS_TO_START = 90
SECONDS_TO_STOP = 30


class Served:
    """One running `motcua serve` and what it has printed."""

    def __init__(self, var, port):
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "MOTCUA_VAR": str(var),
            "MOTCUA_LANG": "en",
            "PYTHONUNBUFFERED": "1",
        }
        self.log = var.parent / f"serve-{port}.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [MOTCUA, "serve", "--port", str(port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def words(self):
        return self.log.read_text(encoding="utf-8")

    def wait_until_running(self):
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            if "Ctrl-C" in self.words:
                return self
            time.sleep(0.1)
        pytest.fail(f"motcua serve did not start:\n{self.words}")

    def run(self, *arguments):
        return subprocess.run(
            [MOTCUA, *arguments], cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(pid):
    """The process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [pid, *(each for child in children for each in family(int(child)))]


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("served") / "var"


@pytest.fixture(scope="module")
def started(var):
    """`started()`: the program that runs here; it is started anew where the last one has ended."""
    all_started = []

    def latest():
        if not all_started or all_started[-1].process.poll() is not None:
            all_started.append(Served(var, free_port()))
        return all_started[-1].wait_until_running()

    yield latest
    for one in all_started:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGTERM)
            one.process.wait(SECONDS_TO_STOP)


@pytest.fixture
def served(started):
    return started()


def test_a_first_start_serves_and_ctrl_c_leaves_nothing_behind(served, var):
    with urllib.request.urlopen(served.address, timeout=20) as answer:
        assert answer.status == 200
    assert f"Motcua is running at {served.address}" in served.words
    assert "Sample accounts" in served.words
    postmaster = int((var / "pg" / "postmaster.pid").read_text().splitlines()[0])
    started = [*family(served.process.pid), *family(postmaster)]
    assert len(started) > 5
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(SECONDS_TO_STOP) == 0
    assert [pid for pid in started if is_running(pid)] == []
    assert served.words.rstrip().endswith("Stopped.")


def test_a_later_start_keeps_the_data_and_the_doctor_finds_it_well(served):
    assert "Bringing the database up to date" not in served.words
    assert "Loading the sample province" not in served.words
    done = served.run("doctor", "--json")
    found = {check["code"]: check["ok"] for check in json.loads(done.stdout)}
    assert done.returncode == 0
    assert {code: found[code] for code in ("database", "migrations", "keys")} == {
        "database": True,
        "migrations": True,
        "keys": True,
    }


def test_a_start_beside_a_running_one_says_where_that_is(served):
    second = served.run("serve", "--port", str(free_port()))
    assert second.returncode == 1
    assert re.search(rf"already running at {served.address} \(process {served.process.pid}\)", second.stderr)


def test_when_the_web_process_dies_all_stop_and_the_reason_is_given(served, var):
    postmaster = int((var / "pg" / "postmaster.pid").read_text().splitlines()[0])
    started = [*family(served.process.pid), *family(postmaster)]
    web = next(pid for pid in family(served.process.pid) if "gunicorn" in words_of(pid))
    os.kill(web, signal.SIGTERM)
    assert served.process.wait(SECONDS_TO_STOP) == 1
    assert "The process web ended" in served.words
    assert [pid for pid in started if is_running(pid)] == []


def words_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
