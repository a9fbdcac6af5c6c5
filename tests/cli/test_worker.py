"""`motcua worker --until-empty`: does every waiting job and ends."""

from __future__ import annotations

from fixtures_dossier import file_dossier
from fixtures_watch import rows, value


def test_the_worker_does_what_waits_and_ends(motcua, house, database_url: str) -> None:
    code = file_dossier(house)
    done = motcua("worker", "--until-empty", database=database_url)
    assert done.returncode == 0, done.stderr
    assert value(house, "select count(*) from procrastinate_jobs") == 0
    assert {row.event.partition(":")[0] for row in rows(house, "select event from message")} == {
        "sent",
        "step",
    }
    # The log finds the message again, and names nobody.
    assert f"message sent about {code}" in done.stderr
    assert "Hằng" not in done.stderr
