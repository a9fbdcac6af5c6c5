"""Sums of money in words, in both languages."""

from __future__ import annotations

import pytest

from motcua.domain.forms.money_words import in_words

SUMS = [
    (0, "Không đồng", "Zero dong"),
    (5, "Năm đồng", "Five dong"),
    (10, "Mười đồng", "Ten dong"),
    (11, "Mười một đồng", "Eleven dong"),
    (14, "Mười bốn đồng", "Fourteen dong"),
    (15, "Mười lăm đồng", "Fifteen dong"),
    (21, "Hai mươi mốt đồng", "Twenty-one dong"),
    (55, "Năm mươi lăm đồng", "Fifty-five dong"),
    (101, "Một trăm linh một đồng", "One hundred and one dong"),
    (105, "Một trăm linh năm đồng", "One hundred and five dong"),
    (110, "Một trăm mười đồng", "One hundred and ten dong"),
    (1_004, "Một nghìn không trăm linh bốn đồng", "One thousand, four dong"),
    (
        1_234_000,
        "Một triệu hai trăm ba mươi bốn nghìn đồng",
        "One million, two hundred and thirty-four thousand dong",
    ),
    (10_050_000, "Mười triệu không trăm năm mươi nghìn đồng", "Ten million, fifty thousand dong"),
    (80_000_000, "Tám mươi triệu đồng", "Eighty million dong"),
    (2_000_000_001, "Hai tỷ không trăm linh một đồng", "Two billion, one dong"),
    (1_000_000_015_000, "Một nghìn tỷ không trăm mười lăm nghìn đồng", "One trillion, fifteen thousand dong"),
    (-5, "Âm năm đồng", "Minus five dong"),
]


@pytest.mark.req("B-01")
@pytest.mark.parametrize(("amount", "vi", "en"), SUMS, ids=[str(one[0]) for one in SUMS])
def test_a_sum_is_told_in_words(amount: int, vi: str, en: str) -> None:
    assert in_words(amount, "vi") == vi
    assert in_words(amount, "en") == en
