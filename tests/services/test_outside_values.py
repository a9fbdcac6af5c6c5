"""Values that come from outside: what an answer of an operation may hold."""

from __future__ import annotations

import pytest

from motcua.services.dossier.outside_values import fits

OUTPUTS = {"ma_so": "text", "so_tien": "number", "hop_le": "boolean"}
RIGHT = {"ma_so": "T1", "so_tien": 1_500_000, "hop_le": True}


def test_an_answer_as_declared_fits() -> None:
    assert fits(OUTPUTS, RIGHT)
    assert fits(OUTPUTS, {**RIGHT, "so_tien": -0.5})


@pytest.mark.parametrize("answer", [None, [*OUTPUTS], "ma_so", {}, {**RIGHT, "von": 1}])
def test_an_answer_of_another_shape_does_not_fit_and_raises_nothing(answer: object) -> None:
    assert not fits(OUTPUTS, answer)


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), float("-inf"), 10**15, 10**400, True, "5", None]
)
def test_a_number_with_which_no_condition_can_reckon_does_not_fit(number: object) -> None:
    assert not fits(OUTPUTS, {**RIGHT, "so_tien": number})
