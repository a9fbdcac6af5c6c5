"""Letters about an account itself (codes, warnings), carried by the notification channels after the commit."""

from __future__ import annotations

from base64 import b64decode, b64encode

from motcua.domain.text import Text
from motcua.extend.notification import Note
from motcua.services.work import Work
from motcua.store.accounts import account as accounts


def send(work: Work, account_id: int, event: str, body: Text) -> None:
    """Ask every channel to carry the letter, by one job each. Does not commit.

    The body travels sealed: a job's arguments are rows of the database, and a code is a key to the account.
    """
    sealed = b64encode(work.cipher.seal_json({"vi": body.vi, "en": body.en})).decode()
    for channel in work.house.channels:
        args = {"account_id": account_id, "event": event, "sealed": sealed, "channel": channel.name}
        work.defer("carry_letter", args)


def carry(work: Work, account_id: int, event: str, sealed: str, channel_name: str) -> bool:
    """Hand a letter to one channel; false when the channel or the account's address is no longer there."""
    channel = next((one for one in work.house.channels if one.name == channel_name), None)
    row = accounts.by_id(work.connection, account_id)
    if channel is None or row is None or not row.email:
        return False
    opened = work.cipher.open_json(b64decode(sealed))
    body = Text(str(opened["vi"]), str(opened["en"])).in_(row.language)
    channel.send(Note(row.id, row.email, "", event, body))
    return True
