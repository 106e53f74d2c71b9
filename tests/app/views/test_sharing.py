"""Sharing work on the page of an instance, and the pages of what is addressed to the reader himself."""

import re
from datetime import timedelta

import pytest

from app.permissions import Actor
from models import Module
from tests.app.conftest import page_text, sign_in
from tests.factories import make_member
from tests.journey import Journey, begin
from tests.today import today


@pytest.fixture
def journey(session) -> Journey:
    """A declared score that waits for the employer, who has two reviewers."""
    journey = begin(session, learners=1)
    journey.declare()
    session.commit()
    return journey


@pytest.fixture
def colleague(journey: Journey) -> Actor:
    member = make_member(journey.session, journey.chain.employer, name="张同事")
    journey.session.commit()
    return member


@pytest.fixture
def url(journey: Journey) -> str:
    return f"/instances/{journey.instances()[0].id}"


@pytest.fixture
def employer(client, journey: Journey, colleague):
    return sign_in(client, journey.chain.employer_member)


def post(client, url: str, follow: bool = True, **data: object):
    page = client.get(url.rpartition("/")[0])
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    return client.post(url, data={"csrf_token": token[1] if token else "", **data}, follow_redirects=follow)


def test_an_item_is_claimed_and_released(employer, url: str):
    assert "无人认领" in page_text(employer.get(url))
    assert "由您办理" in page_text(post(employer, f"{url}/claim"))
    assert "已退回待办" in page_text(post(employer, f"{url}/release"))


def test_an_item_is_transferred_and_the_giver_only_watches(employer, colleague, url: str):
    give = {"give-way": "transfer", "give-to": colleague.user_id, "give-comment": "请办"}
    said = page_text(post(employer, f"{url}/give", **give))
    assert "张同事 办理中" in said
    assert "转办给张同事" in said
    assert 'data-dialog-open="decision"' not in employer.get(url).text


def test_a_form_that_lacks_something_stays_open_with_what_was_typed(employer, url: str):
    answer = post(employer, f"{url}/send-back", **{"back-comment": "请补核"})
    assert answer.status_code == 422
    answer = post(employer, f"{url}/signers", **{"sign-kind": "after", "sign-comment": "请复核"})
    assert answer.status_code == 422
    assert "请选择签署人" in answer.text
    assert "请复核" in answer.text


def test_a_signature_is_asked_for_and_given(client, employer, colleague, journey: Journey, url: str):
    asked = {"sign-kind": "before", "sign-people": colleague.user_id}
    assert "已加签" in page_text(post(employer, f"{url}/signers", **asked))
    assert "前加签" in page_text(employer.get(url))
    other = sign_in(client.application.test_client(), colleague)
    assert journey.scores[0].learner_id  # the row is there
    page = other.get("/inbox/signatures")
    assert url in page.text
    assert 'data-dialog-open="decision"' in other.get(url).text


def test_a_comment_and_a_copy_reach_the_colleague(client, employer, colleague, url: str):
    remark = {"remark-body": "请看第二页", "remark-people": colleague.user_id}
    assert "请看第二页" in page_text(post(employer, f"{url}/remarks", **remark))
    post(employer, f"{url}/copy", **{"copy-people": colleague.user_id})
    other = sign_in(client.application.test_client(), colleague)
    page = other.get("/inbox/copies")
    assert url in page.text
    assert "未读" in page_text(page)
    assert "未读" not in page_text(other.get("/inbox/copies")).replace("未读消息", "")


def test_a_submitter_urges_and_hears_when_he_did_so_today(client, journey: Journey, url: str):
    base = sign_in(client, journey.chain.base_member)
    assert "已催办" in page_text(post(base, f"{url}/urge"))
    assert "今天已催办过" in page_text(post(base, f"{url}/urge"))


def test_a_decision_is_taken_back(employer, journey: Journey, url: str):
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.session.commit()
    assert "撤回办理" in employer.get(url).text
    assert "已撤回您的办理" in page_text(post(employer, f"{url}/take-back", **{"take-comment": "看错了"}))


def test_an_item_is_sent_back_to_a_step(client, journey: Journey, url: str):
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.session.commit()
    hr = sign_in(client, journey.chain.hr_member)
    step = re.search(r'<select[^>]*name="back-step".*?<option[^>]*value="(\d+)"', hr.get(url).text, re.DOTALL)
    assert step
    said = post(hr, f"{url}/send-back", **{"back-step": step[1], "back-comment": "请补核"})
    assert "已退回到所选环节" in page_text(said)


TODAY = today()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(0, 3, "已设置代理"), (3, 1, "结束日期不能早于开始日期"), (-9, -2, "结束日期已过"), (0, 400, "最长一年")],
)
def test_a_leave_is_set_or_refused_in_words(employer, colleague, journey, first, last, said):
    form = {
        "user_id": journey.chain.employer_member.user_id,
        "substitute_id": colleague.user_id,
        "first_day": TODAY + timedelta(days=first),
        "last_day": TODAY + timedelta(days=last),
    }
    assert said in page_text(post(employer, "/substitutions", **form))


def test_a_substitute_sees_the_inbox_and_loses_it_when_the_leave_is_cancelled(client, employer, journey, url):
    clerk = make_member(journey.session, journey.chain.employer, name="文员", modules=(Module.STATISTICS,))
    journey.session.commit()
    form = {
        "user_id": journey.chain.employer_member.user_id,
        "substitute_id": clerk.user_id,
        "first_day": TODAY,
        "last_day": TODAY,
    }
    post(employer, "/substitutions", **form)
    other = sign_in(client.application.test_client(), clerk)
    assert 'data-dialog-open="decision"' in other.get(url).text
    cancel = re.search(r'action="(/substitutions/\d+/cancel)"', employer.get("/substitutions").text)
    assert cancel
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', employer.get("/substitutions").text)
    employer.post(cancel[1], data={"csrf_token": token[1] if token else ""})
    assert 'data-dialog-open="decision"' not in other.get(url).text


def test_an_organisation_gets_a_copy_and_nobody_is_refused(employer, journey: Journey, url: str):
    hr = journey.chain.hr
    assert "请选择要抄送的同事或单位" in page_text(post(employer, f"{url}/copy"))
    said = page_text(post(employer, f"{url}/copy", **{"copy-organizations": hr.id}))
    assert f"抄送给{hr.name}" in said
