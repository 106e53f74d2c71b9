"""How a person can be reached (手机号码, 电子邮箱, 固定电话), checked, and as the table keeps it."""

from dataclasses import dataclass

from app.contact import email_problem, mobile_problem, phone_problem
from app.sealing import sealer
from app.services.accounts.refusals import WrongContact


@dataclass(frozen=True)
class Contact:
    """The mobile number is needed; the others may be empty."""

    mobile: str
    email: str = ""
    phone: str = ""


def checked(contact: Contact) -> dict[str, object]:
    """Return the columns of a user for this. Raises WrongContact with the field that is wrong."""
    found = {
        "mobile": mobile_problem(contact.mobile),
        "email": email_problem(contact.email) if contact.email else None,
        "phone": phone_problem(contact.phone) if contact.phone else None,
    }
    for field, problem in found.items():
        if problem:
            raise WrongContact(field=field, problem=problem)
    return {
        "mobile_sealed": sealer().seal(contact.mobile),
        "email": contact.email or None,
        "phone": contact.phone or None,
    }
