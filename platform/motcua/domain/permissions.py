"""Who acts: the actor every service is given, and what his kind may do at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from motcua.domain.errors import NotAllowedError
from motcua.domain.text import Text

Kind = Literal["public", "citizen", "staff", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the account, none for the public and the system itself."""

    id: int | None
    name: str
    kind: Kind
    title: str = ""
    agency_id: int | None = None
    language: str = "vi"


# Positions whose groups hold a right over the system, in their agency and all below it: operators see to calls
# that failed, connected systems bring messages.
OPERATOR = "van_hanh"
CONNECTED = "tich_hop"

PUBLIC = Actor(None, "", "public")
SYSTEM = Actor(None, "Motcua", "system")
# Who acts when a timer fires or another system answers, as the history names it.
CLOCKWORK = Actor(None, "Hệ thống", "system")

_WORDS = {
    "citizen": Text("người nộp hồ sơ", "an applicant"),
    "staff": Text("cán bộ", "an officer"),
    "system": Text("quản trị hệ thống", "the system"),
    "public": Text("mọi người", "anybody"),
}


def require(actor: Actor, *kinds: Kind) -> None:
    """Raise NotAllowedError unless the actor is of one of `kinds`."""
    if actor.kind not in kinds:
        who = _WORDS[kinds[0]]
        raise NotAllowedError(
            Text(
                f"Việc này dành cho {who.vi}. Hãy đăng nhập bằng tài khoản phù hợp.",
                f"This is for {who.en}. Sign in with a suitable account.",
            )
        )


def account_id(actor: Actor) -> int:
    """The account of an actor who must have one; raises NotAllowedError for the public and the system."""
    if actor.id is None:
        raise NotAllowedError(Text("Hãy đăng nhập để tiếp tục.", "Sign in to go on."))
    return actor.id
