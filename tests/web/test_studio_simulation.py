"""The pages of simulations: numbers typed by a person, a reckoning that can be left, its outcome in words (A-18)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fixtures_house import NOW, token_of
from fixtures_watch import rows
from flask.testing import FlaskClient
from lxml import html

from motcua.services.simulation import simulations
from motcua.services.work import House
from motcua.store.process import procedure as procedures

pytestmark = pytest.mark.req("A-18")

Sign = Callable[..., FlaskClient]


def fields(page: str, action: str) -> dict[str, str]:
    """What a browser would send of the form with this address."""
    form = next(one for one in html.fromstring(page).forms if one.action == action)
    return {name: value or "" for name, value in form.form_values()}


def test_a_simulation_is_asked_for_left_and_found_again(sign_in: Sign, house: House) -> None:
    browser = sign_in("soan.quytrinh")
    with house.work() as work:
        row = procedures.current(work.connection, "1.013225")
    assert row is not None
    address = f"/thiet-ke/phien-ban/{row.version_id}/mo-phong"
    typed = fields(browser.get(address).text, address)
    assert typed["arrivals"] == "8"
    refused = browser.post(address, data={**typed, "arrivals": "nhiều", "people-chuyen_vien": "0"})
    assert refused.status_code == 422
    assert "Nhập một số" in refused.text
    refused = browser.post(address, data={**typed, "people-chuyen_vien": "0", "dossiers": "9"})
    assert "Số chưa hợp lệ" in refused.text
    assert 'value="9"' in refused.text
    asked = browser.post(
        address, data={**typed, "arrivals": "8,5", "dossiers": "100", "people-chuyen_vien": "2"}
    )
    assert asked.status_code == 303, asked.text
    run = asked.headers["Location"]
    assert "Đang tính" in browser.get(run).text
    number = int(run.rpartition("/")[2])
    assumed = rows(house, "select assumed from simulation where id = :id", id=number)[0].assumed
    assert (assumed["arrivals"], assumed["people"]["chuyen_vien"]) == (8.5, 2)
    assert assumed["branches"] == pytest.approx(assumed_before(house, row.version_id), abs=0.001)
    simulations.carry_out(house, number, NOW)
    shown = browser.get(run).text
    assert "Bước “Kiểm tra thực địa, thẩm định, dự thảo”" in shown
    assert "heat-over" in shown
    assert "Quá tải" in shown
    assert re.search(r"với độ tin cậy 95%: [0-9,]+% – [0-9,]+%", shown)
    browser.post("/language/en", data={"csrf_token": token_of(shown)})
    assert browser.get(run).status_code == 200
    browser.post("/language/vi", data={"csrf_token": token_of(shown)})
    assert "Mô phỏng" in browser.get(address).text
    assert sign_in("vinh.le").get(run).status_code == 403
    assert browser.post(run, data={"csrf_token": token_of(shown)}).status_code == 303
    assert browser.get(run).status_code == 404


def assumed_before(house: House, version_id: int) -> dict[str, float]:
    """The shares that the model alone gives."""
    from motcua.domain.simulation.simulation import assumed_for

    with house.work() as work:
        model = house.versions.get(work.connection, version_id).model
    return dict(assumed_for(model).branches)
