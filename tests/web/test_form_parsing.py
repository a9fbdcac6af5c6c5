"""What people type for dates, numbers and money, and how it is read."""

from __future__ import annotations

import pytest

from motcua.domain.forms.form_format import format_date, format_money, format_number, group_digits
from motcua.web.forms.parsing import parse_date, parse_integer, parse_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("27/03/1990", "1990-03-27"),
        (" 27/3/1990 ", "1990-03-27"),
        ("27-3-1990", "1990-03-27"),
        ("27.03.1990", "1990-03-27"),
        ("27 3 1990", "1990-03-27"),
        ("1990-03-27", "1990-03-27"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2025", "29/02/2025"),
        ("27/3/90", "27/3/90"),
        ("27/3/0000", "27/3/0000"),
        ("hôm qua", "hôm qua"),
        ("٢٧/٠٣/١٩٩٠", "٢٧/٠٣/١٩٩٠"),
    ],
)
def test_a_date_is_read_day_first_or_iso_and_else_kept_as_typed(typed: str, value: str) -> None:
    assert parse_date(typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("80000000", 80_000_000),
        ("80.000.000", 80_000_000),
        ("80,000,000", 80_000_000),
        ("80 000 000", 80_000_000),
        ("80.000.000 đ", 80_000_000),
        ("80.000.000 đồng", 80_000_000),
        ("80.000.000\xa0₫", 80_000_000),
        ("5.000 VNĐ", 5000),
        ("-3", -3),
        ("0", 0),
        ("80.00", "80.00"),
        ("80.000,5", "80.000,5"),
        ("1.000,000", "1.000,000"),
        ("tám", "tám"),
        ("1" * 5000, "1" * 5000),
        ("٣", "٣"),
    ],
)
def test_whole_numbers_and_money_take_any_separator(typed: str, value: int | str) -> None:
    assert parse_integer(typed) == value


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("12,5", "vi", 12.5),
        ("12.5", "vi", 12.5),
        ("12.500", "vi", 12500),
        ("12.500", "en", 12.5),
        ("1.234,5", "vi", 1234.5),
        ("1,234.5", "vi", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("1.234,5", "en", 1234.5),
        ("1,234", "en", 1234),
        ("1,234", "vi", 1.234),
        ("1.234.567", "en", 1_234_567),
        ("-0,5", "vi", -0.5),
        ("1e9", "vi", "1e9"),
        ("inf", "vi", "inf"),
        ("1,2,3", "vi", "1,2,3"),
        ("9" * 400 + ",5", "vi", "9" * 400 + ",5"),
    ],
)
def test_decimals_follow_the_readers_language_first(typed: str, language: str, value: float | str) -> None:
    assert parse_number(typed, language) == value


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (80_000_000, "80.000.000", "80,000,000"),
        (1234.5, "1.234,5", "1,234.5"),
        (0.1, "0,1", "0.1"),
        (5.0, "5", "5"),
    ],
)
def test_numbers_are_written_in_both_languages(value: float, vi: str, en: str) -> None:
    assert (format_number(value).vi, format_number(value).en) == (vi, en)


def test_money_dates_and_identifiers_are_written_as_on_papers() -> None:
    assert format_money(1_234_567).vi == "1.234.567\xa0đ"
    assert format_date("2026-12-01") == "01/12/2026"
    assert format_date("hôm qua") == "hôm qua"
    assert group_digits("045188002417") == "045 188 002 417"
    assert group_digits("0914552187") == "0914 552 187"
    assert group_digits("C1234567") == "C1234567"
