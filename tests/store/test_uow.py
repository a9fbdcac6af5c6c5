"""The unit of work: all or nothing, jobs included, instants in UTC."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures_house import NOW
from fixtures_watch import everything, rows, value

from motcua.services.work import House


def test_an_exception_takes_back_rows_audit_and_jobs(house: House) -> None:
    def break_off() -> None:
        with house.work() as work:
            work.record(at=NOW, actor_name="", action="x", detail={})
            work.defer("notify_group", {"dossier_id": 1})
            raise RuntimeError("in the middle")

    before = everything(house)
    with pytest.raises(RuntimeError):
        break_off()
    assert everything(house) == before


def test_a_job_exists_when_the_change_is_committed_and_not_before(house: House) -> None:
    with house.work() as work:
        work.defer("notify_group", {"dossier_id": 1}, queue="slow", at=NOW)
        assert value(house, "select count(*) from procrastinate_jobs") == 0
        work.commit()
    (job,) = rows(house, "select task_name, queue_name, args, status, scheduled_at from procrastinate_jobs")
    assert tuple(job) == ("notify_group", "slow", {"dossier_id": 1}, "todo", NOW)


def test_instants_come_back_in_utc(house: House) -> None:
    with house.work() as work:
        work.record(at=NOW, actor_name="", action="x", detail={})
        work.commit()
    assert value(house, "select at from audit where action = 'x'").utcoffset() == timedelta(0)
