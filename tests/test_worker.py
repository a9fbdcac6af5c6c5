"""The worker: jobs run once committed, are harmless when run again, and outlive a failure of the carrier."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier
from fixtures_house import NOW
from fixtures_model import waiting
from fixtures_waits import call, catch, model, started, step, timer
from fixtures_watch import local, rows, run_jobs, value

from motcua.domain.errors import NotFoundError
from motcua.extend.notification import Note
from motcua.services.messages import applicant_told, inbox, notifications
from motcua.services.work import House
from motcua.worker import JOBS, build_app


@dataclass
class Carrier:
    """A channel that remembers what it was given, and may be out of order."""

    name: str = "test"
    medium: str = "email"
    is_down: bool = False
    sent: list[Note] = field(default_factory=list)

    def send(self, note: Note) -> None:
        if self.is_down:
            raise ConnectionError("no route to host")
        self.sent.append(note)


def test_every_channel_is_given_the_message_in_the_persons_language(house: House) -> None:
    carrier = Carrier()
    code = file_dossier(house)
    with house.work() as work:
        work.connection.exec_driver_sql("update account set language = 'en' where login = 'hang@example.vn'")
        work.commit()
    run_jobs(replace(house, channels=(carrier,)))
    (note,) = carrier.sent
    assert (note.address, note.event, note.dossier_code) == ("hang@example.vn", "sent", code)
    assert note.body.startswith(f"Dossier {code} was sent")


def test_a_carrier_out_of_order_delays_neither_the_message_nor_the_other_channels(house: House) -> None:
    carrier, other = Carrier(is_down=True), Carrier("other")
    file_dossier(house)
    broken = replace(house, channels=(carrier, other))
    run_jobs(broken)
    assert value(house, "select count(*) from message where event = 'sent'") == 1
    assert [note.event for note in other.sent] == ["sent"]
    (job,) = rows(house, "select status, attempts, args from procrastinate_jobs")
    assert (job.status, job.attempts, job.args["channel"]) == ("todo", 1, "test")
    carrier.is_down = False
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update procrastinate_jobs set scheduled_at = null")
    run_jobs(broken)
    assert [note.event for note in carrier.sent] == ["sent"]
    assert value(house, "select count(*) from procrastinate_jobs") == 0


def test_a_job_whose_worker_died_is_taken_up_again(house: House) -> None:
    file_dossier(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"
            " returning id) update procrastinate_jobs set status = 'doing', worker_id = (select id from dead)"
        )
        connection.exec_driver_sql(
            "insert into procrastinate_jobs (queue_name, task_name, args)"
            " values ('default', 'take_up_stalled_jobs', '{\"timestamp\": 0}')"
        )
    run_jobs(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update procrastinate_jobs set scheduled_at = null")
    run_jobs(house)
    assert value(house, "select count(*) from message where event = 'sent'") == 1
    assert value(house, "select count(*) from procrastinate_jobs where status = 'doing'") == 0


def test_jobs_come_by_themselves_only_in_a_worker_that_lasts(house: House) -> None:
    timed = {job.does.__name__ for job in JOBS if job.cron} | {"take_up_stalled_jobs"}
    lasting, passing = build_app(house), build_app(house, is_lasting=False)
    assert {name for name, _ in lasting.periodic_registry.periodic_tasks} == timed
    assert not passing.periodic_registry.periodic_tasks
    run_jobs(house)
    assert value(house, "select count(*) from procrastinate_periodic_defers") == 0
    # What was asked for is done all the same, whatever its name.
    assert timed <= set(passing.tasks)


def test_a_job_run_twice_tells_nobody_twice(house: House) -> None:
    carrier = Carrier()
    told = replace(house, channels=(carrier,))
    file_dossier(house)
    dossier_id = value(house, "select id from dossier")
    with told.work() as work:
        assert applicant_told.tell(work, dossier_id, "sent", NOW)
    with told.work() as work:
        assert not applicant_told.tell(work, dossier_id, "sent", NOW)
    with told.work() as work:
        assert notifications.tell_group(work, dossier_id, NOW) == 2
    with told.work() as work:
        assert notifications.tell_group(work, dossier_id, NOW) == 0
    run_jobs(told)
    assert len(carrier.sent) == 1


def test_a_job_about_an_unknown_dossier_ends_quietly(house: House) -> None:
    with house.work() as work:
        assert not applicant_told.tell(work, 999, "sent", NOW)
        assert notifications.tell_group(work, 999, NOW) == 0


def test_the_worker_makes_the_calls_of_a_process_and_fires_its_timers(house: House) -> None:
    calls = model("S>s s>t t>b b>E", call("s", "tax.fetch"), catch("t", timer("@2020-01-01")), step("b"))
    code = started(house, calls, now=local("2026-11-16 09:00"))
    run_jobs(house)
    assert list(waiting(house, code)) == ["b"]
    kept = house.cipher.open_json(value(house, "select step_values_sealed from dossier"))
    assert kept == {"thue_ket_qua": "hop_le", "thue_ma_so": code}
    outcomes = [row.outcome for row in rows(house, "select outcome from dossier_wait order by id")]
    assert outcomes == ["answered", "fired"]


def test_the_sweep_takes_up_a_timer_whose_job_was_lost(house: House) -> None:
    code = started(house, model("S>t t>b b>E", catch("t", timer("@2020-01-01")), step("b")), now=NOW)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("delete from procrastinate_jobs")
        connection.exec_driver_sql(
            "insert into procrastinate_jobs (queue_name, task_name, args)"
            " values ('default', 'sweep_waits', '{\"timestamp\": 0}')"
        )
    run_jobs(house)
    assert list(waiting(house, code)) == ["b"]


def test_messages_count_as_unread_until_they_are_opened(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    run_jobs(house)
    citizen = actor_of(house, "hang@example.vn")
    with house.work() as work:
        assert inbox.unread(work, citizen) == 2
        newest, oldest = inbox.page(work, citizen)
        assert [(row.event, row.code, row.read_at) for row in (newest, oldest)] == [
            ("accepted", code, None),
            ("sent", code, None),
        ]
        assert inbox.open_one(work, citizen, oldest.id, NOW) == code
        assert inbox.unread(work, citizen) == 1
        with pytest.raises(NotFoundError):
            inbox.open_one(work, actor_of(house, "vinh.le"), newest.id, NOW)
        inbox.read_all(work, citizen, NOW)
        assert inbox.unread(work, citizen) == 0
        assert [row.read_at for row in inbox.page(work, citizen)] == [NOW, NOW]
