"""The tabs, filters and folds of an inbox, as addresses and pages."""

import re

import pytest

from tests.app.conftest import page_text, sign_in
from tests.journey import PROCESS, Journey, begin


@pytest.fixture
def journey(session) -> Journey:
    """Three declared scores that wait for the employer."""
    journey = begin(session)
    journey.declare()
    session.commit()
    return journey


@pytest.fixture
def reviewer(client, journey: Journey):
    """The employer's reviewer at the inbox."""
    sign_in(client, journey.chain.employer_member)
    client.get("/inbox")
    return client


def test_the_tabs_count_what_is_in_them(reviewer, journey: Journey):
    said = page_text(reviewer.get("/inbox"))
    assert re.search(r"待办 3 项 待我签署 0 项 已办 0 项", said)
    assert "已办 0 项" in page_text(sign_in(reviewer, journey.chain.base_member).get("/instances"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=score", True),
        ("kind=nonsense", True),  # said beside the field; nothing is hidden by it
        (f"node={PROCESS}/employer_review", True),
        ("submitter=没有这个单位", False),
        ("until=2001-01-01", False),
        ("year=2001", False),
        ("sort=newest", True),
        ("sort=oldest&after=1", True),
    ],
)
def test_the_address_says_what_is_shown(reviewer, journey: Journey, query: str, shown: bool):
    answer = reviewer.get(f"/inbox?{query}")
    assert answer.status_code == 200
    assert (journey.chain.training_class.name in page_text(answer)) is shown


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=2026-02-02&until=2026-01-01", "since=0001-01-01", "region=1"]
)
def test_a_filter_that_cannot_be_is_said_and_loses_nothing(reviewer, query: str):
    answer = reviewer.get(f"/inbox?{query}")
    assert answer.status_code == 200
    assert "field-error" in answer.text


def test_pages_of_folds_open_in_place_and_narrow_the_list(reviewer, journey: Journey):
    page = reviewer.get("/inbox?fold=submitter").text
    assert journey.chain.base.name in page
    (url,) = set(re.findall(r'hx-get="(/inbox/folded[^"]*)"', page))
    part = reviewer.get(url.replace("&amp;", "&"))
    assert journey.chain.training_class.name in part.text
    assert "<html" not in part.text
    narrowed = reviewer.get(f"/inbox?submitter_id={journey.chain.base.id}")
    assert f"只看申报单位“{journey.chain.base.name}”的事项。" in page_text(narrowed)
    assert "用人单位审核" in page_text(reviewer.get("/inbox?fold=task"))


def test_a_whole_group_is_approved_as_far_as_the_filter_goes(reviewer, journey: Journey):
    page = reviewer.get("/inbox").text
    targets = re.findall(r'name="groups" value="([\d-]+)"', page)
    sent = {"groups": targets, "outcome": "approve", "comment": "", "key": "k", "until": "2001-01-01"}
    answer = reviewer.post("/inbox/decide", data=sent)
    assert (answer.status_code, answer.location) == (303, "/inbox?until=2001-01-01")
    assert len(journey.open_items("employer_review")) == 3


def test_nothing_is_decided_by_a_filter_that_nobody_meant(reviewer, journey: Journey):
    targets = re.findall(r'name="groups" value="([\d-]+)"', reviewer.get("/inbox").text)
    sent = {"groups": targets, "outcome": "approve", "comment": "", "key": "k", "until": "never"}
    answer = reviewer.post("/inbox/decide", data=sent)
    assert answer.status_code == 422
    assert "没有办理任何事项" in page_text(answer)
    assert len(journey.open_items("employer_review")) == 3


