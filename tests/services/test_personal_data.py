"""Personal data at rest and in view: sealed in every table, found by digest, every opening recorded (M-14)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures_dossier import accept_dossier, actor_of, file_dossier, finish_step, open_page, walk_dossier
from fixtures_house import NOW
from fixtures_watch import everything, rows, run_jobs

from motcua.services.accounts import registration
from motcua.services.accounts.registration import Registration
from motcua.services.desk import dossiers, lookup, worklist, worklist_view
from motcua.services.dossier.steps import Completion
from motcua.services.work import House
from motcua.store.cipher import Cipher, SealError

# Of the citizen Võ Đình Khôi; the other sample number stands in the library as an example.
IDENTITY, PHONE = "045090001236", "0977410058"


def test_no_table_holds_an_identity_or_telephone_number_in_the_open(house: House) -> None:
    own = {"chu_ho_so_dinh_danh": IDENTITY, "tru_so_lien_he": {"dien_thoai": PHONE}}
    code = file_dossier(house, login="khoi@example.vn", **own)
    accept_dossier(house, code)
    list(walk_dossier(house, code, until="T_tham_dinh"))
    finish_step(
        house,
        code,
        "T_tham_dinh",
        Completion(
            {
                "ten_hop_le": True,
                "nganh_nghe_hop_le": True,
                "tru_so_hop_le": True,
                "ket_qua_tham_dinh": "dat",
            },
            f"Chủ hộ số {IDENTITY}, điện thoại {PHONE}.",
        ),
    )
    run_jobs(house)
    dump = everything(house)
    # The dump is whole: what may be read in the open is in it.
    assert any("Võ Đình Khôi" in line for line in dump["dossier"])
    for secret in (IDENTITY, PHONE, "045 090 001 236", "0977 410 058"):
        found = [table for table, lines in dump.items() if any(secret in line for line in lines)]
        assert found == [], secret
    shown = open_page(house, code)
    assert (shown.contact["identity"], shown.contact["phone"]) == (IDENTITY, PHONE)
    assert IDENTITY in shown.opinions[0].body


def test_a_new_account_is_sealed_too_and_found_again_by_digest(house: House) -> None:
    given = Registration(
        "Lê Văn An", "an@example.vn", "0912 345 678", "045 200 001 234", "mat-khau-rat-dai", terms=1
    )
    with house.work() as work:
        signed_in = registration.register(work, given, NOW)
    dump = "\n".join(line for lines in everything(house).values() for line in lines)
    for secret in ("045200001234", "0912345678", "mat-khau-rat-dai"):
        assert secret not in dump
    digest = house.cipher.digest("045 200 001 234")
    (row,) = rows(
        house, "select id, phone_sealed from account where identity_digest = :digest", digest=digest
    )
    assert row.id == signed_in.actor.id
    assert house.cipher.open(row.phone_sealed) == "0912345678"


def test_the_list_finds_a_dossier_by_identity_number_without_showing_it(house: House) -> None:
    code = file_dossier(house, login="khoi@example.vn")
    file_dossier(house)
    with house.work() as work:
        desk = actor_of(house, "ha.tran")
        items = worklist.of(work, desk, NOW)
        assert len(items) == 2
        view = worklist_view.own(work, desk, NOW)
        for query in (IDENTITY, "045 090 001 236", "dinh khoi", "ĐÌNH KHÔI", code):
            found = worklist.page(work, desk, view, NOW, query=query)
            assert [item.code for item in found.items] == [code]
        assert worklist.page(work, desk, view, NOW, query="045090001237").items == []
    assert IDENTITY not in repr(items)


def test_another_key_opens_nothing(house: House) -> None:
    code = file_dossier(house)
    stolen = replace(house, cipher=Cipher(bytes(32)))
    with pytest.raises(SealError), stolen.work() as work:
        dossiers.page(work, actor_of(house, "ha.tran"), code, NOW)
    with pytest.raises(SealError), stolen.work() as work:
        lookup.own(work, actor_of(house, "hang@example.vn"), code, NOW)
    assert rows(house, "select 1 from audit where action = 'view'") == []


def test_opening_a_dossier_or_its_file_writes_who_when_and_what(house: House) -> None:
    code = file_dossier(house, "1.001193")
    officer = actor_of(house, "hien.bui")
    with house.work() as work:
        file_id = dossiers.page(work, officer, code, NOW).files[0].id
    with house.work() as work:
        dossiers.file_content(work, officer, code, file_id, NOW)
    seen = rows(
        house, "select at, actor_id, actor_name, subject from audit where action = 'view' order by id"
    )
    assert [tuple(row) for row in seen] == [
        (NOW, officer.id, "Bùi Thị Thanh Hiền", ""),
        (NOW, officer.id, "Bùi Thị Thanh Hiền", f"file:{file_id}"),
    ]


def test_the_public_track_names_nobody(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    with house.work() as work:
        track = lookup.track(work, code, NOW)
    said = repr(track.passages) + repr(track.positions)
    assert [passage.name for passage in track.passages] == ["Tiếp nhận, số hóa hồ sơ"]
    for name in ("Hằng", "Trần Thị Thu Hà"):
        assert name not in said
