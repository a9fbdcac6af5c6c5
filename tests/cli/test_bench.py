"""`motcua bench`: every way of taking a step is measured, and the services stay within their statements."""

from __future__ import annotations

from motcua.cli.bench_steps import measure
from motcua.services.work import House


def test_a_short_run_measures_every_way(house: House) -> None:
    (row,) = measure(house, runs=1, sizes=(3,))
    assert row["tasks"] == 3
    assert min(row[key] for key in ("service_ms", "library_ms", "library_restoring_ms", "floor_ms")) > 0
    assert 0 < row["statements"] <= 12
    assert row["bytes_per_dossier"] > 1000
