"""学员成绩管理 as its users meet it."""

import re

import pytest
from sqlalchemy import func, select

from models import Module, Score
from tests.app.conftest import page_text, sign_in
from tests.app.services.scores.imports.sheets import number_of
from tests.factories import make_chain, make_class, make_learner, make_member, nth_resident_id


@pytest.fixture
def url(journey) -> str:
    return f"/base/scores/{journey.chain.training_class.id}"


@pytest.fixture
def learner(session, journey):
    """A learner without a score in the class."""
    learner = make_learner(session, employer=journey.chain.employer, name="钱学员")
    session.commit()
    return learner


def value_of(response, field: str) -> str:
    found = re.search(rf'<input[^>]*name="{field}"[^>]*>', response.text)
    assert found, field
    return re.search(r'value="([^"]*)"', found[0])[1]


def test_classes_are_offered_and_found_by_name(page, session, journey):
    make_class(session, base=journey.chain.base, name="甲班")
    make_class(session, base=journey.chain.base, name="乙班")
    session.commit()

    assert {"甲班", "乙班"} <= set(re.findall(r"[甲乙]班", page.get("/base/scores").text))
    assert "乙班" not in page.get("/base/scores/choices?q=甲").text
    assert page.get("/base/scores?class_id_text=甲").status_code == 302
    assert "没有名称含有“丙”的培训班" in page_text(page.get("/base/scores?class_id_text=丙"))


def test_a_class_shows_its_facts_its_counts_and_its_scores(page, journey, url):
    text = page_text(page.get(url))

    for said in ("24.0 学时", "计入 2026 年度", "60.0 分", "待申报 3", "共 3 条", "测试学员", "85.0"):
        assert said in text


def test_an_entered_score_stands_first_in_the_list(page, session, learner, url):
    sent = {"resident_id": number_of(session, learner), "value": "92.5", "remark": ""}

    response = page.post(url, data=sent, follow_redirects=True)

    text = page_text(response)
    assert "已录入：钱学员，92.5分" in text
    assert text.index("92.5", text.index("已录入的成绩")) < text.index("85.0", text.index("已录入的成绩"))
    assert value_of(response, "resident_id") == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"resident_id": nth_resident_id(900_003)}, "该身份证号未在系统注册"),
        ({"resident_id": "1"}, "18位"),
        ({"resident_id": ""}, "请填写身份证号"),
        ({"value": "101"}, "0-100"),
        ({"value": ""}, "请填写成绩"),
        ({"remark": "很" * 201}, "201字"),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(page, session, learner, url, typed, said):
    sent = {"resident_id": number_of(session, learner), "value": "85", "remark": "补考", **typed}

    response = page.post(url, data=sent)

    assert response.status_code == 422
    assert said in page_text(response)
    assert {name: value_of(response, name) for name in sent} == sent
    assert session.scalar(select(func.count()).select_from(Score)) == 3


def test_a_score_that_is_there_already_is_told_with_its_value(page, session, journey, url):
    number = number_of(session, journey.chain.learners[0])

    response = page.post(url, data={"resident_id": number, "value": "70"})

    assert response.status_code == 422
    assert "该学员成绩已录入" in page_text(response)


def test_a_failing_score_is_kept_with_a_warning(page, session, learner, url):
    text = page_text(
        page.post(url, data={"resident_id": number_of(session, learner), "value": "59"}, follow_redirects=True)
    )

    assert "未达到合格线" in text
    assert "未达合格线 1" in text


def test_a_score_is_changed_and_deleted_until_it_is_declared(page, session, journey, url):
    first, second, third = journey.score_ids
    assert "85.0" in page.get(f"{url}/{first}/edit").text

    page.post(f"{url}/{first}/edit", data={"value": "66", "remark": ""})
    assert "不能恢复" in page_text(page.get(f"{url}/{second}/delete"))
    page.post(f"{url}/{second}/delete")
    journey.scores = journey.scores[2:]
    journey.declare()
    session.commit()

    assert page.post(f"{url}/{third}/edit", data={"value": "99"}).status_code == 409
    assert page.post(f"{url}/{third}/delete").status_code == 409
    left = dict(session.execute(select(Score.id, Score.value)).all())
    assert {id: float(value) for id, value in left.items()} == {first: 66, third: 85}


