"""What the holder of an account is told about the account itself, above the next page he opens."""

from __future__ import annotations

from datetime import datetime

from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.accounts import account_notice as notices


def add(work: Work, account_id: int, body: Text, now: datetime) -> None:
    """Keep a notice until the holder has seen it. Does not commit."""
    notices.add(work.connection, account_id=account_id, at=now, body=body.vi, body_en=body.en)
