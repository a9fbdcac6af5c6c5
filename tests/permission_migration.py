"""What the addresses of moving dossiers name: a run between two versions of an agency's own procedure."""

from __future__ import annotations

from uuid import uuid4

from fixtures_dossier import actor_of
from fixtures_house import NOW

from motcua.services.work import House
from motcua.store.process import procedure as procedures
from motcua.store.version import version_life, version_migration


def migration_things(house: House, version_id: int) -> dict[str, object]:
    """`migration_id`: a run that moved no dossier."""
    with house.work() as work:
        row = procedures.version(work.connection, version_id)
        assert row is not None
        other = version_life.add(
            work.connection,
            row.procedure_id,
            bpmn=row.bpmn,
            forms=row.forms,
            digest="moved",
            released_at=NOW,
        )
        run = version_migration.add(
            work.connection,
            key=uuid4(),
            from_id=version_id,
            to_id=other,
            mapping={},
            reason="thử",
            account_id=actor_of(house, "duyet.quytrinh").id,
            actor_name="",
            started_at=NOW,
        )
        work.commit()
    return {"migration_id": run}
