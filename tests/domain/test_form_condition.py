"""Conditions on answers: the table of cases that browser and server share, and their sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from motcua.domain.forms.form_condition import FieldCondition, all_of, any_of, negated
from motcua.domain.forms.form_definition import Choice, Field
from motcua.domain.text import Text

TABLE = json.loads((Path(__file__).parents[1] / "data/form_conditions.json").read_text(encoding="utf-8"))


def from_json(node: dict[str, Any]) -> FieldCondition:
    """The condition of its normal form, as the table writes it."""
    for word in ("all", "any"):
        if word in node:
            return FieldCondition(word, tuple(from_json(part) for part in node[word]))
    if "not" in node:
        return FieldCondition("not", (from_json(node["not"]),))
    path, up = tuple(node["field"]), node["up"]
    if "present" in node:
        return FieldCondition("present", path=path, up=up)
    for bound in ("least", "most"):
        if bound in node:
            return FieldCondition(bound, path=path, up=up, bound=node[bound])
    word = "is" if "is" in node else "has"
    return FieldCondition(word, path=path, up=up, values=tuple(node[word]))


@pytest.mark.req("B-01")
@pytest.mark.parametrize("entry", TABLE, ids=[entry["name"] for entry in TABLE])
def test_a_condition_means_what_the_shared_table_says(entry: dict[str, Any]) -> None:
    condition = from_json(entry["condition"])
    assert condition.as_json() == entry["condition"]
    for case in entry["cases"]:
        assert condition.holds(case["data"], tuple(case["enclosing"])) is case["holds"], case


LABELS = (
    Field("chu_the", "choice", Text("Chủ thể", "Who applies"), choices=(
        Choice("ca_nhan", Text("Cá nhân", "Person")), Choice("ho", Text("Hộ gia đình", "Household")),
    )),
    Field("von", "money", Text("Vốn kinh doanh", "Capital")),
    Field("nhom", "group", Text("Chủ hộ", "Head"), fields=(Field("co", "yes_no", Text("Có vợ chồng?", "Married?")),)),
)  # fmt: skip
HOUSEHOLD = FieldCondition("is", path=("chu_the",), values=("ho",))
RICH = FieldCondition("least", path=("von",), bound=500_000_000)
MARRIED = FieldCondition("is", path=("nhom", "co"), values=(True,))
SENTENCES = [
    (HOUSEHOLD, "Chủ thể là Hộ gia đình", "Who applies is Household"),
    (negated(HOUSEHOLD), "Chủ thể không phải là Hộ gia đình", "Who applies is not Household"),
    (RICH, "Vốn kinh doanh từ 500.000.000\xa0đ trở lên", "Capital is 500,000,000\xa0VND or more"),
    (negated(RICH), "Vốn kinh doanh nhỏ hơn 500.000.000\xa0đ", "Capital is less than 500,000,000\xa0VND"),
    (MARRIED, "Có vợ chồng: có", "Married: yes"),
    (
        all_of(HOUSEHOLD, any_of(MARRIED, negated(FieldCondition("present", path=("von",))))),
        "Chủ thể là Hộ gia đình và (Có vợ chồng: có hoặc Vốn kinh doanh để trống)",
        "Who applies is Household and (Married: yes or Capital is left blank)",
    ),
    (
        negated(all_of(HOUSEHOLD, MARRIED)),
        "Chủ thể không phải là Hộ gia đình hoặc Có vợ chồng: không",
        "Who applies is not Household or Married: no",
    ),
]


@pytest.mark.parametrize(("condition", "vi", "en"), SENTENCES, ids=[one[1] for one in SENTENCES])
def test_a_condition_reads_as_a_sentence(condition: FieldCondition, vi: str, en: str) -> None:
    assert condition.sentence(LABELS) == Text(vi, en)
    assert condition.outwards().sentence((), (LABELS,)) == Text(vi, en)
