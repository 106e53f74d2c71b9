"""Annual reports."""

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.reports.edit import ReportFields, create_report
from models import AnnualReport, Receiver


def make_report(session: Session, by: Actor, *, year: int = 2024, receiver: Receiver = Receiver.HR) -> AnnualReport:
    """A draft of the member's base."""
    fields = ReportFields(f"{year}年度年审报告", year, receiver, "完成培训两期。", "举办培训三期。")
    return create_report(session, fields, by=by)
