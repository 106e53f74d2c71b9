"""The seals as a file that auditors keep elsewhere."""

import csv
from datetime import datetime
from io import StringIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.audit import record
from app.services.guard import require
from app.today import CHINA
from models import Seal


def export_seals(session: Session, *, by: Actor) -> bytes:
    """One line a day, the oldest first, and a last line with who took it out and when."""
    require(by, Permission.AUDIT_VIEW)
    seals = session.scalars(select(Seal).order_by(Seal.id)).all()
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["日期", "封印事项数", "上一封印", "封印（SHA-256）"])
    writer.writerows([one.day.isoformat(), one.heads, one.previous.hex(), one.hash.hex()] for one in seals)
    at = datetime.now(CHINA)
    writer.writerow(["导出人", by.name, "导出时间", at.isoformat(timespec="seconds")])
    record(session, by=by, action="audit:export", seals=len(seals), last=seals[-1].hash.hex() if seals else "")
    return file.getvalue().encode("utf-8-sig")
