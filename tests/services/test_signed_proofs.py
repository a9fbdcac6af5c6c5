"""Where authorities may be asked, what is signed in the house carries its proofs and still counts (A-14, F-13)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures_house import NOW
from fixtures_model import finish, waiting
from fixtures_watch import rows
from services.signing_story import (
    LEADER,
    at_signing,
    key_folder,
    ordered,
    registered,
    released,
    run_of,
    signing_house,
)
from signed_samples import host_of
from sqlalchemy import text

from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.contrib.signing.time_stamp import TimeStampAuthority
from motcua.services.signing import order_work
from motcua.services.work import House


@pytest.mark.req("A-14", "F-13")
def test_a_signature_with_its_proofs_is_taken_and_the_step_goes_on(
    house: House, authority: SandboxPki, tmp_path: Path
) -> None:
    released(house)
    house = signing_house(house, authority, key_folder(authority, tmp_path, quoc_dang="giam_doc"))
    with house.engine.begin() as connection:
        hosts = json.dumps([host_of(authority)])
        connection.execute(text("update trust_anchor set hosts = cast(:hosts as jsonb)"), {"hosts": hosts})
    house = replace(house, time_stamper=TimeStampAuthority(f"{authority.address}/tsa"))
    code, task_id = at_signing(house)
    run_id = ordered(house, [(code, task_id)], registered(house))
    order_work.carry_out(house, run_id, NOW)
    assert [one.problem for one in run_of(house, run_id).failed] == []
    (record,) = rows(house, "select * from signature")
    assert record.verdict == "valid"
    assert b"/DSS" in house.files.get(record.sha256)
    finish(house, code, "b", login=LEADER)
    assert list(waiting(house, code)) == ["c"]
