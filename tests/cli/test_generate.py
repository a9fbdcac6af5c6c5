"""`motcua generate`: invented dossiers that the services cannot tell from their own, and as many as were asked for."""

from __future__ import annotations

from random import Random

import pytest
from fixtures_dossier import actor_of, file_dossier, finish_step, open_page
from fixtures_house import NOW
from fixtures_watch import rows, value

from motcua.services.audit import audit_seal, audit_verify
from motcua.services.dossier import steps, waits
from motcua.services.dossier.steps import Completion
from motcua.services.intake import intake
from motcua.services.sample import generate, generate_life
from motcua.services.sample.generate import Crowd, Stock
from motcua.services.sample.generate_life import filing_time
from motcua.services.work import House
from motcua.store.base import Record

COUNT, SEED = 400, 7
CROWD = Crowd("H50.16", "1.001612", "T_tham_dinh", 30)


@pytest.fixture
def stock(house: House) -> Stock:
    generate.prepare(house, COUNT, 1, NOW)
    with house.work() as work:
        return generate.stock(work, COUNT, SEED, NOW)


@pytest.fixture
def written(house: House, stock: Stock) -> int:
    with house.work() as work:
        return sum(generate.write(work, stock, one) for one in generate.batches(COUNT, SEED, NOW.date()))


@pytest.fixture
def crowded(house: House, stock: Stock) -> int:
    with house.work() as work:
        return generate.write_crowd(work, stock, CROWD)


def test_there_are_as_many_as_asked_for_and_nothing_happens_after_the_present(
    house: House, written: int
) -> None:
    filed = value(house, "select count(*) from dossier")
    # Those of today whose hour has not come yet are left out.
    assert written == COUNT
    assert COUNT - 10 <= filed <= COUNT
    assert value(house, "select count(distinct code) from dossier") == filed
    assert value(house, "select count(*) from audit where at > :now and action <> 'view'", now=NOW) == 0
    assert value(house, "select count(*) from dossier_step where left_at > :now", now=NOW) == 0
    assert value(house, "select count(distinct state) from dossier") >= 3


def test_the_same_seed_gives_the_same_lives(stock: Stock) -> None:
    office = next(iter(stock.offices.values()))
    route = stock.routes[0]

    def lives(seed: int) -> list[generate_life.Life]:
        rng = Random(seed)
        day = office.calendar.local(NOW).replace(day=2, hour=0)
        return [generate_life.live(rng, route, office, filing_time(rng, day)) for _ in range(20)]

    assert lives(1) == lives(1) != lives(2)


def test_due_times_are_those_that_the_services_compute(house: House, crowded: int, written: int) -> None:
    query = (
        "select d.id, d.due_at, d.appointment_at, s.due_at as step_due from dossier d"
        " join dossier_step s on s.dossier_id = d.id and s.left_at is null where d.accepted_at is not null order by d.id"
    )
    before = rows(house, query)
    assert len(before) >= CROWD.count
    with house.work() as work:
        for row in before:
            waits.reindex(work, row.id, NOW)
        work.commit()
    assert rows(house, query) == before


def test_a_generated_dossier_is_written_as_the_services_write_one(house: House, crowded: int) -> None:
    """The life of one is lived again by the services, at the same instants by the same people."""
    code = value(
        house,
        "select d.code from dossier d join dossier_step s on s.dossier_id = d.id"
        " where s.step_id = 'T_tham_dinh' and s.holder_id is null order by d.id limit 1",
    )
    mine = _rows_of(house, code)
    again = file_dossier(house, CROWD.procedure_code, now=mine["dossier"][0].submitted_at)
    names = {row.id: row.login for row in rows(house, "select id, login from account")}
    by = {row.action: row.actor_id for row in mine["audit"]}
    with house.work() as work:
        officer = actor_of(house, names[by["accept"]])
        checklist = mine["dossier"][0].checklist
        intake.accept(work, officer, again, checklist, mine["dossier"][0].accepted_at)
    for step in mine["steps"]:
        if step.left_at is None:
            continue
        officer = actor_of(house, names[step.holder_id])
        with house.work() as work:
            steps.claim(work, officer, again, step.task_id, step.claimed_at)
        done = Completion(opinion="Đạt.")
        with house.work() as work:
            steps.finish(work, officer, again, step.task_id, done, step.left_at)
    theirs = _rows_of(house, again)
    for table in ("dossier", "steps", "clocks", "audit"):
        assert _compared(mine[table]) == _compared(theirs[table]), table


def _rows_of(house: House, code: str) -> dict[str, list[Record]]:
    about = {
        "dossier": "select * from dossier where code = :code",
        "steps": "select s.* from dossier_step s join dossier d on d.id = s.dossier_id where d.code = :code order by s.id",
        "clocks": "select i.* from clock_interval i join dossier d on d.id = i.dossier_id where d.code = :code"
        " order by i.kind, i.started_at, i.subject",
        "audit": "select a.* from audit a join dossier d on d.id = a.dossier_id where d.code = :code"
        " and a.action <> 'view' order by a.at, a.id",
    }
    return {table: list(rows(house, query, code=code)) for table, query in about.items()}


# What is another dossier's or applicant's, or chance; all else must be equal.
OWN = {
    "id", "dossier_id", "code", "applicant_id", "applicant_name", "applicant_folded", "applicant_sealed",
    "identity_digest", "channel", "data_sealed", "mac", "step_values_sealed",
}  # fmt: skip


def _compared(found: list[Record]) -> list[dict[str, object]]:
    told = []
    for row in found:
        kept = {key: value for key, value in row._mapping.items() if key not in OWN}
        if kept.get("action") == "submit":
            kept |= {"actor_id": 0, "actor_name": "", "detail": {}}
        told.append(kept)
    return told


def test_generated_dossiers_open_and_go_on(house: House, crowded: int) -> None:
    (first, *_) = rows(house, "select code from dossier order by id desc limit 1")
    shown = open_page(house, first.code, login="vinh.le")
    assert shown.deadline is not None
    assert shown.contact["identity"]
    assert [visit.row.left_at is None for visit in shown.visits] == [False, False, True]
    finish_step(house, first.code, "T_tham_dinh")
    assert open_page(house, first.code).waiting[0].row.step_id == "T_ky"


def test_the_history_carries_genuine_codes(house: House, written: int) -> None:
    audit_seal.seal(house, thoroughly=True)
    assert audit_verify.verify(house, NOW).is_sound


def test_identity_numbers_are_nowhere_in_the_open(house: House, stock: Stock, written: int) -> None:
    number = stock.people[0].identity
    for table in ("dossier", "dossier_step", "audit", "account"):
        assert value(house, f"select count(*) from {table} t where t::text like :any", any=f"%{number}%") == 0


def test_the_command_fills_the_sample_province(motcua_json, house, database_url) -> None:
    told = motcua_json(
        "generate", "--dossiers", "60", "--wards", "1", "--processes", "1", database=database_url
    )
    assert told["dossiers"] == 60
    assert told["seed"] == 1
    assert 50 <= value(house, "select count(*) from dossier") <= 60
    agencies = value(house, "select count(distinct agency_id) from dossier")
    assert agencies >= 2
