"""Planning as a base and its reviewers meet it: through pages."""

import zipfile
from io import BytesIO

import pytest

from app.services.attachments.find import attachments_of
from app.services.inbox.groups import list_groups
from app.services.plans.attachments import KIND
from models import PlanState
from tests.app.conftest import page_text, sign_in
from tests.factories import make_attachment, make_base, make_member, make_plan
from tests.factories.planning import PDF
from tests.planning import Planning, plan_something

KEY = "a key of this form"
PNG = b"\x89PNG\r\n\x1a\n..."


def workbook() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            parts.writestr(name, "<x/>")
    return content.getvalue()


@pytest.fixture
def planning(session) -> Planning:
    planning = plan_something(session)
    session.commit()
    return planning


@pytest.fixture
def base(client, planning: Planning):
    return sign_in(client, planning.base_member)


@pytest.fixture
def filled(planning: Planning) -> dict[str, object]:
    return {
        "name": "合理用药培训",
        "subject_type": "professional",
        "subject_id": planning.subject.id,
        "year": 2026,
        "people": 60,
        "hours": "40",
        "mode": "face",
        "starts_on": "2026-03-01",
        "ends_on": "2026-10-31",
    }


def test_the_base_creates_a_plan_adds_a_file_and_submits_it(base, filled, planning: Planning):
    saved = base.post("/base/plans/new", data=filled)
    assert saved.status_code == 303
    page = base.get(saved.location)
    assert "待提交" in page_text(page)
    sent = base.post(f"{saved.location}/attachments", data={"file": (BytesIO(PDF), "方案.pdf")})
    assert "方案.pdf" in page_text(base.get(sent.location))
    base.post(f"{saved.location}/submit")
    assert "待主管部门审核" in page_text(base.get("/base/plans"))


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(base, filled):
    wrong = filled | {"ends_on": "2026-02-01", "hours": "4.25", "people": "许多"}
    answer = base.post("/base/plans/new", data=wrong)
    assert answer.status_code == 422
    assert "学时最多保留一位小数。" in page_text(answer)
    answer = base.post("/base/plans/new", data=filled | {"ends_on": "2026-02-01"})
    assert "结束日期不能早于开始日期2026-03-01" in page_text(answer)
    assert 'value="合理用药培训"' in answer.text


def test_the_select_of_subjects_follows_the_type(base, planning: Planning):
    professional = base.get("/base/plans/subjects?subject_type=professional&year=2026").text
    public = base.get("/base/plans/subjects?subject_type=public&year=2026").text
    assert planning.subject.name in professional
    assert planning.subject.name not in public


def test_the_competent_department_finds_it_in_its_inbox_and_approves_there(client, planning: Planning):
    planning.submit()
    planning.session.commit()
    reviewer = sign_in(client, planning.competent_member)
    inbox = reviewer.get("/inbox")
    assert f"{planning.base.name}的培训计划" in page_text(inbox)
    url = f"/instances/{planning.instance().id}"
    page = reviewer.get(url)
    for part in (planning.plan.name, planning.subject.name, "主管部门审核", "其他计划"):
        assert part in page_text(page)
    done = reviewer.post(f"{url}/decide", data={"outcome": "approve", "comment": "", "key": KEY, "revision": 1})
    assert done.status_code == 303
    assert planning.open_task()[1] == "hr_review"


def test_a_group_shows_its_plans_and_is_searched_by_their_names(client, planning: Planning):
    planning.submit()
    planning.session.commit()
    reviewer = sign_in(client, planning.competent_member)
    key = list_groups(planning.session, by=planning.competent_member).rows[0].key
    url = f"/inbox/groups/{key.user_task_id}/{key.group_id}"
    assert planning.plan.name in page_text(reviewer.get(f"{url}?text={planning.plan.name}"))
    assert "没有符合条件" in page_text(reviewer.get(f"{url}?text=别的"))
    assert planning.plan.name in reviewer.get(f"{url}/peek").text
    assert planning.base.name in page_text(reviewer.get(f"/inbox?text={planning.plan.name}&year=2026"))
    assert planning.base.name not in page_text(reviewer.get("/inbox?year=2020"))


def test_a_returned_plan_is_corrected_with_the_reason_in_view(base, filled, planning: Planning):
    planning.submit()
    planning.decide("return", by=planning.competent_member)
    planning.session.commit()
    led = base.get(f"/instances/{planning.instance().id}/correct")
    assert led.location == f"/base/plans/{planning.plan.id}/edit"
    assert "请补充师资名单" in page_text(base.get(led.location))
    sent = base.post(led.location, data=filled | {"comment": "已补充"})
    assert sent.status_code == 303
    assert planning.open_task()[1] == "competent_review"


