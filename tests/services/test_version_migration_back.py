"""A run that moved dossiers is taken back: as far as they can still stand in the older version, and no further (A-12)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from fixtures_dossier import actor_of
from fixtures_model import bpmn_of, finish, release, waiting
from services.routing_story import at
from services.test_version_migration import APPROVER, NEW, OLD, begun, carried, filed, run_of

from motcua.services.version import version_migration
from motcua.services.work import House

pytestmark = pytest.mark.req("A-12")


def test_run_is_taken_back_as_far_as_its_dossiers_still_can(house: House) -> None:
    release(house, bpmn_of(OLD, limit="40h"))
    back, on = filed(house), filed(house)
    release(house, bpmn_of(NEW, limit="40h"), now=at("08:45"))
    run_id = begun(house, [back, on])
    carried(house, run_id, 2)
    finish(house, on, "b", now=at("09:30"))
    with house.work() as work:
        undone = version_migration.undo(work, actor_of(house, APPROVER), uuid4(), run_id, at("09:40"))
    carried(house, undone, 2)
    run = run_of(house, undone)
    assert [item.code for item in run.moved] == [back]
    assert [item.problem_en for item in run.stayed] == [
        "“Bước k” is no longer in the new version. Choose the step that takes its place, or let it be finished first."
    ]
    finish(house, back, "b", now=at("10:00"))
    assert list(waiting(house, back)) == ["c"]


def test_step_that_stood_for_two_is_not_guessed_when_a_run_is_taken_back(house: House) -> None:
    release(house, bpmn_of(OLD, limit="40h"))
    at_x, at_b = filed(house, von=9), filed(house)
    release(house, bpmn_of(NEW, limit="40h"), now=at("08:45"))
    run_id = begun(house, [at_x, at_b], {"x": "b"})
    carried(house, run_id, 2)
    assert [list(waiting(house, code)) for code in (at_x, at_b)] == [["b"], ["b"]]
    with house.work() as work:
        undone = version_migration.undo(work, actor_of(house, APPROVER), uuid4(), run_id, at("09:40"))
    carried(house, undone, 2)
    assert [list(waiting(house, code)) for code in (at_x, at_b)] == [["b"], ["b"]]
    assert run_of(house, undone).stayed == []
