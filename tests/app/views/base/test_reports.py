"""Annual reports as a base and its reviewers meet them: 年审报告管理."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AnnualReport, Receiver, ReportState
from tests.app.conftest import page_text, sign_in
from tests.reporting import YEAR, Reporting, report_something

WRITTEN = {
    "name": "年度工作报告",
    "year": str(YEAR - 1),
    "receiver": "hr",
    "work_done": "完成培训四期。\n合格率百分之九十五。",
    "next_year_plan": "举办培训五期。",
}
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def reporting(session: Session) -> Reporting:
    found = report_something(session)
    session.commit()
    return found


@pytest.fixture
def base(client, reporting: Reporting):
    client = sign_in(client, reporting.base_member)
    client.get("/base/reports/new")
    return client


def test_the_form_begins_with_the_figures_of_the_year(base):
    page = base.get("/base/reports/new").text
    assert f"{date.today().year}年度获批培训计划0项" in page
    assert "主管部门" in page


def test_a_report_is_written_checked_and_declared(base, reporting: Reporting, session: Session):
    made = base.post("/base/reports/new", data=WRITTEN)
    assert made.status_code == 303
    assert "已保存为“未申报”" in base.get(made.location).text
    shown = base.get(f"{made.location}/declare")
    assert "合格率百分之九十五" in page_text(shown)
    assert base.post(f"{made.location}/declare").location == made.location
    assert "申报成功" in base.get(made.location).text
    session.expire_all()
    id = int(made.location.rsplit("/", 1)[1])
    assert session.get_one(AnnualReport, id).state is ReportState.SUBMITTED
    assert "删除 年度工作报告" not in base.get("/base/reports").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "请填写报告名称"),
        ("name", "长" * 81, "报告名称最多 80 字"),
        ("year", "去年", "年度应为"),
        ("year", str(YEAR), "每个年度只能有一份"),
        ("year", "2099", "还没有开始"),
        ("receiver", "mayor", ""),
        ("work_done", " ", "请填写本年度培训任务完成情况"),
        ("next_year_plan", "长" * 5001, "下年度培训计划最多 5000 字"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(base, field: str, value: str, said: str):
    refused = base.post("/base/reports/new", data=WRITTEN | {field: value})
    assert refused.status_code == 422
    assert said in refused.text
    assert "完成培训四期。" in refused.text or field == "work_done"


def test_files_are_taken_with_their_remark(base, reporting: Reporting):
    address = f"/base/reports/{reporting.report.id}"
    sent = base.post(f"{address}/attachments", data={"file": (BytesIO(PDF), "总结.pdf"), "remark": "全年总结"})
    assert sent.status_code == 303
    assert "全年总结" in base.get(address).text
    wrong = base.post(f"{address}/attachments", data={"file": (BytesIO(b"MZ"), "a.pdf"), "remark": "程序"})
    assert wrong.status_code == 422
    assert "不能上传" in wrong.text


def test_a_returned_report_shows_why_and_is_sent_again(base, new_client, reporting: Reporting, session: Session):
    reporting.declare()
    reporting.decide("return", by=reporting.hr_member, comment="请补充满意度调查")
    session.commit()
    address = f"/base/reports/{reporting.report.id}"
    assert "请补充满意度调查" in base.get(address).text
    base.get(f"{address}/edit")
    assert base.post(f"{address}/edit", data=WRITTEN | {"year": str(YEAR)}).status_code == 303
    assert "待受理部门审核" in base.get(address).text


def test_a_reviewer_grades_on_the_page_of_the_instance(client, reporting: Reporting, session: Session):
    reporting.declare()
    session.commit()
    reviewer = sign_in(client, reporting.hr_member)
    inbox = reviewer.get("/inbox").text
    assert "的年审报告" in inbox
    assert "整组通过" not in inbox
    address = f"/instances/{reporting.instance().id}"
    page = reviewer.get(address)
    assert "完成培训两期。" in page_text(page)
    key = page.text.split('name="key" value="')[1].split('"')[0]
    form = {"key": key, "revision": "1", "outcome": "unqualified", "comment": ""}
    assert reviewer.post(f"{address}/decide", data=form).status_code == 422
    done = reviewer.post(f"{address}/decide", data=form | {"outcome": "excellent"})
    assert done.status_code == 303
    assert "审核通过（优秀）" in reviewer.get(address).text
    assert session.scalars(select(AnnualReport.grade)).one() == "excellent"


def test_a_base_without_competent_department_is_offered_none(client, session: Session):
    reporting = report_something(session, with_competent=False)
    session.commit()
    page = sign_in(client, reporting.base_member).get("/base/reports/new").text
    assert f'value="{Receiver.COMPETENT.value}"' not in page