def test_a_plan_has_no_id_number_to_show(client, planning: Planning):
    planning.submit()
    planning.session.commit()
    reviewer = sign_in(client, planning.competent_member)
    assert reviewer.post(f"/instances/{planning.instance().id}/id-number").status_code == 404


def test_a_file_comes_as_a_download_of_a_fixed_type(base, planning: Planning):
    base.post(f"/base/plans/{planning.plan.id}/attachments", data={"file": (BytesIO(PDF), "方案.pdf")})
    link = base.get(f"/base/plans/{planning.plan.id}").text.split('href="/attachments/')[1].split('"')[0]
    assert f'<iframe src="/attachments/{link}/preview"' in base.get(f"/base/plans/{planning.plan.id}").text
    file = base.get(f"/attachments/{link}")
    assert (file.data, file.mimetype) == (PDF, "application/pdf")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_a_file_is_looked_at_in_the_browser_apart_from_our_pages(client, base, planning: Planning):
    for name, content in (("方案.pdf", PDF), ("照片.png", PNG), ("名单.xlsx", workbook())):
        base.post(f"/base/plans/{planning.plan.id}/attachments", data={"file": (BytesIO(content), name)})
    pdf, picture, table = (one.id for one in attachments_of(planning.session, KIND, planning.plan.id))
    shown = base.get(f"/attachments/{picture}/preview")
    assert (shown.data, shown.mimetype, shown.headers["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    shown = base.get(f"/attachments/{pdf}/preview")
    assert "script-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert base.get(f"/attachments/{table}/preview").status_code == 404
    elsewhere = base.get("/base/plans")
    assert "frame-ancestors 'none'" in elsewhere.headers["Content-Security-Policy"]
    assert elsewhere.headers["X-Frame-Options"] == "DENY"


def test_a_stranger_looks_at_no_file(client, planning: Planning):
    file = make_attachment(planning.session, planning.plan, by=planning.base_member)
    stranger = make_member(planning.session, make_base(planning.session))
    planning.session.commit()
    assert sign_in(client, stranger).get(f"/attachments/{file.id}/preview").status_code == 404


def test_the_reviewer_sees_the_files_on_the_page_of_the_instance(client, planning: Planning):
    file = make_attachment(planning.session, planning.plan, by=planning.base_member)
    planning.submit()
    planning.session.commit()
    page = sign_in(client, planning.competent_member).get(f"/instances/{planning.instance().id}").text
    assert f'<iframe src="/attachments/{file.id}/preview"' in page
    assert page.index("当前情况") < page.index("流程图")


def test_a_subject_is_added_disabled_and_enabled_again(base, planning: Planning):
    base.post("/base/subjects/new", data={"name": "急危重症护理", "year": 2026, "hours": 10})
    assert "急危重症护理" in page_text(base.get("/base/subjects"))
    base.post(f"/base/subjects/{planning.subject.id}/enable", data={})
    assert "已禁用" in page_text(base.get("/base/subjects"))
    assert planning.subject.name not in page_text(base.get("/base/plans/new"))
    base.post(f"/base/subjects/{planning.subject.id}/enable", data={"enabled": "y"})
    assert planning.subject.name in page_text(base.get("/base/plans/new"))


def test_a_class_is_added_on_an_effective_plan_and_is_there_to_enter_scores(base, planning: Planning):
    plan = make_plan(planning.session, base=planning.base, subject=planning.subject, state=PlanState.APPROVED)
    planning.session.commit()
    chosen = page_text(base.get("/base/classes/new"))
    assert plan.name in chosen
    assert planning.plan.name not in chosen
    data = {
        "name": "第一期",
        "starts_on": "2026-05-11",
        "ends_on": "2026-05-15",
        "place": "一号教室",
        "hours": "40",
        "credit_year": 2026,
        "pass_mark": 60,
    }
    assert "40.5" in base.post(f"/base/classes/new/{plan.id}", data=data | {"hours": "40.5"}).text
    assert base.post(f"/base/classes/new/{plan.id}", data=data).status_code == 303
    assert "第一期" in page_text(base.get("/base/classes"))
    assert "第一期" in page_text(base.get("/base/scores"))
    assert base.post(f"/base/classes/new/{planning.plan.id}", data=data | {"name": "第二期"}).status_code == 409
