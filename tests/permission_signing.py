"""Keys, a run of signing, a trusted authority and a seal of a dossier, for the table of who may what."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from fixtures_house import NOW

from motcua.services.work import Work
from motcua.store.signing import dossier_seal as dossier_seals
from motcua.store.signing import signature_order as signature_orders
from motcua.store.signing import signing_key as signing_keys
from motcua.store.signing import trust_anchor as trust_anchors

LATER = NOW + timedelta(days=365)


def signing_things(work: Work, dossier_id: int, agency: int, staff: int, receiver: int) -> dict[str, object]:
    """One of each, by the name under which addresses know it; the receiver's own key, the agency's seal."""
    own, seal = [
        signing_keys.add(
            work.connection,
            **dict.fromkeys(("owner", "known_as", "subject", "issuer", "serial", "fingerprint"), ""),
            **owner,
            service="tep",
            valid_from=NOW,
            valid_to=LATER,
            certificate=b"",
            registered_by=receiver,
            registered_at=NOW,
            reason="",
            withdrawn_reason="",
        )
        for owner in ({"account_id": receiver}, {"agency_id": agency})
    ]
    run = signature_orders.add_run(
        work.connection, key=uuid4(), account_id=receiver, signing_key_id=own, started_at=NOW
    )
    anchor = _anchor(work, agency, staff)
    _seal(work, dossier_id, staff, seal)
    return {"key_id": own, "seal_id": seal, "signing_run": run, "anchor_id": anchor, "number": 1}


def _anchor(work: Work, agency: int, staff: int) -> int | None:
    return trust_anchors.add(
        work.connection,
        **dict.fromkeys(("subject", "issuer", "serial", "reason"), ""),
        kind="signing",
        fingerprint=f"{agency}",
        certificate=b"",
        valid_from=NOW,
        valid_to=LATER,
        since=NOW,
        until=None,
        hosts=[],
        added_by=staff,
        added_at=NOW,
    )


def _seal(work: Work, dossier_id: int, staff: int, key: int) -> None:
    dossier_seals.add(
        work.connection,
        **dict.fromkeys(("reason", "signer", "serial", "issuer", "made_by_name"), ""),
        dossier_id=dossier_id,
        number=1,
        manifest_sealed=work.cipher.seal("{}"),
        signature=b"",
        signing_key_id=key,
        made_by=staff,
        made_at=NOW,
    )
