"""流程管理: from a draft to its release, on the pages of the three offices."""

import io
import re

import pytest

from app.services.demo.offices import drawn
from app.services.diagrams.library import current_version
from models import WorkItem
from tests.app.conftest import page_text, sign_in
from tests.drawing import (
    NOTE,
    PROCESS,
    decide_release,
    draw_city_review,
    make_offices,
    open_task,
    submit_city_review,
)
from tests.journey import begin


@pytest.fixture
def offices(session):
    made = make_offices(session)
    session.commit()
    return made


def test_the_list_shows_every_process_with_its_version(client, offices):
    for by in (offices.system, offices.security, offices.audit):
        text = page_text(sign_in(client, by).get("/diagrams"))
        assert "学时申报 第 1 版" in text


def test_a_draft_is_begun_uploaded_and_submitted(client, offices):
    sign_in(client, offices.system)
    page = client.get(f"/diagrams/{PROCESS}")
    assert "从现行版本新建草稿" in page.text
    version = page.text.split("/diagrams/versions/")[1].split(".")[0]
    begun = client.post(f"/diagrams/versions/{version}/drafts", data={"name": "增加市级复核"})
    assert begun.status_code == 303
    assert "没有差别" in page_text(client.get(begun.location))
    file = (io.BytesIO(drawn().encode()), "new.bpmn")
    client.post(f"{begun.location}/upload", data={"file": file}, content_type="multipart/form-data")
    text = page_text(client.get(begun.location))
    assert "检查通过" in text
    assert "新增 环节 市级人社复核" in text
    sent = client.post(f"{begun.location}/release", data={"note": NOTE})
    assert sent.location.endswith(f"/diagrams/{PROCESS}")
    assert "待安全管理员审核" in page_text(client.get(sent.location))


def test_a_wrong_file_says_what_is_wrong_and_cannot_be_submitted(client, session, offices):
    sign_in(client, offices.system)
    draft_id = draw_city_review(session, by=offices.system)
    session.commit()
    wrong = drawn().replace("bpmn:userTask", "bpmn:scriptTask")
    client.get(f"/diagrams/drafts/{draft_id}")
    file = (io.BytesIO(wrong.encode()), "new.bpmn")
    client.post(f"/diagrams/drafts/{draft_id}/upload", data={"file": file}, content_type="multipart/form-data")
    text = page_text(client.get(f"/diagrams/drafts/{draft_id}"))
    assert "脚本任务" in text
    assert f"/drafts/{draft_id}/release" not in text
    refused = client.post(f"/diagrams/drafts/{draft_id}/release", data={"note": NOTE})
    assert refused.status_code == 422


def test_the_security_administrator_sees_the_differences_and_releases(client, session, offices):
    release_id = submit_city_review(session, by=offices.system)
    session.commit()
    sign_in(client, offices.security)
    inbox = client.get("/inbox")
    assert "流程发布申请" in inbox.text
    item = session.get_one(WorkItem, open_task(session, release_id))
    page = client.get(f"/instances/{item.instance_id}")
    assert "新增 环节 市级人社复核" in page_text(page)
    answer = client.get(f"/diagrams/releases/{release_id}/after.json").json
    assert answer["marks"]["city_review"] == "success"
    before = current_version(session, PROCESS)
    client.get(f"/instances/{item.instance_id}")
    client.post(
        f"/instances/{item.instance_id}/decide", data={"outcome": "approve", "comment": "同意发布", "key": "k" * 32}
    )
    session.expire_all()
    assert current_version(session, PROCESS) != before


def test_rolling_back_is_one_press(client, session, offices):
    first = current_version(session, PROCESS)
    decide_release(session, submit_city_review(session, by=offices.system), "approve", by=offices.security)
    session.commit()
    sign_in(client, offices.security).get(f"/diagrams/{PROCESS}")
    done = client.post(f"/diagrams/versions/{first}/roll-back")
    assert "已恢复为第 1 版" in client.get(done.location).text


def test_a_diagram_is_a_download_and_not_a_page_of_ours(client, session, offices):
    sign_in(client, offices.audit)
    version = current_version(session, PROCESS)
    answer = client.get(f"/diagrams/versions/{version}.bpmn")
    assert answer.headers["Content-Disposition"] == "attachment; filename=score_declaration-v1.bpmn"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_process_that_nobody_knows_is_not_there(client, offices):
    assert sign_in(client, offices.audit).get("/diagrams/nothing").status_code == 404


def test_a_draft_is_walked_by_links(client, session, offices):
    begin(session).declare()
    draft_id = draw_city_review(session, by=offices.system)
    session.commit()
    sign_in(client, offices.system)
    page = client.get(f"/diagrams/drafts/{draft_id}/try")
    for _ in range(3):
        forward = re.search(r'href="([^"]*/try\?[^"]*approve)"', page.text)[1].replace("&amp;", "&")
        page = client.get(forward)
    assert "办结：通过" in page_text(page)
    assert "市级人社复核 ：通过" in page_text(page)


def test_the_auditor_reads_who_did_what(client, session, offices):
    draw_city_review(session, by=offices.system)
    session.commit()
    sign_in(client, offices.audit)
    assert "流程：修改" in page_text(client.get("/audit-log"))
    assert "没有符合条件的记录" in page_text(client.get("/audit-log?person=无此人"))
