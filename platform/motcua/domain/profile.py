"""A province's choices: one frozen profile read from its JSON file; an absent key takes the neutral value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from motcua.domain.errors import InputError
from motcua.domain.papers.slip_kinds import LegalSet
from motcua.domain.process.service_manner import Scheme
from motcua.domain.profile_settings import read_setting
from motcua.domain.text import Text
from motcua.domain.time.clock import STOPPING, Reason
from motcua.domain.time.deadlines import AppointmentRule, OutOfHours
from motcua.domain.time.timeliness import Basis

OriginalCheck = Literal["none", "before_accept", "at_return"]
SupplementPolicy = Literal["close_and_restart", "restart_same", "pause_resume", "continue"]


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings that the five regulations decide differently.

    `intake_limit_hours` is working time for the desk to accept or refuse; `draft_days` are calendar days, as are the
    `draft_remind_days` before their end at which the owner is reminded (B-10).
    `fully_digital` processes start the next agency's time when it has the dossier (E-13), others at the transfer.
    `payment_wait` says whether the clock stands while the applicant's payment is waited for (E-27).
    `intake_limit_binds` is false where the desk's limit only warns (R-22). `supplement_policy` is what asking the
    applicant for a supplement does to the clock (E-19), `supplement_max` how often it may be done, 0 without end.
    `class_words` names the classes (R-03): trước hạn/đúng hạn/quá hạn; đúng hẹn/trễ hẹn; the latter with quá hẹn while open.
    `warn_remaining_minutes` is working time, None one working day (E-23); `transfer_grace_minutes` too (D-03).
    `amend_until` and `withdraw_until` are the last states in which the applicant may (D-09).
    `original_check` is when papers are compared with their originals, before acceptance or at hand-over (C-09).
    `password_days` is the age at which staff must change their password, 0 never (J-13); `account_issuer_role` names
    who issues accounts in this province (J-06), for people to read: rights alone decide. Where `account_single_office`
    is false, agencies register and another person grants: nobody issues an account that he asked for himself.
    `identity_level` is the least proven level (1 to 3) for filing a procedure, by its code (J-04).
    `deploy_require_approval` is what a process rests on: its decision, or for a time a notice too (A-05, A-06). With
    `procedure_two_stage_activation` approving does not activate: a person does, who did not draw it (A-03).
    `publish_limit_days` are the days, of `publish_limit_unit`, from a decision's signing or receipt to its process in
    force, 0 where the regulation sets none (A-04). `service_level_scheme` words the online levels (A-21).
    `change_request_owner` names who decides on change requests, for people to read: rights alone decide (A-17). A
    procedure is reviewed every `review_period_months`, 0 never (A-19).
    `slip_set` are the forms that slips follow; `receipt_codes` which codes a receipt carries, "barcode,qr" (F-18).
    `dossier_seal` is from when a dossier may be sealed with the agency's key: its acceptance or its end (F-15).
    `slip_signature` is whether a deed's slip must bear a valid digital signature (F-11).
    """

    code: str
    name: str
    regulation: str
    appointment_rule: AppointmentRule = "same_as_deadline"
    timeliness_basis: Basis = "deadline"
    intake_limit_hours: int = 8
    draft_days: int = 30
    draft_remind_days: int = 3
    payment_wait: Literal["pause", "continue"] = "continue"
    intake_limit_binds: bool = True
    missing_component_notify: Literal["", "next_session"] = ""
    clock_start: Literal["accepted", "submitted"] = "accepted"
    out_of_hours: OutOfHours = "next_start"
    supplement_policy: SupplementPolicy = "pause_resume"
    supplement_max: int = 0
    resubmit_code: Literal["same", "new_linked"] = "same"
    internal_return: Literal["continue_previous", "restart_previous"] = "continue_previous"
    apology_counts_overdue: bool = True
    apology_max_times: int = 1
    extension_counts_overdue: bool = False
    class_words: Literal["limit", "appointment", "appointment_open"] = "limit"
    warn_remaining_minutes: int | None = None
    transfer_grace_minutes: int = 60
    notify_require_desk_confirm: bool = False
    close_separate_step: bool = False
    fully_digital: bool = False
    amend_until: str = "sent"
    withdraw_until: str = "processing"
    original_check: OriginalCheck = "none"
    password_days: int = 180
    account_issuer_role: str = ""
    account_single_office: bool = False
    identity_level: Mapping[str, int] = field(default_factory=dict)
    deploy_require_approval: Literal["decision", "decision_or_legal_notice"] = "decision"
    procedure_two_stage_activation: bool = False
    publish_limit_days: int = 0
    publish_limit_unit: Literal["day", "working_day"] = "day"
    publish_limit_from: Literal["signed", "received"] = "signed"
    service_level_scheme: Scheme = "four_level"
    change_request_owner: str = "Văn phòng Ủy ban nhân dân tỉnh"
    review_period_months: int = 12
    slip_set: LegalSet = "tt01_2018"
    receipt_codes: str = "barcode,qr"
    dossier_seal: Literal["none", "on_accept", "on_close"] = "none"
    slip_signature: Literal["none", "required"] = "none"

    @property
    def stopping(self) -> frozenset[Reason]:
        """The reasons for which a clock stands in this province (R-13)."""
        running = set()
        if self.payment_wait == "continue":
            running.add(Reason.WAITING_PAYMENT)
        if self.supplement_policy == "continue":
            running.add(Reason.WAITING_SUPPLEMENT)
        return STOPPING - running

    def with_settings(self, settings: Mapping[str, object]) -> Profile:
        """This profile with single settings by their dotted keys laid over it (R-17, R-29).

        Raises SettingError naming the key that no setting has, or the value that it cannot take.
        """
        if not settings:
            return self
        given: dict[str, Any] = dict(read_setting(key, value) for key, value in settings.items())
        return replace(self, **given)

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
