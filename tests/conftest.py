"""What every test run has: the requirement record, and the fixtures of each `fixtures_*.py` beside this file."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).resolve().parent

# The tools of the checkout and the fixture modules are imported by name.
sys.path[:0] = [str(HERE.parent), str(HERE)]

FIXTURES = sorted(path.stem for path in HERE.glob("fixtures_*.py"))
# They import each other, so all are named before the first of them is loaded.
pytest.register_assert_rewrite(*FIXTURES)
pytest_plugins = ["pytester", "tools.conformance_plugin", *FIXTURES]

# The same examples in every run, so that a red run means a change; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected lives until the run ends: no collection of garbage looks through half a million of it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
