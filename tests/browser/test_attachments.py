"""Files on the page of an instance: a picture stands there, a PDF opens in its place, nothing is downloaded."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.services.plans.attachments import attach_to_plan
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.planning import plan_something

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


def a_picture(width: int = 320, height: int = 200) -> BytesIO:
    rows = b"".join(b"\0" + bytes((90, 140, 200)) * width for _ in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    framed = (
        struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data)) for tag, data in parts
    )
    return BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(framed))


A_PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R>>endobj
4 0 obj<</Length 30>>stream
0.8 0.2 0.2 rg 50 50 90 60 re f
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@pytest.fixture(scope="module")
def submitted(site: Site) -> dict[str, object]:
    """A plan with a picture and a PDF that waits for the competent department."""
    with site.database.unit_of_work() as session:
        planning = plan_something(session)
        attach_to_plan(session, planning.plan.id, a_picture(), "教室照片.png", by=planning.base_member)
        attach_to_plan(session, planning.plan.id, BytesIO(A_PAGE), "方案.pdf", by=planning.base_member)
        planning.submit()
        return {"reviewer": planning.competent_member, "instance": planning.instance().id}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_files_are_looked_at_on_the_page(
    site: Site, open_page: OpenPage, submitted: dict[str, object], size: tuple[int, int]
):
    page = open_page(submitted["reviewer"], size=size)
    page.goto(f"{site.url}/instances/{submitted['instance']}")
    picture = page.get_by_alt_text("教室照片.png")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 320)
    with page.expect_response(
        lambda answer: answer.url.endswith("/preview") and "pdf" in answer.headers["content-type"]
    ):
        page.get_by_text("预览").click()
    expect(page.frame_locator("iframe").locator(":root")).to_be_attached()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"files_{size[0]}.png", full_page=True)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_on_a_telephone_where_it_is_stands_above_the_diagram(
    site: Site, open_page: OpenPage, submitted: dict[str, object]
):
    page = open_page(submitted["reviewer"], size=TELEPHONE)
    page.goto(f"{site.url}/instances/{submitted['instance']}")
    tops = [page.get_by_role("heading", name=name).bounding_box() for name in ("当前情况", "流程图")]
    assert tops[0]["y"] < tops[1]["y"]
