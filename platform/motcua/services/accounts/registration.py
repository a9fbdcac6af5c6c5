"""Citizens and organisations open their own account; the contact is verified afterwards (J-02)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services import rate
from motcua.services.accounts import one_time_codes, passwords, terms
from motcua.services.accounts.accounts import SignedIn
from motcua.services.work import Work
from motcua.store.accounts import account as accounts

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"0[0-9]{9}")
_IDENTITY = re.compile(r"[0-9]{12}")
_TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12}")
GROUPING: Final = re.compile(r"[\s.\u00a0\u2010-\u2015-]")


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody gives to get an account; digits may be grouped by spaces, dots or hyphens.

    With `organisation` and `tax_code` the account is the organisation's, and the person its representative. `terms` is
    the number of the terms of use he accepts (C-19), `language` the one in which he is written to (N-10).
    """

    name: str
    email: str
    phone: str
    identity: str
    password: str
    organisation: str = ""
    tax_code: str = ""
    terms: int | None = None
    language: str = "vi"


def register(work: Work, registration: Registration, now: datetime, address: str = "") -> SignedIn:
    """Open an account and send a code to its contact. Raises ValidationError naming each field, ConflictError when
    the address, the identification number or the tax code has an account."""
    rate.count(work, rate.REGISTRATION, address, now)
    given = _tidy(registration)
    if errors := [*_problems(given), *_terms_problem(work, given)]:
        raise ValidationError(errors)
    # An organisation is found by its tax code, so that its representative may have an account of his own.
    known_by = f"mst:{given.tax_code}" if given.tax_code else given.identity
    account_id = accounts.add(
        work.connection,
        login=given.email,
        kind="citizen",
        display_name=given.name,
        email=given.email,
        phone_sealed=work.cipher.seal(given.phone),
        password_hash=passwords.hash_password(given.password),
        password_changed_at=now,
        identity_sealed=work.cipher.seal(given.identity),
        identity_digest=work.cipher.digest(known_by),
        organisation=given.organisation,
        tax_code=given.tax_code,
        language=given.language if given.language in ("vi", "en") else "vi",
    )
    if account_id is None:
        raise taken()
    actor = Actor(account_id, given.name, "citizen")
    work.record(at=now, actor_id=account_id, actor_name=given.name, action="account.register", detail={})
    terms.record_acceptance(work, actor, terms.current(work).number, now)
    one_time_codes.send(work, account_id, "contact", now)
    work.commit()
    return SignedIn(actor, 0)


def taken() -> ConflictError:
    return ConflictError(
        Text(
            "Thư điện tử, số định danh hoặc mã số thuế này đã có tài khoản. Hãy đăng nhập, lấy lại mật khẩu, "
            "hoặc nhờ Bộ phận Một cửa giúp.",
            "This e-mail address, identification number or tax code already has an account. Sign in, recover the "
            "password, or ask the one-stop desk.",
        )
    )


def email_problem(email: str) -> Text | None:
    if len(email) <= 200 and _EMAIL.fullmatch(email):
        return None
    return Text(
        "Thư điện tử chưa đúng. Ví dụ: ten@gmail.com.",
        "The e-mail address is not complete. Example: name@gmail.com.",
    )


def phone_problem(phone: str) -> Text | None:
    if _PHONE.fullmatch(phone):
        return None
    return _strange(phone) or Text(
        "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0.",
        "A phone number has 10 digits and begins with 0.",
    )


def _tidy(given: Registration) -> Registration:
    return replace(
        given,
        name=" ".join(given.name.split()),
        email=given.email.strip().lower(),
        phone=GROUPING.sub("", given.phone),
        identity=GROUPING.sub("", given.identity),
        organisation=" ".join(given.organisation.split()),
        tax_code="".join(given.tax_code.split()),
    )


def _problems(given: Registration) -> list[FieldError]:
    found = {
        "name": name_problem(given.name),
        "email": email_problem(given.email),
        "phone": phone_problem(given.phone),
        "identity": identity_problem(given.identity),
        "password": passwords.problem(given.password, (given.name, given.email.partition("@")[0])),
        **_organisation_problems(given),
    }
    return [FieldError(f"/{key}", f"account.{key}", text) for key, text in found.items() if text is not None]


def _terms_problem(work: Work, given: Registration) -> list[FieldError]:
    """An account opens with the terms in force accepted; a text that was replaced meanwhile is read anew."""
    if given.terms == terms.current(work).number:
        return []
    words = Text(
        "Đọc Điều khoản sử dụng rồi đánh dấu đồng ý.",
        "Read the terms of use, then tick that you accept them.",
    )
    return [FieldError("/terms", "account.terms", words)]


def name_problem(name: str) -> Text | None:
    if 2 <= len(name) <= 120:
        return None
    return Text("Nhập họ và tên như trên căn cước.", "Enter your full name.")


def identity_problem(identity: str) -> Text | None:
    if _IDENTITY.fullmatch(identity):
        return None
    return _strange(identity) or Text(
        f"Số định danh cá nhân gồm 12 chữ số. Bạn đã nhập {len(identity)}.",
        f"A personal identification number has 12 digits. You entered {len(identity)}.",
    )


def _organisation_problems(given: Registration) -> dict[str, Text | None]:
    """Both or none of name and tax code (10 digits, 13 for a branch, 12 for a household business)."""
    if not given.organisation and not given.tax_code:
        return {}
    return {
        "organisation": None
        if 2 <= len(given.organisation) <= 250
        else Text("Nhập tên tổ chức như trên giấy đăng ký.", "Enter the organisation's registered name."),
        "tax_code": None
        if _TAX_CODE.fullmatch(given.tax_code)
        else Text(
            "Mã số thuế gồm 10 chữ số, hoặc 10 chữ số, gạch nối và 3 chữ số. Ví dụ: 3200123456.",
            "A tax code has 10 digits, or 10 digits, a hyphen and 3 digits. Example: 3200123456.",
        ),
    }


def _strange(digits: str) -> Text | None:
    """A sentence about characters that are not the digits 0 to 9, such as letters or another script's digits."""
    strange = "".join(dict.fromkeys(one for one in digits if not (one.isascii() and one.isdigit())))[:8]
    if not strange:
        return None
    return Text(
        f"Chỉ nhập các chữ số từ 0 đến 9. Hãy bỏ: {strange}",
        f"Enter only the digits 0 to 9. Remove: {strange}",
    )
