"""A request to change a procedure, filed by an agency's officer with a file, for the addresses that name one."""

from __future__ import annotations

from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW

from motcua.services.papers.files import Upload
from motcua.services.process import change_requests
from motcua.services.process.change_requests import NewRequest
from motcua.services.work import House
from motcua.store.agencies import agency as agencies
from motcua.store.papers import file as files
from motcua.store.process import procedure as procedures


def change_things(house: House, agency_id: int, code: str) -> dict[str, object]:
    """Their addresses' values: `request_id`, `request_file`, and `procedure_id` of what is reviewed."""
    with house.work() as work:
        agency = agencies.by_id(work.connection, agency_id)
        assert agency is not None
        person = actor_of(house, "ha.tran" if agency.code == "H50.16" else "tp.tiepnhan")
        upload = Upload("de-nghi.pdf", PDF)
        wanted = NewRequest(code, "process", "Rút ngắn thẩm định", "Thẩm định quá dài.", [upload])
        request_id = change_requests.file(work, person, wanted, NOW)
        procedure = procedures.by_code(work.connection, code)
        assert procedure is not None
        kept = files.of_change_request(work.connection, request_id)[0].id
    return {"request_id": request_id, "request_file": kept, "procedure_id": procedure.id}
