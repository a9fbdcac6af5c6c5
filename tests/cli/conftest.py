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
from click.testing import CliRunner, Result

from motcua.cli import main
from motcua.settings import Settings

ROOT = Path(__file__).parents[2]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path, settings: Settings) -> Callable[[str], dict[str, str]]:
    """`environment(url)`: the test's keys, that database and a data folder of its own."""
    return lambda database: {
        "DATABASE_URL": database,
        "MOTCUA_SECRET_KEY": settings.secret_key,
        "MOTCUA_DATA_KEY": base64.b64encode(settings.data_key).decode(),
        "MOTCUA_VAR": str(tmp_path / "var"),
        "MOTCUA_LANG": "en",
    }


@pytest.fixture
def motcua(environment: Callable[[str], dict[str, str]]) -> Command:
    """`motcua("db", "upgrade", database=url)`: the command as a process of its own."""

    def run(*arguments: str, database: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from motcua.cli import main; main()", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment(database)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def motcua_here(environment: Callable[[str], dict[str, str]]) -> Callable[..., Result]:
    """The same without a new process."""

    def run(*arguments: str, database: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment(database), catch_exceptions=False)

    return run


@pytest.fixture
def motcua_json(motcua: Command) -> Callable[..., Any]:
    """What the command prints with --json; it must succeed."""

    def run(*arguments: str, database: str) -> Any:
        done = motcua(*arguments, "--json", database=database)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