def test_the_filter_goes_along_into_a_group_and_back(reviewer, journey: Journey):
    page = reviewer.get("/inbox?since=2020-01-01&submitter=基地").text
    url = re.search(r'href="(/inbox/groups/[^"]+)" data-open', page)[1].replace("&amp;", "&")
    assert "since=2020-01-01" in url
    group = reviewer.get(url)
    assert 'value="2020-01-01"' in group.text
    item = journey.open_items("employer_review")[0]
    sent = {"outcome": "approve", "comment": "", "key": "k", "ids": [f"{item}-1"], "since": "2020-01-01"}
    answer = reviewer.post(url.split("?")[0] + "/decide", data=sent)
    assert answer.location.endswith("?since=2020-01-01")


def test_what_was_decided_is_listed_and_can_be_narrowed(reviewer, journey: Journey):
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请核对")
    journey.session.commit()
    said = page_text(reviewer.get("/inbox/decided"))
    assert "请核对" in said
    assert "本人办理过的事项" in said
    assert "没有符合条件的已办事项" in page_text(reviewer.get("/inbox/decided?outcome=approve"))
    assert (
        reviewer.get("/inbox/decided?whose=all&kind=score&text=x&since=2020-01-01&after=1-2-3").status_code == 200
    )


def test_a_filter_is_kept_under_a_name_used_changed_and_deleted(reviewer, journey: Journey):
    page = reviewer.get("/inbox?kind=score&sort=oldest")
    assert "保存当前筛选" in page.text
    url = "/inbox/views/new?kind=score&sort=oldest"
    assert "等待最久的在前" in page_text(reviewer.get(url))
    answer = reviewer.post(url, data={"name": "最久的"})
    assert (answer.status_code, answer.location) == (303, "/inbox?kind=score&sort=oldest")
    assert re.search(
        r'href="/inbox\?kind=score&amp;sort=oldest" aria-current="true">最久的', reviewer.get(answer.location).text
    )
    again = reviewer.post(url, data={"name": "最久的"})
    assert again.status_code == 422
    assert "您已有名为“最久的”的筛选" in page_text(again)
    edit = re.search(r'href="(/inbox/views/\d+/edit)"', reviewer.get("/inbox/views").text)[1]
    assert reviewer.post(edit, data={"name": "更好的名称", "is_shared": "y"}).status_code == 303
    assert "更好的名称" in page_text(reviewer.get("/inbox"))
    delete = edit.replace("edit", "delete")
    assert "同事也不能再用" in page_text(reviewer.get(delete))
    assert reviewer.post(delete).status_code == 303
    assert "还没有保存过筛选" in page_text(reviewer.get("/inbox/views"))


def test_a_filter_that_cannot_be_or_asks_nothing_is_not_kept(reviewer):
    assert reviewer.get("/inbox/views/new?since=never").status_code == 422
    answer = reviewer.post("/inbox/views/new", data={"name": "空的"})
    assert answer.status_code == 422
    assert "还没有设置任何筛选条件" in page_text(answer)


def test_columns_that_are_not_ticked_are_gone_until_they_are_ticked_again(reviewer, journey: Journey):
    url = re.search(r'href="(/inbox/groups/[^"]+)" data-open', reviewer.get("/inbox").text)[1]
    assert "410199********" in reviewer.get(url).text
    answer = reviewer.post(f"{url}/columns?since=2020-01-01", data={"columns": ["value"]})
    assert (answer.status_code, answer.location) == (303, f"{url}?since=2020-01-01")
    page = reviewer.get(url).text
    assert "410199********" not in page
    assert '<th scope="col" class="number">成绩</th>' in page
    assert reviewer.post(f"{url}/columns", data={"columns": ["secret"]}).status_code == 422


def test_lists_come_as_files(reviewer, journey: Journey):
    url = re.search(r'href="(/inbox/groups/[^"]+)" data-open', reviewer.get("/inbox").text)[1]
    for address in (f"{url}/rows.xlsx", "/inbox/rows.xlsx?kind=score"):
        answer = reviewer.get(address)
        assert answer.status_code == 200
        assert answer.data.startswith(b"PK")
    assert reviewer.get("/inbox/rows.xlsx?year=never").status_code == 422
    assert "没有可导出的内容" in page_text(reviewer.get("/inbox/decided/rows.xlsx"))
