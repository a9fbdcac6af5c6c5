"""The numbers of a simulation as plain data and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from motcua.domain.simulation.simulation import Assumed, Duration


def assumed_to_dict(assumed: Assumed) -> dict[str, Any]:
    """Everything, durations as lists of mean, spread and quantiles."""
    return {
        **asdict(assumed),
        "work": {key: _row(one) for key, one in assumed.work.items()},
        "delays": {key: _row(one) for key, one in assumed.delays.items()},
        "supplying": _row(assumed.supplying),
    }


def assumed_from_dict(data: Mapping[str, Any]) -> Assumed:
    """What `assumed_to_dict` has written."""
    return Assumed(
        **{
            **data,
            "work": {key: _duration(row) for key, row in data["work"].items()},
            "delays": {key: _duration(row) for key, row in data["delays"].items()},
            "supplying": _duration(data["supplying"]),
        }
    )


def _row(one: Duration) -> list[Any]:
    return [one.mean, one.spread, list(one.quantiles)]


def _duration(row: list[Any]) -> Duration:
    mean, spread, quantiles = row
    return Duration(mean, spread, tuple(quantiles))
