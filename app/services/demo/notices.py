"""Notices of the demo's provincial HR department."""

from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.notices.publish import NoticeFields, publish_notice

NOTICES = (
    NoticeFields(
        "关于规范继续教育学时登记的说明（示例）",
        "学时按继续教育年度计入。培训年度与继续教育年度不一致的，以培训班登记的继续教育年度为准。\n\n"
        "对学时有疑问的，请先联系举办培训的继续教育基地。",
    ),
    NoticeFields(
        "关于做好继续教育基地年度审核工作的通知（示例）",
        "各继续教育基地请在规定期限内提交年审报告，内容包括本年度培训任务完成情况和下年度培训计划。\n\n"
        "受理部门为同级人社部门或主管部门。",
    ),
    NoticeFields(
        "关于开展年度专业技术人员继续教育学时申报的通知（示例）",
        "各继续教育基地请及时录入并申报学员成绩；用人单位和人社部门请在五个工作日内完成审核。\n\n"
        "公需科目和专业科目学时均达到规定标准的，方为年度合格。",
        is_pinned=True,
    ),
)


def publish_notices(session: Session, membership_id: int) -> None:
    """Publish three, one of them pinned."""
    clerk = load_actor(session, membership_id=membership_id)
    if clerk is None:
        raise LookupError(membership_id)
    for fields in NOTICES:
        publish_notice(session, fields, by=clerk)
