"""Who acts: the actor every service is given, and what his kind may do at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from motcua.domain.errors import NotAllowedError
from motcua.domain.people.rights import CONTENT, RIGHTS, SCOPES, SECOND_FACTOR
from motcua.domain.text import Text

Kind = Literal["public", "citizen", "staff", "partner", "system"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to an account for an agency and all below it; `field` empty means every field.

    A restricting role takes away what an account could do as an officer: it has the rights of its roles alone.
    """

    role: str
    rights: frozenset[str]
    agency_id: int
    field: str = ""
    is_restricting: bool = False


@dataclass(frozen=True, slots=True)
class Delegator:
    """An account whose work the actor may do at this moment, under his own name (J-14)."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the account, none for the public, partners' systems and the system itself.

    `behind` are those he works for at this moment.
    """

    id: int | None
    name: str
    kind: Kind
    title: str = ""
    agency_id: int | None = None
    language: str = "vi"
    grants: tuple[Grant, ...] = ()
    behind: tuple[Delegator, ...] = ()

    @property
    def is_restricted(self) -> bool:
        return any(grant.is_restricting for grant in self.grants)

    @property
    def needs_second_factor(self) -> bool:
        return any(grant.rights & SECOND_FACTOR for grant in self.grants)


PUBLIC = Actor(None, "", "public")
SYSTEM = Actor(None, "Motcua", "system")
# Who acts when a timer fires or another system answers, as the history names it.
CLOCKWORK = Actor(None, "Hệ thống", "system")

# What an officer does in each phase of a process.
WORK_OF = {"receive": "dossier.receive", "resolve": "dossier.process", "return": "dossier.return"}

_WORDS = {
    "citizen": Text("người nộp hồ sơ", "an applicant"),
    "staff": Text("cán bộ", "an officer"),
    "partner": Text("hệ thống của đối tác", "a partner's system"),
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


def may(actor: Actor, right: str, lineage: Collection[int], field: str = "") -> bool:
    """Whether a role gives the right at an agency: one granted there or anywhere above it.

    `lineage` are the ids of the agency and of all above it. An unknown right is nobody's.
    """
    if actor.kind == "system":
        return right in RIGHTS
    return any(
        right in grant.rights and grant.agency_id in lineage and grant.field in ("", field)
        for grant in actor.grants
    )


def may_anywhere(actor: Actor, right: str) -> bool:
    """Whether the actor has the right at some agency: for menus; services ask `may` with the agency."""
    return actor.kind == "system" or any(right in grant.rights for grant in actor.grants)


def may_work(actor: Actor, right: str) -> bool:
    """Whether an officer in a step's group may do work of this kind; restricting roles narrow it (J-12)."""
    return not actor.is_restricted or may_anywhere(actor, right)


def may_work_in(actor: Actor, phase: str) -> bool:
    """`may_work` by the phase of a step: "receive", "resolve" or "return"."""
    return may_work(actor, WORK_OF[phase])


def may_see_content(actor: Actor) -> bool:
    """Whether the actor may open dossiers at all: a server administrator may not, whatever group he is in (J-10)."""
    return any(may_work(actor, right) for right in CONTENT)


def require_right(actor: Actor, right: str, lineage: Collection[int], field: str = "") -> None:
    """Raise NotAllowedError, saying which right is missing, unless `may`."""
    if not may(actor, right, lineage, field):
        raise lacking(right)


def require_work(actor: Actor, right: str) -> None:
    """Raise NotAllowedError unless `may_work`."""
    if not may_work(actor, right):
        raise lacking(right)


def lacking(right: str) -> NotAllowedError:
    label = RIGHTS.get(right) or SCOPES[right]
    return NotAllowedError(
        Text(
            f"Tài khoản chưa có quyền “{label.vi}” ở cơ quan này. Hãy nhờ quản trị cơ quan giao vai trò.",
            f"The account lacks the right “{label.en}” at this agency. Ask the agency's administrator for a role.",
        )
    )


def account_id(actor: Actor) -> int:
    """The account of an actor who must have one; raises NotAllowedError for the public and the system."""
    if actor.id is None:
        raise NotAllowedError(Text("Hãy đăng nhập để tiếp tục.", "Sign in to go on."))
    return actor.id


def account_ids(actor: Actor) -> list[int]:
    """The accounts whose groups' work the actor may do: his own first, then those he works for (J-14)."""
    return [account_id(actor), *(one.id for one in actor.behind)]
