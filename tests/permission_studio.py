"""What the addresses of the studio name: a procedure of an agency's own, with its version in use and a draft of the next."""

from __future__ import annotations

from fixtures_dossier import actor_of
from fixtures_house import NOW
from permission_change import change_things
from permission_forms import form_things
from permission_life import life_things
from permission_migration import migration_things
from permission_slips import slip_things
from permission_trial import trial_things
from step_table_files import PROCEDURES, plain_word

from motcua.services.papers.files import Upload
from motcua.services.process import process_upload
from motcua.services.work import House
from motcua.store.agencies import agency as agencies
from motcua.store.process import procedure as procedures
from motcua.store.process import process_draft as process_drafts

MODEL = "1.001193"


def studio_things(house: House, agency_id: int) -> dict[str, object]:
    """Their addresses' values: `studio_code`, `version_id`, `process_draft`, and uploads: `upload_id`, `upload_file`."""
    author = actor_of(house, "soan.quytrinh")
    code = f"9.{agency_id:06}"
    with house.work() as work:
        connection = work.connection
        model = procedures.by_code(connection, MODEL)
        assert model is not None
        version = procedures.version(connection, model.version_id)
        assert version is not None
        bpmn = bytes(version.bpmn).replace(MODEL.encode(), code.encode())
        procedure_id = procedures.save(
            connection,
            code=code,
            field=model.field,
            level="tinh",
            name=f"Thủ tục riêng {code}",
            name_en="",
            search_text="",
            owner_id=agency_id,
        )
        released = procedures.release(
            connection, procedure_id, bpmn=bpmn, forms=version.forms, digest=code, released_at=NOW
        )
        draft_id = process_drafts.add(
            connection,
            code=code,
            name=f"Thủ tục riêng {code}",
            field=model.field,
            level="tinh",
            owner_id=agency_id,
            procedure_id=procedure_id,
            based_on=released.id,
            bpmn=bpmn,
            forms={},
            origin="version",
            author_id=author.id,
            author_name=author.name,
            created_at=NOW,
            hands=[author.id],
            updated_by=author.id,
            updated_by_name=author.name,
            updated_at=NOW,
        )
        life = life_things(work, draft_id, procedure_id, bpmn, version.forms)
        work.commit()
    return {
        **life,
        "studio_code": code,
        "version_id": released.id,
        "process_draft": draft_id,
        **_uploads(house, agency_id, bpmn),
        **migration_things(house, released.id),
        **change_things(house, agency_id, code),
        **trial_things(house, released.id, agency_id),
        **form_things(house),
        **slip_things(house, agency_id),
    }


def _uploads(house: House, agency_id: int, bpmn: bytes) -> dict[str, object]:
    """A table and a foreign process, which are their person's alone: the province's administrator's, or an author's."""
    with house.work() as work:
        agency = agencies.by_id(work.connection, agency_id)
    assert agency is not None
    person = actor_of(house, "quantri.tinh" if agency.code == "H50.16" else "soan.quytrinh")
    found: dict[str, object] = {}
    for key, name, content in (
        ("upload_id", "bang.docx", plain_word(PROCEDURES["p04"])),
        ("upload_file", "quy-trinh.bpmn", bpmn),
    ):
        with house.work() as work:
            found[key], _kind = process_upload.keep(work, person, Upload(name, content), NOW)
    return found
