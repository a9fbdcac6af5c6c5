"""Which dossiers a run may move: those of the version it leaves, whatever ids are sent (A-12)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from fixtures_dossier import HOUSEHOLD, actor_of, file_dossier
from fixtures_model import bpmn_of, release
from fixtures_watch import rows, value
from services.routing_story import at
from services.test_version_migration import APPROVER, NEW, OLD, carried, filed, versions

from motcua.domain.errors import ValidationError
from motcua.services.version import version_migration
from motcua.services.work import House

pytestmark = pytest.mark.req("A-12")


def start(house: House, key: UUID, chosen: Sequence[int]) -> int:
    old, new = versions(house)
    with house.work() as work:
        actor = actor_of(house, APPROVER)
        return version_migration.start(work, actor, key, old, new, {}, chosen, "QĐ 12", at("09:00"))


def id_of(house: House, code: str) -> int:
    return int(value(house, "select id from dossier where code = :code", code=code))


def test_dossier_of_another_procedure_is_refused_and_nothing_is_written_about_it(house: House) -> None:
    foreign = id_of(house, file_dossier(house, "1.001612", **HOUSEHOLD))
    release(house, bpmn_of(OLD, limit="40h"))
    ours = id_of(house, filed(house))
    release(house, bpmn_of(NEW, limit="40h"), now=at("08:45"))
    before = rows(house, "select id from audit order by id")
    for chosen in ([ours, foreign], [ours, 999_999_999]):
        with pytest.raises(ValidationError) as raised:
            start(house, uuid4(), chosen)
        assert [one.pointer for one in raised.value.errors] == ["/dossiers"]
    assert rows(house, "select id from audit order by id") == before
    assert value(house, "select count(*) from version_migration") == 0


def test_page_sent_again_after_its_dossiers_moved_is_the_same_run(house: House) -> None:
    release(house, bpmn_of(OLD, limit="40h"))
    ours = id_of(house, filed(house))
    release(house, bpmn_of(NEW, limit="40h"), now=at("08:45"))
    key = uuid4()
    run_id = start(house, key, [ours, ours])
    assert carried(house, run_id, 1) == [True]
    assert start(house, key, [ours]) == run_id
