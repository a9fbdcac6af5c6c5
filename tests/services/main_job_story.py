"""A household's dossier told step by step, and what is read of it.

The week of the story: Thursday 19/11/2026 to Friday 27/11/2026, Tuesday 24/11 being a holiday; office hours
07:00-11:30 and 13:30-17:00.
"""

from __future__ import annotations

from datetime import datetime

from fixtures_dossier import accept_dossier, actor_of, file_dossier, finish_step
from fixtures_watch import local, rows

from motcua.services.dossier import results
from motcua.services.work import House

SENT = local("2026-11-18 20:30")
ACCEPTED = local("2026-11-19 08:00")
# Step, when it is finished, at which instant that counts, and its working seconds.
STORY = [
    ("T_tiep_nhan", "ha.tran", "2026-11-19 09:30:00", "2026-11-19 09:30:00", 5_400),
    ("T_phan_cong", "thang.nguyen", "2026-11-20 20:00:00", "2026-11-23 07:00:00", 48_600),
    ("T_tham_dinh", "vinh.le", "2026-11-23 16:59:30", "2026-11-23 16:59:30", 28_770),
    ("T_ky", "thang.nguyen", "2026-11-25 07:00:30", "2026-11-25 07:00:30", 60),
    ("T_phat_hanh", "dung.vo", "2026-11-25 07:30:30", "2026-11-25 07:30:30", 1_800),
    ("T_tra", "ha.tran", "2026-11-25 07:59:59", "2026-11-25 07:59:59", 1_769),
]
DUE = local("2026-11-25 08:00")
APPOINTMENT = local("2026-11-25 13:30")
RETURNED = local("2026-11-27 09:00")


def tell(house: House, until: str = "") -> str:
    """The story up to the step `until`, which then waits; the dossier's code."""
    code = file_dossier(house, now=SENT)
    accept_dossier(house, code, ACCEPTED)
    for step, _, at, _, _ in STORY:
        if step == until:
            return code
        finish_step(house, code, step, now=local(at))
    return code


def hand_over(
    house: House, code: str, login: str, now: datetime, recipient: str = "Nguyễn Thị Bích Hằng"
) -> None:
    with house.work() as work:
        results.return_result(work, actor_of(house, login), code, recipient, "desk", now)


def dossier(house: House, code: str):
    (row,) = rows(house, "select * from dossier where code = :code", code=code)
    return row
