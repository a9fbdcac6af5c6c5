"""One of everything that an address may name, for the ward H50.16 or the commune H50.27 and a citizen of theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

from fixtures_dossier import ANSWERS, PDF, actor_of, checklist_of, file_dossier, waiting_of
from fixtures_house import NOW
from permission_signing import signing_things
from permission_studio import studio_things

from motcua.domain.people.permissions import Actor
from motcua.services.accounts import api_tokens
from motcua.services.accounts.api_tokens import NewToken
from motcua.services.desk import bulk
from motcua.services.dossier.case import Given
from motcua.services.intake import drafts, intake, walk_in
from motcua.services.papers import uploads
from motcua.services.papers.files import Upload
from motcua.services.papers.uploads import Announced
from motcua.services.people import absences, delegations
from motcua.services.time import calendar_admin
from motcua.services.work import House
from motcua.store.accounts import account_incident as incidents
from motcua.store.accounts import account_request as requests
from motcua.store.agencies import agency as agencies
from motcua.store.agencies import agency_history
from motcua.store.dossier import dossier as dossiers
from motcua.store.intake import outage as outages
from motcua.store.messages import delivery as deliveries
from motcua.store.messages import message as stored_messages
from motcua.store.money import payment as payments
from motcua.store.money import payment_attempt as attempts
from motcua.store.money import receipt as receipts
from motcua.store.papers import file as files
from motcua.store.papers import issued_result as results
from motcua.store.papers import slip as slips
from motcua.store.papers import stored_paper as stored_papers
from motcua.store.people import role as roles

WARD, COMMUNE = "H50.16", "H50.27"


def things(house: House, code: str, citizen: str) -> dict[str, object]:
    """One of everything that an address may name."""
    agency = agency_of(house, code)
    staff = {WARD: "vinh.le", COMMUNE: "tp.tiepnhan"}[code]
    granted = {WARD: "dung.vo", COMMUNE: "tp.lanhdao"}[code]
    sent = file_dossier(house, "1.001193", citizen, agency=code)
    accepted = file_dossier(house, "1.001193", citizen, agency=code)
    receiver = actor_of(house, {WARD: "hien.bui", COMMUNE: "tp.hotich"}[code])
    with house.work() as work:
        intake.accept(work, receiver, accepted, checklist_of(house, accepted), NOW)
    step = waiting_of(house, accepted)[0]
    with house.work() as work:
        items = [(accepted, str(step.task_id))]
        run = bulk.start(work, receiver, uuid4(), "claim", items, Given(), NOW)
    draft, draft_file = _draft(house, citizen, agency)
    upload = _upload(house, citizen, draft)
    walk_in_id, walk_in_file = _walk_in(house, receiver)
    delegation, absence = _away(house, staff, granted)
    top = actor_of(house, "quantri.tinh")
    with house.work() as work:
        connection = work.connection
        row = dossiers.by_code(connection, accepted)
        assert row is not None
        kept = files.of_dossier(connection, row.id)[0].id
        slip = slips.of_dossier(connection, row.id)[0].id
        slips.change(connection, slip, official_file_id=kept)
        incident = incidents.add(
            connection,
            account_id=id_of(house, staff),
            kind="loss",
            words_sealed=work.cipher.seal("mất"),
            reported_at=NOW,
        )
        request = requests.add(
            connection,
            kind="issue",
            agency_id=agency,
            login=f"moi.{agency}",
            display_name="Người mới",
            positions=[],
            reason="thử",
            requested_by=id_of(house, "quantri.tinh"),
            requested_at=NOW,
        )
        grant = roles.grant(
            connection, account_id=id_of(house, granted), role_key="can_bo_xu_ly", agency_id=agency
        )
        signing = signing_things(work, row.id, agency, id_of(house, staff), cast(int, receiver.id))
        paid = payments.add(connection, dossier_id=row.id, fees=[], amount=8000, paid_at=NOW)
        attempt = attempts.add(
            connection,
            dossier_id=row.id,
            payment_id=paid,
            gateway="sandbox",
            order_code=f"order{agency}",
            fees=[],
            amount=8000,
            state="paid",
            begun_by=id_of(house, citizen),
            begun_at=NOW,
            expires_at=NOW,
            settled_at=NOW,
        )
        receipt = receipts.add(
            connection,
            agency_id=agency,
            year=2026,
            number=1,
            payment_id=paid,
            day=NOW.date(),
            amount=8000,
            issued_by=id_of(house, staff),
            issued_at=NOW,
        )
        result = results.add(
            connection,
            code=f"K7MA-4QXD-{agency:04}",
            dossier_id=row.id,
            agency_id=agency,
            procedure_id=row.procedure_id,
            year=2026,
            number=1,
            result_key="giay_khai_sinh",
            title="Giấy khai sinh",
            title_en="Birth certificate",
            file_id=kept,
            sha256=files.of_dossier(connection, row.id)[0].sha256,
            issued_at=NOW,
            issued_name="",
            state="issued",
            folded="",
        )
        outage = outages.add(
            connection,
            agency_id=agency,
            year=2026,
            starts_at=NOW - timedelta(days=1),
            ends_at=NOW,
            story="Mất điện cả ngày",
            declared_by=id_of(house, staff),
            declared_at=NOW,
        ).id
        messages = [
            stored_messages.add(
                connection, [one], dossier_id=row.id, event="test", body="", body_en="", created_at=NOW
            )[0].id
            for one in (id_of(house, citizen), cast(int, receiver.id))
        ]
        stored_papers.add(
            connection,
            account_id=id_of(house, citizen),
            kind="can_cuoc",
            title="Căn cước",
            title_en="Identity card",
            name="a.pdf",
            media_type="application/pdf",
            size=1,
            sha256=files.of_dossier(connection, row.id)[0].sha256,
            dossier_id=row.id,
            stored_at=NOW,
            valid_until=None,
        )
        paper = stored_papers.of_account(connection, id_of(house, citizen))[0].id
        begun = deliveries.begin(connection, messages[0], "email", NOW)
        assert begun is not None
        delivery = begun.id
        decision = agency_history.add_event(
            connection,
            agency_id=agency,
            kind="split",
            on_date=NOW.date() + timedelta(days=30),
            at=NOW,
            actor_name="",
            detail={"into": None, "parts": [], "ends": False, "accounts": {}, "dossiers": False},
        )
        work.commit()
    with house.work() as work:
        calendar = calendar_admin.lay_over(work, top, agency, f"L{agency}", "Lịch thử", NOW)
    token(house, code)
    return {
        "code": accepted,
        "sent": sent,
        "task_id": step.task_id,
        **signing,
        "file_id": kept,
        "draft_id": draft,
        "draft_file": draft_file,
        "sending_id": upload,
        "walk_in": walk_in_id,
        "walk_in_file": walk_in_file,
        "agency_id": agency,
        "account_id": id_of(house, staff),
        "incident_id": incident,
        "request": request,
        "grant_id": grant,
        "calendar": calendar,
        "token_id": _last_token(house),
        "event_id": decision,
        "receipt_id": receipt,
        "slip_id": slip,
        "result_id": result,
        "attempt_id": attempt,
        "paper_id": paper,
        "message_id": messages[0],
        "notice_id": messages[1],
        "delivery_id": delivery,
        "run_id": run,
        "item": f"{accepted}/{step.task_id}",
        "outage_id": outage,
        "delegation_id": delegation,
        "absence_id": absence,
        "successor": id_of(house, granted),
        "neighbour": agency_of(house, COMMUNE if code == WARD else WARD),
        "step": f"{step.position}|1.001193|{step.step_id}",
        **studio_things(house, agency),
    }


def _away(house: House, login: str, successor: str) -> tuple[int, int]:
    """A delegation and an absence that begin tomorrow: today nobody works for anybody else."""
    tomorrow, later = NOW + timedelta(days=1), NOW + timedelta(days=3)
    actor = actor_of(house, login)
    with house.work() as work:
        delegation = delegations.delegate(
            work, actor, id_of(house, successor), tomorrow, later, "đi công tác", NOW
        )
    with house.work() as work:
        absence = absences.announce(work, actor, cast(int, actor.id), tomorrow, later, "đi công tác", NOW)
    return delegation, absence


def _walk_in(house: House, receiver: Actor) -> tuple[object, object]:
    """What the desk has begun to enter for somebody who stands there, with a scan."""
    with house.work() as work:
        draft_id = walk_in.begin(work, receiver, "1.001193", NOW)
    with house.work() as work:
        paper = walk_in.get(work, receiver, draft_id).papers[1]
        drafts.attach(work, receiver, draft_id, paper.key, Upload("quet.pdf", PDF), NOW)
    with house.work() as work:
        return draft_id, walk_in.get(work, receiver, draft_id).draft.files[0].id


def _draft(house: House, citizen: str, agency: int) -> tuple[object, object]:
    actor = actor_of(house, citizen)
    with house.work() as work:
        draft_id = drafts.begin(work, actor, "1.001193", agency, NOW)
        draft = drafts.get(work, actor, draft_id)
        for section in draft.form.sections:
            drafts.save_section(work, actor, draft_id, section.key, ANSWERS["1.001193"], NOW, NOW.date())
        paper = drafts.get(work, actor, draft_id).papers[0].key
        drafts.attach(work, actor, draft_id, paper, Upload("a.pdf", PDF), NOW)
        kept = files.of_draft(work.connection, draft_id)[0].id
        work.commit()
    return draft_id, kept


def _upload(house: House, citizen: str, draft: object) -> object:
    """A file on its way to the draft."""
    with house.work() as work:
        owner, place = actor_of(house, citizen), cast(UUID, draft)
        paper = drafts.get(work, owner, place).papers[0].key
        return uploads.begin(work, owner, Announced("a.pdf", 9, place, f"paper:{paper}"), NOW).id


def token(house: House, code: str) -> str:
    wanted = NewToken("Đối tác", agency_of(house, code), ("message.deliver", "dossier.read"), 30)
    with house.work() as work:
        return api_tokens.issue(work, actor_of(house, "quantri.tinh"), wanted, NOW)


def _last_token(house: House) -> object:
    with house.work() as work:
        return work.connection.exec_driver_sql("select max(id) from api_token").scalar_one()


def agency_of(house: House, code: str) -> int:
    with house.work() as work:
        row = agencies.by_code(work.connection, code)
        assert row is not None, code
        return int(row.id)


def id_of(house: House, login: str) -> int:
    return cast(int, actor_of(house, login).id)
