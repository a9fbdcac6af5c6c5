"""What stands between us and a system that knows who people are: leading there, coming back, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from motcua.domain.errors import InputError
from motcua.domain.people.identity import Provider


class IdentityUnavailableError(InputError):
    """The provider does not answer, or not as such a provider must."""

    code = "identity_unavailable"


class IdentityRefusedError(InputError):
    """The person gave up there, or the answer is not the one to our question; nobody is signed in."""

    code = "identity_refused"


@dataclass(frozen=True, slots=True)
class Question:
    """Where the person's browser goes, and what has to be kept in his session until the answer comes back."""

    address: str
    kept: Mapping[str, str]


class IdentityProvider(Protocol):
    """One provider; see `contrib.openid_connect` for the real one."""

    @property
    def about(self) -> Provider: ...

    def ask(self, return_to: str) -> Question:
        """Ask who the person is; the answer comes to `return_to`. Raises IdentityUnavailableError."""

    def answer(
        self, return_to: str, kept: Mapping[str, str], given: Mapping[str, str], now: datetime
    ) -> Mapping[str, Any]:
        """The proven claims behind the answer `given` to the question whose `kept` this is.

        Raises IdentityRefusedError or IdentityUnavailableError.
        """

    def leave(self, return_to: str) -> str:
        """Where to go to be signed out there, too; empty when the provider has no such place or is not there."""
