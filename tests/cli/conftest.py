"""The command on the database of a test, as a process of its own."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from motcua.settings import Settings

ROOT = Path(__file__).parents[2]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def motcua(tmp_path: Path, settings: Settings) -> Command:
    """`motcua("db", "upgrade", database=url)`: the command with the test's keys and a data folder of its own."""

    def run(*arguments: str, database: str, language: str = "en") -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MOTCUA_SECRET_KEY": settings.secret_key,
            "MOTCUA_DATA_KEY": base64.b64encode(settings.data_key).decode(),
            "MOTCUA_VAR": str(tmp_path / "var"),
            "MOTCUA_LANG": language,
        }
        command = [sys.executable, "-c", "from motcua.cli import main; main()", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    return run


@pytest.fixture
def motcua_json(motcua: Command) -> Callable[..., Any]:
    """What the command prints with --json; it must succeed."""

    def run(*arguments: str, database: str) -> Any:
        done = motcua(*arguments, "--json", database=database)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
