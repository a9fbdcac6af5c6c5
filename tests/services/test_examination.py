"""Examining a model: the same one with the same forms and positions is played through once."""

from __future__ import annotations

from collections import OrderedDict

import pytest
from fixtures_model import FORMS, bpmn_of

from motcua.domain.text import Text
from motcua.services.process import examination
from motcua.services.process.examination import Source
from motcua.services.work import House


def test_what_was_examined_is_not_examined_again_until_something_changes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    check = examination.check
    monkeypatch.setattr(examination, "_KNOWN", OrderedDict())
    monkeypatch.setattr(
        examination, "check", lambda *args, **more: checked.append(args) or check(*args, **more)
    )
    broken = Source(
        bpmn_of("S>a a>P P>b P>c b>X c>X X>E", a={"form": "kiem_tra"}), FORMS, Text("Thử", "Test")
    )
    with house.work() as work:
        first, again = examination.examine(work, broken), examination.examine(work, broken)
        assert len(checked) == 1
        assert [one.code for one in first.findings] == [one.code for one in again.findings] != []
        other = Source(broken.bpmn, {"don": FORMS["don"]}, broken.field_name)
        without = examination.examine(work, other)
    assert len(checked) == 2
    assert {one.code for one in without.findings} > {one.code for one in first.findings}
