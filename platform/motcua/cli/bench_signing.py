"""A hundred results signed in bulk: orders, one unlocking of a key in a file, each document checked and written by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from motcua.cli.bench_dossiers import file_dossier, first_task, found, sample_people
from motcua.cli.bench_models import FORM, FORM_KEY, sequential_bpmn
from motcua.contrib.signing.pkcs12 import Pkcs12Folder
from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.contrib.typst_process import typeset
from motcua.domain.people.permissions import SYSTEM, Actor
from motcua.domain.text import Text
from motcua.services.papers.files import Upload
from motcua.services.process import procedures
from motcua.services.process.examination import Source
from motcua.services.signing import keys, order_work, orders, signing
from motcua.services.work import House
from motcua.store.accounts import account as accounts

PROCEDURE, RESULT, SIGNER = "1.900011", "ket_qua", "giam_doc"
RESULTS = 100


def measure(house: House, results: int = RESULTS) -> float:
    """Signatures a second, PAdES B-B with a key on the server, from the order to the signed file in its place."""
    now = datetime.now(UTC)
    people = sample_people(house, now)
    _release(house, now)
    with TemporaryDirectory() as folder:
        pki = SandboxPki.open(Path(folder), "http://127.0.0.1:9")
        service = Pkcs12Folder("bench", Text("Đo lường", "Bench"), pki.folder)
        signs = replace(house, signature_services={service.about.key: service})
        key_id = _registered(signs, people.officer, now)
        items = []
        for number in range(results):
            code = file_dossier(signs, people, PROCEDURE, now)
            items.append((code, first_task(signs, code)))
            with signs.work() as work:
                signing.attach(work, people.officer, *items[-1], _paper(number, now), now)
        with signs.work() as work:
            run_id = orders.begin(work, people.officer, uuid4(), items, key_id, PASSPHRASE, now)
        began = perf_counter()
        order_work.carry_out(signs, run_id, now)
        seconds = perf_counter() - began
        with signs.work() as work:
            signed = len(orders.page(work, people.officer, run_id).signed)
    if signed != results:
        raise RuntimeError(f"{signed} of {results} documents were signed")
    return results / seconds


def _release(house: House, now: datetime) -> None:
    """A process of one step that may be signed by whoever does it."""
    drawn = sequential_bpmn(1, code=PROCEDURE).decode()
    result = f'<motcua:result key="{RESULT}" name="Kết quả"/></motcua:procedure>'
    signs = f'budget="4h" signature="optional" document="{RESULT}" signer="person"/>'
    drawn = drawn.replace(f'form="{FORM_KEY}"/>', f'form="{FORM_KEY}">{result}').replace(
        'budget="4h"/>', signs
    )
    with house.work() as work:
        source = Source(drawn.encode(), {FORM_KEY: FORM}, Text("Đo lường", "Bench"))
        procedures.release(work, SYSTEM, source, now)


def _registered(house: House, officer: Actor, now: datetime) -> int:
    """The officer's key: the sandbox knows it by another name than his login."""
    with house.work() as work:
        row = found(accounts.by_id(work.connection, officer.id or 0))
        accounts.change(work.connection, row.id, login=SIGNER)
        key_id = keys.register(work, officer, "bench", SIGNER, now)
    with house.work() as work:
        accounts.change(work.connection, row.id, login=row.login)
        work.commit()
    return key_id


def _paper(number: int, now: datetime) -> Upload:
    lines = {"title": f"{number}", "lines": [f"Kết quả số {number}"], "width": 595, "height": 842}
    return Upload(f"ket-qua-{number}.pdf", typeset("signature_mark", lines, now))
