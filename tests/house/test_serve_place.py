"""Before anything starts: one installation at a time, a free port, and no dead user of the embedded server."""

import json
import os
import socket
import subprocess
import sys

import pytest
from alembic.script import ScriptDirectory

from motcua import settings
from motcua.cli.serve_database import forget_dead_users, newest_revision
from motcua.cli.serve_place import ServeError, only_one, require_free

HOST = "127.0.0.1"


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken_port):
    with pytest.raises(ServeError) as refusal:
        require_free(HOST, taken_port)
    assert f"make run PORT={taken_port + 1}" in refusal.value.message.vi
    assert f"make run PORT={taken_port + 1}" in refusal.value.message.en


def test_a_free_port_is_accepted_and_stays_free(taken_port):
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        free = probe.getsockname()[1]
    require_free(HOST, free)
    require_free(HOST, free)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServeError, match=r"203\.0\.113\.1:8000"):
        require_free("203.0.113.1", 8000)


def test_a_second_start_is_told_of_the_first(tmp_path):
    with (
        only_one(tmp_path, "http://127.0.0.1:8000"),
        pytest.raises(ServeError) as refusal,
        only_one(tmp_path, "http://127.0.0.1:8001"),
    ):
        pytest.fail("two installations at once")
    assert "http://127.0.0.1:8000" in refusal.value.message.vi
    assert str(os.getpid()) in refusal.value.message.en


def test_the_mark_of_a_killed_start_does_not_bar_the_next(tmp_path):
    (tmp_path / "serve.lock").write_text('{"pid": 1, "address": "http://127.0.0.1:8000"}')
    with only_one(tmp_path, "http://127.0.0.1:8001"):
        assert json.loads((tmp_path / "serve.lock").read_text())["pid"] == os.getpid()


def test_the_newest_revision_is_the_head_that_alembic_knows():
    heads = ScriptDirectory(str(settings.content("migrations"))).get_heads()
    assert [newest_revision()] == heads


def test_killed_users_of_the_embedded_server_are_forgotten(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    users = tmp_path / ".handle_pids.json"
    users.write_text(json.dumps([ended.pid, os.getpid()]))
    forget_dead_users(tmp_path)
    assert json.loads(users.read_text()) == [os.getpid()]


def test_a_server_without_users_is_left_alone(tmp_path):
    forget_dead_users(tmp_path)
    assert list(tmp_path.iterdir()) == []
