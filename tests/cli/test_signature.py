"""`motcua signature`: what an administrator sees of the signing services before anybody signs."""

import json

import pytest
from click.testing import CliRunner

from motcua.cli import main
from motcua.domain.signing.signature_service import ServiceSetting
from motcua.settings import PACKAGE, SettingsError, create_keys, load


@pytest.fixture
def run(pki, tmp_path, monkeypatch):
    create_keys(tmp_path)
    told = [
        {"key": "may_chu", "kind": "pkcs12", "title": "Khóa máy chủ", "folder": str(pki.folder)},
        {"key": "tu_xa", "kind": "csc", "title": "Từ xa", "address": "http://127.0.0.1:9/csc/v1"},
        {"key": "cua_toi", "kind": "browser", "title": "Máy của tôi"},
    ]
    (tmp_path / "services.json").write_text(json.dumps(told))
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.setenv("MOTCUA_SIGNATURE_SERVICES", str(tmp_path / "services.json"))
    return lambda *words: CliRunner().invoke(main, ["signature", *words])


@pytest.mark.req("F-13")
def test_services_are_listed_with_whether_they_answer(run):
    lines = run("services").output.splitlines()
    assert [line.split()[0] for line in lines] == ["may_chu", "tu_xa", "cua_toi"]
    assert "answers, certificates: 15" in lines[0]
    assert "does not answer" in lines[1]
    assert json.loads(run("services", "--json").output)[2]["state"] == "keys are with their owners"


@pytest.mark.req("F-13")
def test_certificates_are_listed_by_owner(run):
    (row,) = json.loads(run("certificates", "may_chu", "--owner", "giam_doc", "--json").output)
    assert (row["reference"], row["holder"], row["organisation"]) == (
        "giam_doc",
        "Trần Thị Quỳnh Như",
        "Sở Xây dựng",
    )
    assert "Phạm Hết Hạn, Sở Xây dựng" in run("certificates", "may_chu").output
    assert run("certificates", "tu_xa").exit_code == 1
    assert "known: may_chu, tu_xa, cua_toi" in run("certificates", "nowhere").output


@pytest.mark.req("F-13")
def test_the_sandbox_has_keys_of_officers_of_the_sample_province_and_seals_of_its_agencies(run):
    province = json.loads((PACKAGE / "data/sample/province.json").read_text(encoding="utf-8"))
    names = {one["login"]: one["name"] for one in province["staff"]}
    names |= {one["code"]: one["name"] for one in province["agencies"]}
    rows = json.loads(run("certificates", "may_chu", "--json").output)
    found = {one["reference"]: one["holder"] for one in rows if one["reference"] in names}
    assert {"quoc.dang", "hien.bui", "H50.16"} <= set(found)
    assert found.items() <= names.items()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "Đ"}, "key must be"),
        ({"kind": "usb"}, "kind must be one of"),
        ({"title": " "}, "missing: title"),
        ({"address": ""}, "missing: address"),
        ({"address": "ftp://x"}, "must begin with https"),
        ({"pin": "1"}, "unknown keys: pin"),
        ({"seconds": "0"}, "seconds must be"),
    ],
)
def test_a_service_that_cannot_be_read_stops_the_start_and_says_why(change, words, monkeypatch):
    told = {"key": "r", "kind": "csc", "title": "Ký từ xa", "address": "https://ky.example.vn/csc/v1"}
    assert ServiceSetting.from_dict(told).options == {"address": told["address"]}
    keys = {"MOTCUA_SECRET_KEY": "x" * 48, "MOTCUA_DATA_KEY": "A" * 43 + "="}
    with pytest.raises(SettingsError, match=words):
        load(keys | {"MOTCUA_SIGNATURE_SERVICES": json.dumps([told | change])})
    with pytest.raises(SettingsError, match="MOTCUA_TSA_URL"):
        load(keys | {"MOTCUA_TSA_URL": "tsa.example.vn"})
