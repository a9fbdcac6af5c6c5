"""What is approved is what was submitted, with all that it calls (R-32)."""

from __future__ import annotations

import re

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from services.version_story import (
    APPROVER,
    AUTHOR,
    approve,
    in_use,
    library,
    revision_of,
    state_of,
    submit,
    submitted,
)

from motcua.domain.errors import ConflictError
from motcua.services.process import draft_review
from motcua.services.version import version_page
from motcua.services.work import House
from motcua.store.process import library as stored

LINKED, FIELD = "1.013978", "dat_dai"


def test_a_shared_process_that_changes_after_submission_is_not_approved_unseen(house: House) -> None:
    drawn = library(LINKED, FIELD)
    level = re.search(r'level="(\w+)"', drawn)
    assert level
    changed = re.sub(r'budget="\d+h"', 'budget="1h"', drawn, count=1)
    assert changed != drawn
    draft_id = submitted(house, changed.encode(), code=LINKED, field=FIELD, level=level[1])
    _rename_shared_steps(house)
    with pytest.raises(ConflictError, match="dùng chung"):
        approve(house, draft_id)
    assert in_use(house, LINKED) == (1, True)
    with house.work() as work:
        page = version_page.of_draft(work, actor_of(house, APPROVER), draft_id, NOW)
    assert page.refusal is not None
    # Looked at and sent again, it is approved with what it calls now.
    with house.work() as work:
        author, revision = actor_of(house, AUTHOR), revision_of(house, draft_id)
        draft_review.withdraw(work, author, draft_id, revision, NOW)
    submit(house, draft_id)
    assert state_of(house, approve(house, draft_id)) in ("active", "waiting")


def _rename_shared_steps(house: House) -> None:
    with house.work() as work:
        for key, content in stored.parts(work.connection, "process").items():
            stored.save_part(work.connection, "process", key, content.replace(b' name="', b' name="Doi '))
        work.commit()