def test_a_wrong_change_is_shown_at_its_field(page, journey, url):
    response = page.post(f"{url}/{journey.score_ids[0]}/edit", data={"value": "1000", "remark": "x"})

    assert response.status_code == 422
    assert value_of(response, "value") == "1000"


def test_the_list_is_searched_by_name_and_by_whole_number(page, session, journey, learner, url):
    page.post(url, data={"resident_id": number_of(session, learner), "value": "92.5"})

    assert "共" not in page_text(page.get(f"{url}?text=钱")).split("已录入的成绩")[1].split("本页 1 条")[0]
    assert "92.5" in page_text(page.get(f"{url}?text={number_of(session, learner)}"))
    assert "没有符合条件的成绩" in page_text(page.get(f"{url}?text=赵"))


def test_a_declared_score_shows_where_it_is_and_who_has_it(page, session, journey, url):
    journey.declare()
    session.commit()

    text = page_text(page.get(url))

    assert "待单位审核" in text
    assert journey.chain.employer.name in text


@pytest.mark.parametrize("further", ["", "/template.xlsx", "/imports", "/{}/edit", "/{}/delete"])
def test_a_neighbours_class_is_not_found(page, session, further):
    other = make_chain(session)
    (score,) = other.make_scores(session)
    session.commit()

    response = page.get(f"/base/scores/{other.training_class.id}{further.format(score.id)}")

    assert response.status_code == 404


def test_a_score_is_not_found_under_another_class(page, session, journey):
    other = make_class(session, base=journey.chain.base)
    session.commit()

    assert page.get(f"/base/scores/{other.id}/{journey.score_ids[0]}/edit").status_code == 404


def test_a_role_that_only_declares_sees_the_scores_and_no_form(client, session, journey, url):
    declarer = make_member(session, journey.chain.base, modules=(Module.SCORE_DECLARE,))
    session.commit()
    sign_in(client, declarer)

    response = client.get(url)

    assert response.status_code == 200
    assert 'name="resident_id"' not in response.text
    assert "/edit" not in response.text
    assert client.post(url, data={"resident_id": "1", "value": "1"}).status_code == 403


@pytest.mark.parametrize(
    "query", ["after=0", "after=-1", "after=x", "before=99999999999999999999", "text=" + "x" * 61, "text=%00"]
)
def test_an_address_that_no_page_made_is_no_fault(page, url, query):
    assert page.get(f"{url}?{query}").status_code == 200


def test_what_people_typed_is_never_markup(page, session, journey, url):
    (score,) = journey.scores[:1]
    page.post(f"{url}/{score.id}/edit", data={"value": "80", "remark": "<script>x</script>"})

    assert "<script>x" not in page.get(url).text


def test_the_template_is_a_download_named_after_the_class(page, journey, url):
    response = page.get(f"{url}/template.xlsx")

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "UTF-8''" in response.headers["Content-Disposition"]
    assert response.data.startswith(b"PK")


def test_the_progress_of_a_class_leads_to_the_rows_it_counts(page, session, journey, url):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    session.commit()

    response = page.get(url)

    assert "待人社审核 3" in page_text(response)
    assert "待单位审核 0" in page_text(response)
    link = f"/base/scores/all?class_id={journey.chain.training_class.id}&amp;state=hr"
    assert link in response.text
    assert "共 3 条" in page_text(page.get(link.replace("&amp;", "&")))


def test_the_list_of_classes_shows_how_far_each_is_in_words_too(client, session, journey):
    sign_in(client, make_member(session, journey.chain.base, modules=(Module.TRAINING_CLASS,)))
    assert client.get("/base/classes?text=没有").text.count("data-chart") == 0
    journey.declare()
    session.commit()

    response = client.get("/base/classes")

    assert response.text.count("data-chart") == 1
    assert re.search(r"审核中</th>.*?<td class=\"number\">3</td>", response.text, re.S)
