"""The main job on birth registration: due the same day, and no result until the desk confirms it."""

from __future__ import annotations

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, finish_step
from fixtures_watch import local, rows, run_jobs, value
from services.main_job_story import dossier, hand_over

from motcua.services.dossier import results
from motcua.services.work import House


@pytest.mark.req("D-14")
def test_birth_registration_has_no_result_until_the_desk_confirms_it(house: House) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn", now=local("2026-11-23 08:00"))
    accept_dossier(house, code, local("2026-11-23 08:30"))
    registered, signed = local("2026-11-23 10:00"), local("2026-11-23 14:15")
    finish_step(house, code, "T_tiep_nhan", now=registered)
    finish_step(house, code, "T_ky", now=signed)
    row = dossier(house, code)
    assert (row.state, row.engine_ended, row.result_at) == ("processing", True, None)
    run_jobs(house)
    assert value(house, "select count(*) from message where event = 'result'") == 0
    confirmed = local("2026-11-23 15:00")
    with house.work() as work:
        results.confirm(work, actor_of(house, "hien.bui"), code, confirmed)
    run_jobs(house)
    row = dossier(house, code)
    assert (row.state, row.result_at, row.result_counted_at) == ("result_available", confirmed, confirmed)
    assert value(house, "select count(*) from message where event = 'result'") == 1
    hand_over(house, code, "hien.bui", local("2026-11-23 16:00"), "Võ Đình Khôi")
    assert dossier(house, code).state == "returned"
    assert value(house, "select count(*) from clock_interval where ended_at is null") == 0


def test_birth_registration_is_due_the_same_day_and_so_is_every_step(house: House) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn", now=local("2026-11-23 14:30"))
    accept_dossier(house, code, local("2026-11-23 14:45"))
    closing = local("2026-11-23 17:00")
    row = dossier(house, code)
    assert (row.due_at, row.appointment_at) == (closing, closing)
    (step,) = rows(house, "select due_at, budget_seconds from dossier_step")
    # Five hours of budget, but never beyond the dossier's own due time.
    assert (step.due_at, step.budget_seconds) == (closing, 5 * 3600)


def test_birth_registered_after_the_cut_off_is_due_the_next_working_day(house: House) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn", now=local("2026-11-23 15:00"))
    accept_dossier(house, code, local("2026-11-23 15:00:01"))
    # Tuesday is a holiday.
    assert dossier(house, code).due_at == local("2026-11-25 17:00")
