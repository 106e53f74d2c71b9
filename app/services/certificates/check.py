"""Checking a certificate (证书查验): anybody who holds the paper, signed in or not."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.masking import mask_name
from app.plain_text import without_blanks
from app.sealing import sealer
from app.services.accounts import throttle
from app.services.certificates.list import papers_numbered

SEAL_LENGTH = 16
PURPOSE = "certificate check"  # what failed checks are counted under, beside failed sign-ins


class ChecksThrottled(Refusal):
    """您所在网络查验失败的次数过多，请{minutes}分钟后再试。"""

    status = 429


@dataclass(frozen=True)
class Checked:
    """What a stranger is told of a certificate."""

    number: str
    masked_name: str
    masked_id: str
    year: int
    hours: dict[str, Any]
    issuer_name: str
    issued_at: datetime
    is_valid: bool


def check_certificate(session: Session, number: str, code: str) -> Checked | None:
    """Tell of the certificate with this number and code; None for any other pair. Raises ChecksThrottled."""
    try:
        throttle.check_address(session)
    except throttle.AddressThrottled as refusal:
        raise ChecksThrottled(**refusal.facts) from refusal
    number, code = without_blanks(number).upper(), without_blanks(code).replace("-", "").upper()
    for paper in papers_numbered(session, number):
        if hmac.compare_digest(paper.code.encode(), code.encode()):
            return Checked(
                number=paper.number,
                masked_name=mask_name(paper.name),
                masked_id=paper.masked_id,
                year=paper.year,
                hours=paper.hours,
                issuer_name=paper.issuer_name,
                issued_at=paper.issued_at,
                is_valid=paper.is_valid,
            )
    throttle.note(session, sealer().lookup(PURPOSE), succeeded=False)
    return None


def seal_of(number: str, code: str) -> str:
    """What the QR code carries beside number and code: whoever has it read the paper, and types no captcha."""
    return sealer().lookup(f"{PURPOSE}:{number}:{code}").hex()[:SEAL_LENGTH]


def is_sealed(number: str, code: str, seal: str) -> bool:
    """Whether `seal` came with this number and code from a QR code of ours."""
    return hmac.compare_digest(seal_of(number, code).encode(), seal.encode())
