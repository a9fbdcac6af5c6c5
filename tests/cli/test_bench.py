"""`motcua bench`: every way of taking a step is measured, and the services stay within their statements."""

from __future__ import annotations

import base64
import os

import pytest
from fixtures_watch import value

from motcua.cli import bench_desk, bench_http, bench_signing
from motcua.cli.bench_steps import measure
from motcua.services.sample.generate import Crowd
from motcua.services.work import House
from motcua.settings import Settings


def test_a_short_run_measures_every_way(house: House) -> None:
    (row,) = measure(house, runs=1, sizes=(3,))
    assert row["tasks"] == 3
    assert min(row[key] for key in ("service_ms", "library_ms", "library_restoring_ms", "floor_ms")) > 0
    assert row["statements"] == 2
    assert row["bytes_per_dossier"] > 1000


def test_steps_by_http_are_completed_by_the_web_processes(house: House, settings: Settings) -> None:
    environment = {
        **os.environ,
        "MOTCUA_VAR": str(settings.var),
        "MOTCUA_SECRET_KEY": settings.secret_key,
        "MOTCUA_DATA_KEY": base64.b64encode(settings.data_key).decode(),
    }
    assert bench_http.measure(house, environment, threads=2, dossiers=1) > 0
    finished = "select count(*) from dossier_step where left_at is not null"
    # Two measured dossiers, two before them, and the one whose tasks were noted.
    assert value(house, finished) == 5 * bench_http.TASKS


def test_the_desk_is_measured_with_its_group_full(
    house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_desk.settings_module, "load", lambda: settings)
    found = bench_desk.measure(house, 40, Crowd("H50.16", "1.001612", "T_tham_dinh", 60), runs=1)
    assert found["dossiers"] == 100
    assert min(found[key] for key in ("list_ms", "overdue_ms", "search_ms")) > 0
    # The session, the list and its names; as many with sixty as with ten thousand (tests/services/test_worklist.py).
    assert found["statements"] <= 30


@pytest.mark.req("F-13")
def test_results_signed_in_bulk_are_measured(house: House) -> None:
    assert bench_signing.measure(house, results=3) > 0
