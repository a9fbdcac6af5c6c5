"""Limits on how often something may be tried: signing in, codes, look-up, filing (N-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from motcua.domain.errors import TooManyError
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.accounts import rate


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` attempts of one kind by one key (an address, an account) within each `window`."""

    name: str
    most: int
    window: timedelta


SIGN_IN = Limit("sign_in", 60, timedelta(minutes=5))
FACTOR = Limit("second_factor", 8, timedelta(minutes=15))
CODE_SENT = Limit("code_sent", 5, timedelta(hours=1))
CODE_TRIED = Limit("code_tried", 20, timedelta(minutes=15))
REGISTRATION = Limit("register", 30, timedelta(hours=1))
# A one-stop desk and its kiosks share one address.
LOOK_UP = Limit("look_up", 300, timedelta(minutes=5))
FILING = Limit("filing", 60, timedelta(hours=1))
UPLOAD = Limit("upload", 300, timedelta(hours=1))
# A document is typeset for each who asks.
DOCUMENT = Limit("document", 300, timedelta(minutes=15))
# Somebody at work on a template sees it drawn anew after each change.
PREVIEW = Limit("preview", 600, timedelta(minutes=15))
# Every signature of a document is examined for each who asks.
VERIFY = Limit("verify", 60, timedelta(minutes=15))
API = Limit("api", 1200, timedelta(minutes=1))


def count(work: Work, limit: Limit, key: str, now: datetime) -> None:
    """Count one attempt; raises TooManyError when there were too many. Commits, so call it before anything else.

    An empty key is nobody's and is not counted: calls that do not come from the network.
    """
    if not key:
        return
    attempts = rate.hit(work.connection, f"{limit.name}:{key}", now, limit.window)
    work.commit()
    if attempts > limit.most:
        left = rate.start_of(now, limit.window) + limit.window - now
        minutes = ceil(left / timedelta(minutes=1))
        raise TooManyError(
            Text(
                f"Đã thử quá nhiều lần. Hãy chờ {minutes} phút rồi thử lại.",
                f"Too many attempts. Wait {minutes} minutes, then try again.",
            ),
            left,
        )


def give_back(work: Work, limit: Limit, key: str, now: datetime) -> None:
    """Uncount an attempt that was right: only wrong ones are held against an address. Does not commit."""
    if key:
        rate.take_back(work.connection, f"{limit.name}:{key}", now, limit.window)
