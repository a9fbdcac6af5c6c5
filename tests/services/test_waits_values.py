"""Values that come with a message never replace what belongs to the dossier."""

from __future__ import annotations

import pytest
from fixtures_dossier import actor_of
from fixtures_waits import MONDAY, catch, message, messages, model, started, step
from fixtures_watch import everything

from motcua.domain.errors import ValidationError
from motcua.services.dossier import events
from motcua.services.work import House

DECIDED = (
    '<b:businessRuleTask id="r"><b:extensionElements><m:rule decision="D"><d:decision id="D" name="Phí"'
    ' xmlns:d="https://www.omg.org/spec/DMN/20191111/MODEL/"><d:decisionTable hitPolicy="FIRST">'
    '<d:output id="o" name="muc_phi"/><d:rule><d:outputEntry><d:text>"mien"</d:text></d:outputEntry></d:rule>'
    "</d:decisionTable></d:decision></m:rule></b:extensionElements></b:businessRuleTask>"
)


@pytest.mark.parametrize(
    ("name", "whose"), [("von", "the applicant's"), ("dat", "an officer's"), ("muc_phi", "a decision's")]
)
def test_a_message_replaces_nothing_of_the_dossier(house: House, name: str, whose: str) -> None:
    checked = step("a", 'form="kiem_tra"')
    waiting = catch("m", message("tra_loi"))
    drawing = model("S>a a>r r>m m>E", checked, DECIDED, waiting, roots=messages("tra_loi"))
    code = started(house, drawing)
    before = everything(house)
    with house.work() as work, pytest.raises(ValidationError) as caught:
        events.receive(work, actor_of(house, "vinh.le"), code, "tra_loi", {name: "mien"}, MONDAY)
    assert [(one.pointer, one.code) for one in caught.value.errors] == [
        (f"/values/{name}", "value_declared")
    ], whose
    assert everything(house) == before
