"""What a citizen gets of his own dossier: what he sent himself, and nothing that officers keep."""

from __future__ import annotations

import pytest
from fixtures_dossier import PDF, actor_of, file_dossier
from fixtures_house import NOW
from fixtures_watch import value

from motcua.domain.errors import NotFoundError
from motcua.services.desk import lookup
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.work import House


def test_a_draft_that_an_officer_attached_to_his_form_is_not_the_applicants(house: House) -> None:
    code = file_dossier(house, "1.001193", "khoi@example.vn")
    citizen = actor_of(house, "khoi@example.vn")
    dossier_id = value(house, "select id from dossier")
    with house.work() as work:
        own = {file.slot for file in lookup.own(work, citizen, code, NOW).files}
        kept = files.keep(
            work,
            Upload("du_thao.pdf", PDF),
            NOW,
            uploaded_by=None,
            dossier_id=dossier_id,
            slot="step:/du_thao",
        )
    assert own == {"paper:giay_chung_sinh"}
    with house.work() as work:
        assert {file.slot for file in lookup.own(work, citizen, code, NOW).files} == own
        with pytest.raises(NotFoundError):
            lookup.own_file(work, citizen, code, kept, NOW)
