"""A dossier whose leader must sign the licence: keys, trust and documents for the tests of signing."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fixtures_dossier import accept_dossier, file_dossier
from fixtures_house import NOW
from fixtures_model import CODE, bpmn_of, finish, release, waiting
from fixtures_watch import rows
from services.time_story import give_role
from staff_people import account_id, person

from motcua.contrib.signing.certificate import read_certificate
from motcua.contrib.signing.pkcs12 import Pkcs12Folder
from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.extend.signature_provider import SignatureProvider
from motcua.services.papers.files import Upload
from motcua.services.signing import keys, orders, signing
from motcua.services.work import House
from motcua.store.signing import trust_anchor

LEADER = "quoc.dang"
LICENCE = '<m:result key="giay_phep" name="Giấy phép xây dựng" name-en="Building licence"/>'
SIGNS = {"signature": "required", "document": "giay_phep", "signer": "leader"}


def paper(number: int = 1) -> Upload:
    """A PDF of one page of A4; each number gives other bytes."""
    words = f"BT /F1 18 Tf 60 760 Td (Giay phep so {number}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = b"%PDF-1.7\n", []
    for place, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (place, part)
    start = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % one for one in places)
    content += b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return Upload(f"giay-phep-{number}.pdf", content)


def key_folder(pki: SandboxPki, folder: Path, **owners: str) -> Pkcs12Folder:
    """A service with keys in files: `quoc_dang="giam_doc"` gives the certificate of the one to the login of the other."""
    for login, name in owners.items():
        for ending in ("p12", "pem"):
            target = folder / f"{login.replace('_', '.')}.{ending}"
            shutil.copyfile(pki.folder / f"{name}.{ending}", target)
            target.chmod(0o600)
    return Pkcs12Folder("tep", Text("Khóa trên máy chủ", "Keys on the server"), folder)


def signing_house(house: House, pki: SandboxPki, *services: SignatureProvider) -> House:
    """The house with these signing services, which trusts the authority."""
    facts = read_certificate(pki.certificate("root"))
    with house.work() as work:
        trust_anchor.add(
            work.connection,
            kind="signing",
            subject=facts.holder,
            issuer=facts.issuer,
            serial=facts.serial,
            fingerprint=facts.fingerprint,
            certificate=pki.certificate("root"),
            valid_from=facts.valid_from,
            valid_to=facts.valid_to,
            since=facts.valid_from,
            until=None,
            hosts=[],
            reason="để thử",
            added_by=account_id(house, LEADER),
            added_at=NOW,
        )
        work.commit()
    return replace(house, signature_services={one.about.key: one for one in services})


def leader(house: House) -> Actor:
    return person(house, LEADER)


def registered(house: House, service: str = "tep", reference: str = LEADER) -> int:
    """The leader's own key."""
    with house.work() as work:
        return keys.register(work, leader(house), service, reference, NOW)


def released(house: House, **words: str) -> None:
    """Expert, leader who signs, expert; the last step is of the phase of handing back."""
    drawing = bpmn_of(
        "S>a a>b b>c c>E",
        papers=LICENCE,
        a={"position": "tiep_nhan", "phase": "receive"},
        b={"position": "lanh_dao", "actions": "forward return hand_over sign", **SIGNS, **words},
    )
    release(house, drawing)
    give_role(house, LEADER, "lanh_dao_co_quan")


def at_signing(house: House, *, with_paper: int = 1, now: datetime = NOW) -> tuple[str, str]:
    """A new dossier at the leader's step, its licence handed in unless `with_paper` is 0; code and task."""
    code = file_dossier(house, CODE, now=now, von=1)
    accept_dossier(house, code, now)
    finish(house, code, "a", now=now, login="ha.tran")
    task_id = waiting(house, code)["b"]
    if with_paper:
        with house.work() as work:
            signing.attach(work, leader(house), code, task_id, paper(with_paper), now)
    return code, task_id


def ordered(
    house: House, items: Sequence[tuple[str, str]], key_id: int, secret: str = PASSPHRASE, now: datetime = NOW
) -> int:
    with house.work() as work:
        return orders.begin(work, leader(house), uuid.uuid4(), items, key_id, secret, now)


def run_of(house: House, run_id: int) -> orders.Run:
    with house.work() as work:
        return orders.page(work, leader(house), run_id)


def count(house: House, table: str) -> int:
    return int(rows(house, f"select count(*) as n from {table}")[0].n)


def kept_in(house: House, code: str) -> list[Any]:
    return list(
        rows(
            house,
            "select f.* from file f join dossier d on d.id = f.dossier_id"
            " where d.code = :code and f.slot = 'result:giay_phep' order by f.id",
            code=code,
        )
    )
