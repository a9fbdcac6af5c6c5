"""A province's choices: one frozen profile read from its JSON file; an absent key takes the neutral value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from motcua.domain.clock import STOPPING, Reason
from motcua.domain.deadlines import AppointmentRule
from motcua.domain.errors import InputError
from motcua.domain.text import Text
from motcua.domain.timeliness import Basis


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings that the five regulations decide differently.

    `intake_limit_hours` is working time for the desk to accept or refuse; `draft_days` are calendar days.
    `payment_wait` says whether the clock stands while the applicant's payment is waited for (E-27).
    `password_days` is the age at which staff must change their password, 0 never (J-13); `account_issuer_role` names
    who issues accounts in this province (J-06), for people to read: rights alone decide.
    `identity_level` is the least proven level (1 to 3) for filing a procedure, by its code (J-04).
    """

    code: str
    name: str
    regulation: str
    appointment_rule: AppointmentRule = "same_as_deadline"
    timeliness_basis: Basis = "deadline"
    intake_limit_hours: int = 8
    draft_days: int = 30
    payment_wait: Literal["pause", "continue"] = "continue"
    password_days: int = 180
    account_issuer_role: str = ""
    identity_level: Mapping[str, int] = field(default_factory=dict)

    @property
    def stopping(self) -> frozenset[Reason]:
        """The reasons for which a clock stands in this province (R-13)."""
        return STOPPING if self.payment_wait == "pause" else STOPPING - {Reason.WAITING_PAYMENT}

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Profile:
        """Read a profile; raises InputError naming a key that no setting has."""
        known = {one.name for one in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise InputError(
                Text(
                    f"Hồ sơ cấu hình có khóa lạ: {', '.join(unknown)}.",
                    f"The profile has unknown keys: {', '.join(unknown)}.",
                )
            )
        return cls(**data)  # type: ignore[arg-type]
