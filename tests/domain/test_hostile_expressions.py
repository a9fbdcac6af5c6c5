"""Expressions that try to reach Python, to burn time or memory, or to deceive the reader: refused by name, fast."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from motcua.domain.conditions.conditions import ConditionError, parse_condition

REFUSED_WITHIN = 0.05
VALUES: dict[str, Any] = {"von": 5, "ten": "Hộ A", "kenh": ["a"], "ngay": "2026-06-30", "da_nop": True}

UNREADABLE = {
    "import by name": '__import__("os").system("id")',
    "class walk": "().__class__.__bases__[0].__subclasses__()",
    "attribute": "von.__class__",
    "attribute of a text": '"a".format(von)',
    "attribute chain": "ten.upper.__globals__",
    "open a file": "open('/etc/passwd')",
    "eval": "eval('1')",
    "exec": 'exec("import os")',
    "compile": "compile('1', '', 'eval')",
    "getattr": "getattr(von, 'real')",
    "globals": "globals()",
    "vars": "vars()",
    "print": "print(von)",
    "call of a field": "von(1)",
    "call of a call": "len(kenh)(1)",
    "call of a text": '"a"("b")',
    "lambda": "lambda: 1",
    "list comprehension": "[x for x in kenh]",
    "generator": "len(x for x in kenh)",
    "dictionary": "{'a': 1}",
    "index": "kenh[0]",
    "slice": "kenh[0:9]",
    "star arguments": "len(*kenh)",
    "keyword argument": "len(x=kenh)",
    "f-string": "f'{von}'",
    "bytes": "b'abc'",
    "text percent format": "'%s' % von",
    "conditional": "von if da_nop else 1",
    "walrus": "von := 5",
    "assignment": "von = 5",
    "statements": "1; 2",
    "import on a new line": "von\n\timport os",
    "await": "await von",
    "decorator": "@von",
    "comment": "von > 5 # true",
    "back quotes": "`id`",
    "shell": "$(id)",
    "power": "2 ** 9",
    "power tower": "9 ** 9 ** 9 ** 9",
    "caret": "von ^ 2",
    "shift": "1 << 999999999",
    "floor division": "von // 0",
    "exponent": "1e999",
    "not a number": "NaN == nan()",
    "infinity": "-Infinity()",
    "hexadecimal": "0xFFFFFFFF > von",
    "underscores in a number": "1_000 > von",
    "complex": "5j == von",
    "16 digits": "1" * 16,
    "100,000 digits": "9" * 100_000,
    "seven decimals": "0.1234567",
    "10,000 parentheses": "(" * 10_000 + "1" + ")" * 10_000,
    "500 parentheses": "(" * 450 + "true" + ")" * 450,
    "nested lists": "[" * 60 + "]" * 60,
    "nested calls": "len(" * 200 + "ten" + ")" * 200,
    "nested not": "not " * 240 + "true",
    "nested signs": "-" * 900 + "1",
    "long chain of and": "true" + " and true" * 110,
    "long chain of or": "true" + " or true" * 110,
    "long sum": "+".join("1" * 400),
    "too many words": "von in [" + ",".join("1" * 400) + "]",
    "chained comparison": "1 < von < 5",
    "text of 1 MB": '"' + "a" * 1_000_000 + '" == ten',
    "open text": '"abc',
    "name of 10 kB": "a" * 10_000 + " > 5",
    "name of 900 letters": "a" * 900 + " > 5",
    "blanks without end": " " * 10_000_000,
    "foreign mark with blanks": "${" + " " * 990,
    "foreign mark, many ends": "#{" + "} " * 490,
    "Camunda": "${von > 5}",
    "deferred": "#{von > 5}",
    "FEEL": "= von > 5",
    "FEEL between": "von between 1 and 5",
    "template": "{{ config.items() }}",
    "JavaScript": "von === 5 || alert(1)",
    "JavaScript constructor": "ten.constructor('return this')()",
    "SQL": "von > 5 OR 1=1; DROP TABLE dossier --",
    "XPath": "//user[@name='a']",
    "empty": "",
    "Cyrillic a": "v\u043en > 5",
    "full width digits": "von > \uff15",
    "Arabic digits": "٣ > 2",
    "dotless i": "da_nop \u0131n [true]",
    "hidden joiner in a name": "vo\u200bn > 5",
    "bidi marks": 'ten == "a\u202e\u2066b"',
    "hidden space in a text": 'ten == "a\u200b"',
    "NUL": "von\x00 > 5",
    "NUL in a text": 'ten == "a\x00"',
    "half character": "ten == \ud800",
    "half character in a text": 'ten == "\udfff"',
    "private sign": 'ten == "\ue000"',
    "too few arguments": "contains(ten)",
    "too many arguments": "contains(" + ",".join("1" * 90) + ")",
}

UNANSWERABLE = {
    "division by zero": "von / (von - 5) > 1",
    "product too large": "999999999999999 * 999999999999999 > 1",
    "text times number": "ten * 999999999 == ten",
    "text plus text": 'ten + "a" == ten',
    "minus a text": "-ten == 1",
    "date that does not exist": 'date("2026-02-30") < ngay',
    "date out of range": 'date("99999-01-01") < ngay',
    "year nought": 'date("0000-01-01") < ngay',
    "week date": 'date("2026-W01-1") < ngay',
    "days beyond the calendar": "add_days(ngay, 999999999999999) > ngay",
    "days before the calendar": "add_days(ngay, -999999) < ngay",
    "part of a day": "add_days(ngay, 0.5) > ngay",
    "order of texts": 'ten < "b"',
    "order of truth": "da_nop > false",
    "text against number": 'von == "5"',
    "in a text": '"H" in ten',
    "not of a number": "not von",
    "format spec": '"{0.__class__:>999999999}"',
    "blank field": "khong_co > 5",
    "dunder as field": "x__class__ == 1",
}

HOSTILE_VALUES = {
    "text of 10 MB": "a" * 10_000_000,
    "list of a million": [1] * 1_000_000,
    "number of 100,000 digits": 10**100_000,
    "huge decimal": Decimal("1E+999999"),
    "not a number": float("nan"),
    "signalling not a number": Decimal("sNaN"),
    "infinity": float("-inf"),
    "group": {"a": {"b": 1}},
    "object": object(),
    "function": len,
    "bytes": b"abc",
}


def refused(text: str, values: dict[str, Any] | None = None) -> tuple[ConditionError, float]:
    """The refusal and its seconds of processor: the least of three, since a collection of garbage may fall in one."""
    seconds = []
    for _ in range(3):
        started = time.thread_time()
        with pytest.raises(ConditionError) as caught:
            parse_condition(text).holds({} if values is None else values)
        seconds.append(time.thread_time() - started)
    return caught.value, min(seconds)


@pytest.mark.parametrize("name", UNREADABLE)
def test_hostile_expression_is_refused_when_it_is_read(name: str) -> None:
    error, seconds = refused(UNREADABLE[name])
    assert seconds < REFUSED_WITHIN
    assert error.code in ("condition.syntax", "condition.too_large")
    sentence = error.message
    assert len(sentence.vi) < 400
    assert all(sign.isprintable() for sign in sentence.vi + sentence.en)


def test_there_are_at_least_60_hostile_expressions() -> None:
    assert len(UNREADABLE) >= 60


@pytest.mark.parametrize("name", UNANSWERABLE)
def test_hostile_expression_is_refused_when_it_is_answered(name: str) -> None:
    error, seconds = refused(UNANSWERABLE[name], VALUES)
    assert seconds < REFUSED_WITHIN
    assert error.code in ("condition.type", "condition.number", "condition.name_missing")
    assert len(error.message.vi) < 400


@pytest.mark.parametrize("name", HOSTILE_VALUES)
@pytest.mark.parametrize("text", ['x == "a"', "x > 1", "1 in x"])
def test_hostile_value_is_refused(name: str, text: str) -> None:
    error, seconds = refused(text, {"x": HOSTILE_VALUES[name]})
    assert seconds < REFUSED_WITHIN
    assert len(error.message.vi) < 400


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("contains(x, y)", {"x": "a" * 99_999, "y": "a" * 49_999 + "b"}),
        ("x in y", {"x": "a" * 1000, "y": ["a" * 999 + "b"] * 10_000}),
        ("len(x) == 10000", {"x": [{"ma": 1}] * 10_000}),
        (" and ".join(["lower(x) == lower(x)"] * 20), {"x": "Đ" * 30_000}),
        (" + ".join(["x / 7"] * 20) + " > 0", {"x": Decimal("123456789012345678")}),
        ("x > 0", {"x": Decimal("1E-999999")}),
    ],
)
def test_large_lawful_values_are_answered_in_bounded_time(text: str, values: dict[str, Any]) -> None:
    started = time.thread_time()
    parse_condition(text).holds(values)
    assert time.thread_time() - started < 0.5


def test_refusing_leaves_the_values_alone() -> None:
    values = dict(VALUES)
    for text in (*UNREADABLE.values(), *UNANSWERABLE.values()):
        with pytest.raises(ConditionError):
            parse_condition(text).holds(values)
    assert values == VALUES
