"""What the addresses of the form library name: a form in use with an open draft, a shared field with a run."""

from __future__ import annotations

from fixtures_dossier import actor_of
from fixtures_house import NOW

from motcua.services.forms import form_drafts
from motcua.services.work import House
from motcua.store.forms import form_draft as drafts
from motcua.store.forms import shared_field as shared

FIELD, KEY, NAME = "ho_tich", "khai_sinh", "so_cccd"
# Forms and shared fields are the province's: there are none of somebody else.
ADDRESSES = ("/thiet-ke/bieu-mau", "/thiet-ke/truong-chung")
CONSTANT = {"field": FIELD, "key": KEY, "name": NAME, "number": 1}


def form_things(house: House) -> dict[str, object]:
    """`form_draft`, a changed draft of the form, and `shared_run`, a run of the shared field without any form."""
    author = actor_of(house, "soan.quytrinh")
    with house.work() as work:
        known = drafts.open_of(work.connection, FIELD, KEY)
        if known is not None:
            (run, *_) = shared.runs(work.connection, NAME)
            return {"form_draft": known.id, "shared_run": run.id}
        draft_id = form_drafts.next_version(work, author, FIELD, KEY, NOW)
        row = form_drafts.get(work, author, draft_id)
        form_drafts.save(work, author, draft_id, {**row.schema, "title": "Tờ khai thử"}, 1, NOW)
        run_id = shared.start_run(
            work.connection, [], name=NAME, number=1, reason="thử", author_id=author.id,
            author_name=author.name, started_at=NOW,
        )  # fmt: skip
        work.commit()
    return {"form_draft": draft_id, "shared_run": run_id}
