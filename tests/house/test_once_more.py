"""Which failed tests a run of the whole may repeat."""

from __future__ import annotations

import pytest
from tools.once_more import may_be_repeated

BROWSER = [f"tests/browser/test_birth.py::test_{number}" for number in range(4)]


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ([], False),
        (BROWSER[:1], True),
        (BROWSER[:3], True),
        (BROWSER, False),
        ([*BROWSER[:1], "tests/domain/test_clock.py::test_one"], False),
    ],
)
def test_a_few_tests_of_the_browser_alone_are_repeated(failed: list[str], *, expected: bool) -> None:
    assert may_be_repeated(failed) is expected
