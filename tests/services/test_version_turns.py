"""Of several versions that wait, the newest stays: by its day, then by its number."""

from __future__ import annotations

from datetime import timedelta

from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import value
from services.version_story import APPROVER, AUTHOR, TODAY, approved, in_use, log, retimed, state_of

from motcua.services.version import version_effect, version_life, version_page
from motcua.services.work import House


def test_a_day_that_went_by_unseen_does_not_undo_a_later_one(house: House) -> None:
    first, second = approved(house, days=1), approved(house, retimed(6), days=2)
    later = NOW + timedelta(days=5)
    with house.work() as work:
        assert version_effect.carry_out(work, second, later)
    version_effect.sweep(house, later)
    assert [state_of(house, one) for one in (first, second)] == ["replaced", "active"]
    assert value(house, "select activated_at from procedure_version where id = :id", id=first) is None


def test_of_two_versions_of_one_day_the_newer_stays(house: House) -> None:
    first, second = approved(house, days=1), approved(house, retimed(6), days=1)
    later = NOW + timedelta(days=1)
    with house.work() as work:
        assert version_effect.carry_out(work, second, later)
    version_effect.sweep(house, later)
    assert [state_of(house, one) for one in (first, second)] == ["replaced", "active"]
    assert in_use(house) == (3, True)


def test_an_older_version_does_not_replace_a_newer_one_by_itself_but_a_person_may(house: House) -> None:
    first, second = approved(house, days=1), approved(house, retimed(6))
    later = NOW + timedelta(days=1)
    for _ in range(2):
        assert version_effect.sweep(house, later) == 0
    assert [state_of(house, one) for one in (first, second)] == ["waiting", "active"]
    assert [one["code"] for one in log(house, "version.hold")] == ["overtaken"]
    with house.work() as work:
        page = version_page.of_version(work, actor_of(house, AUTHOR), first, NOW)
    assert page.held is not None
    assert "Phiên bản 3 mới hơn" in page.held.vi
    # Said by a person after the newer one began, its day is its own again.
    with house.work() as work:
        version_life.activate(work, actor_of(house, APPROVER), first, NOW, TODAY + timedelta(days=2))
    with house.work() as work:
        assert version_page.of_version(work, actor_of(house, AUTHOR), first, NOW).held is None
    assert version_effect.sweep(house, NOW + timedelta(days=2)) == 1
    assert in_use(house) == (2, True)
