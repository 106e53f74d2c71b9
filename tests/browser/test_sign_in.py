"""登录: by user type, id number and password, and what is there then."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from app.permissions import Actor
from app.services.accounts import captchas
from tests.browser.conftest import OpenPage
from tests.browser.province import Province
from tests.browser.site import Site, running
from tests.clones import Clones
from tests.factories import PASSWORD


@pytest.fixture(scope="module")
def guarded_site(clones: Clones) -> Iterator[Site]:
    """The system with captchas, as in production."""
    with running(clones, CAPTCHA="on") as site:
        yield site


def sign_in(page: Page, user_type: str, resident_id: str, password: str = PASSWORD) -> None:
    """Fill in the form and send it."""
    page.get_by_label("用户类型").select_option(label=user_type)
    page.get_by_label("身份证号").fill(resident_id)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def menu_of(page: Page) -> list[str]:
    """What the menu offers, without the number of what waits."""
    links = page.get_by_role("navigation", name="主菜单").get_by_role("link")
    expect(links.first).to_be_visible()
    return [re.sub(r"\d.*", "", text).strip() for text in links.all_inner_texts()]


def test_a_base_administrator_finds_the_functions_of_the_guide(page: Page, province: Province) -> None:
    page.goto("/sign-in")
    expect(page).to_have_title(re.compile("登录"))

    sign_in(page, "继续教育基地", province.resident_id_of(province.base))

    expect(page.get_by_text(f"{province.chain.base.name}，您好")).to_be_visible()
    functions = ["学员成绩管理", "学员成绩申报", "待办事项", "我发起的"]
    assert [name for name in menu_of(page) if name in functions] == functions


@pytest.mark.parametrize(
    ("user_type", "who", "first_part"),
    [("用人单位", "employer", "待我办理"), ("人社部门", "hr", "待我办理"), ("专业技术人员", "learner", "年度学时")],
)
def test_everybody_else_begins_with_his_work(
    page: Page, province: Province, user_type: str, who: str, first_part: str
) -> None:
    actor: Actor = province.open_class("钱一").people["钱一"].actor if who == "learner" else getattr(province, who)
    page.goto("/sign-in")

    sign_in(page, user_type, province.resident_id_of(actor))

    expect(page.get_by_role("heading", level=1, name="首页")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=first_part)).to_be_visible()


@pytest.mark.parametrize("who", ["base", "employer", "hr"])
def test_no_link_of_the_menu_is_dead(open_page: OpenPage, province: Province, who: str) -> None:
    page = open_page(getattr(province, who))
    page.goto("/")
    names = menu_of(page)

    assert names
    for name in names:
        with page.expect_response(lambda answer: answer.request.is_navigation_request()) as answer:
            # 基本信息维护 is also the end of 个人基本信息维护, and a badge follows some names.
            link = page.get_by_role("link", name=re.compile(rf"^{re.escape(name)}( |$)"))
            page.get_by_role("navigation", name="主菜单").locator(link).click()
        assert answer.value.status == 200
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_wrong_password_is_told_as_an_unknown_person_is_and_keeps_what_was_typed(
    page: Page, province: Province
) -> None:
    number = province.resident_id_of(province.hr)
    page.goto("/sign-in")

    sign_in(page, "人社部门", number, "Cuowu@2026mima")

    expect(page.get_by_role("alert")).to_contain_text("账号或密码错误，或用户类型选择有误")
    expect(page.get_by_label("身份证号")).to_have_value(number)
    expect(page.get_by_label("密码")).to_have_value("")


def test_signing_in_leads_to_the_page_that_was_wanted_and_signing_out_closes_it(
    page: Page, province: Province
) -> None:
    page.goto("/base/declarations?state=failing")
    expect(page.get_by_role("status")).to_contain_text("请先登录")

    sign_in(page, "继续教育基地", province.resident_id_of(province.base))
    expect(page).to_have_url(re.compile(r"/base/declarations\?state=failing$"))

    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已退出登录")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_guessed_captcha_is_refused_and_another_picture_shown(open_page: OpenPage, guarded_site: Site) -> None:
    guarded = Province(guarded_site.database)
    page = open_page()
    page.goto(f"{guarded_site.url}/sign-in")
    assert is_drawn(page)

    captcha(page).fill("0000")
    sign_in(page, "继续教育基地", guarded.resident_id_of(guarded.base))
    expect(page.get_by_role("alert")).to_contain_text("验证码不正确或已过期，请按新图片重新输入")
    assert is_drawn(page)

    before = str(page.get_by_role("img", name="验证码图片").get_attribute("src"))
    page.get_by_role("button", name="换一张").click()
    expect(page.get_by_role("img", name="验证码图片")).not_to_have_attribute("src", before)
    expect(captcha(page)).to_have_value("")
    expect(captcha(page)).to_be_focused()


def test_whoever_reads_the_captcha_gets_in(open_page: OpenPage, guarded_site: Site) -> None:
    """A program cannot read the picture, so one is drawn of which the answer is known."""
    guarded = Province(guarded_site.database)
    page = open_page()
    page.goto(f"{guarded_site.url}/sign-in")
    assert is_drawn(page)
    browser_token = page.context.cookies()[0]["value"]
    with guarded_site.database.unit_of_work() as session:
        captchas.draw(session, browser_token, answer := captchas.new_answer())

    captcha(page).fill(answer.lower())
    sign_in(page, "继续教育基地", guarded.resident_id_of(guarded.base))

    expect(page.get_by_text(f"{guarded.chain.base.name}，您好")).to_be_visible()


def captcha(page: Page) -> Locator:
    """The field for what the picture says."""
    return page.get_by_role("textbox", name="验证码")


def is_drawn(page: Page) -> bool:
    """Whether the picture is there to be read."""
    picture = page.get_by_role("img", name="验证码图片")
    expect(picture).to_have_js_property("complete", True)
    return bool(picture.evaluate("image => image.naturalWidth > 0"))
