"""The spreadsheet of a procedure's answers, as a leader asks for it at the desk."""

from __future__ import annotations

from collections.abc import Callable

from fixtures_dossier import file_dossier
from fixtures_portal import BUSINESS, words
from flask.testing import FlaskClient

from motcua.services.work import House

SignIn = Callable[[str], FlaskClient]


def test_a_leader_chooses_and_gets_the_workbook(house: House, sign_in: SignIn) -> None:
    file_dossier(house)
    leader = sign_in("tuan.le")
    assert 'href="/desk/answers"' in leader.get("/desk/oversight").get_data(as_text=True)
    page = leader.get("/desk/answers").get_data(as_text=True)
    assert f'value="{BUSINESS}"' in page
    asked = {"code": BUSINESS, "first": "2026-11-20", "last": "2026-11-23"}
    file = leader.get("/desk/answers/file", query_string=asked)
    assert file.status_code == 200
    assert file.get_data().startswith(b"PK")
    assert "to-khai-1.001612-20261120-20261123.xlsx" in file.headers["Content-Disposition"]
    for wrong, said in (({"last": "2026-11-01"}, "không trước ngày đầu"), ({"first": "x"}, "Chọn ngày đầu")):
        answer = leader.get("/desk/answers/file", query_string={**asked, **wrong})
        assert answer.status_code == 422
        assert said in words(answer)
    assert sign_in("vinh.le").get("/desk/answers/file", query_string=asked).status_code == 403
