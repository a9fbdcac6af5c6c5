"""The sentences that applicants are sent: one for every event, filled with facts alone (G-01, G-02)."""

from __future__ import annotations

import pytest

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.services.messages import message_templates

NOBODY = dict.fromkeys(message_templates.FACTS, Text("", ""))


@pytest.mark.req("G-01")
@pytest.mark.parametrize("action", [one for one in ACTIONS.values() if one.tells], ids=lambda one: one.key)
def test_every_action_that_tells_the_applicant_has_a_sentence(action) -> None:
    code = Text("H50.16-261122-0001", "H50.16-261122-0001")
    sentence = message_templates.filled(action.tells, {**NOBODY, "code": code})
    assert code.vi in sentence.vi
    assert code.en in sentence.en
    assert "{" not in sentence.vi + sentence.en


@pytest.mark.parametrize(
    "hostile",
    ["{code.__class__}", "{code!r}", "{0}", "{config}", "{code:>999999999}", "{reason[0]}", "{}"],
)
def test_a_template_reaches_nothing_but_the_facts(hostile: str) -> None:
    with pytest.raises(InputError, match="lạ"):
        message_templates.read({"sent": {"vi": hostile, "en": "Sent"}})


def test_a_template_without_its_english_sentence_is_refused() -> None:
    with pytest.raises(InputError, match="accepted"):
        message_templates.read({"accepted": {"vi": "Đã tiếp nhận {code}"}})


def test_what_a_person_wrote_is_not_read_as_a_template() -> None:
    reason = Text("thiếu {code}\n\nvà {config}.", "lacks {code}")
    sentence = message_templates.filled("stopped", {**NOBODY, "reason": reason})
    assert "thiếu {code} và {config}." in sentence.vi
