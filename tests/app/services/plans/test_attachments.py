"""Files of a plan: taken by content, changed only while the plan may be, read by those who may see it."""

import zipfile
from io import BytesIO

import pytest

from app.errors import NotFound
from app.services.attachments.attach import LARGEST_MEGABYTES, FileTooLarge, TooManyFiles, WrongFileType
from app.services.attachments.content import media_type_of
from app.services.attachments.find import attachments_of, open_attachment
from app.services.plans.attachments import KIND, attach_to_plan, remove_from_plan
from app.services.plans.edit import correct_plan
from app.services.plans.refusals import PlanNotChangeable
from models import Module
from tests.factories import make_attachment, make_base, make_member
from tests.factories.planning import PDF
from tests.planning import plan_something


def office(*names: str) -> BytesIO:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        for name in ("[Content_Types].xml", *names):
            parts.writestr(name, "<x/>")
    content.seek(0)
    return content


@pytest.fixture
def planning(session):
    return plan_something(session)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (BytesIO(PDF), "application/pdf"),
        (BytesIO(b"\x89PNG\r\n\x1a\n..."), "image/png"),
        (BytesIO(b"\xff\xd8\xff\xe0..."), "image/jpeg"),
        (office("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (office("word/document.xml", "word/vbaProject.bin"), None),
        (office("other.xml"), None),
        (BytesIO(b"PK\x03\x04 broken"), None),
        (BytesIO(b"<html><script>"), None),
        (BytesIO(b""), None),
    ],
)
def test_a_file_is_what_its_content_is(content, kind):
    assert media_type_of(content) == kind


def test_a_file_of_another_kind_is_refused_whatever_its_name(session, planning):
    with pytest.raises(WrongFileType, match=r"方案\.pdf"):
        attach_to_plan(session, planning.plan.id, BytesIO(b"<html>"), "方案.pdf", by=planning.base_member)


def test_the_name_gets_the_extension_of_what_it_is_and_no_path(session, planning):
    kept = attach_to_plan(session, planning.plan.id, BytesIO(PDF), "..\\..\\方案.exe", by=planning.base_member)
    assert kept.name == "方案.exe.pdf"


def test_too_large_and_too_many_are_refused(session, planning):
    large = BytesIO(PDF + bytes(LARGEST_MEGABYTES * 2**20))
    with pytest.raises(FileTooLarge):
        attach_to_plan(session, planning.plan.id, large, "大.pdf", by=planning.base_member)
    for _ in range(10):
        make_attachment(session, planning.plan, by=planning.base_member)
    with pytest.raises(TooManyFiles):
        make_attachment(session, planning.plan, by=planning.base_member)


def test_files_change_only_while_the_plan_is_a_draft_or_came_back(session, planning):
    first = make_attachment(session, planning.plan, by=planning.base_member)
    planning.submit()
    with pytest.raises(PlanNotChangeable):
        make_attachment(session, planning.plan, by=planning.base_member)
    with pytest.raises(PlanNotChangeable):
        remove_from_plan(session, planning.plan.id, first.id, by=planning.base_member)
    planning.decide("return", by=planning.competent_member)
    remove_from_plan(session, planning.plan.id, first.id, by=planning.base_member)
    make_attachment(session, planning.plan, by=planning.base_member, name="新方案.pdf")
    correct_plan(session, planning.open_task()[0], planning.fields(), by=planning.base_member)
    assert [one.name for one in attachments_of(session, KIND, planning.plan.id)] == ["新方案.pdf"]


def test_the_base_and_its_reviewers_read_it_and_nobody_else(session, planning):
    file = make_attachment(session, planning.plan, by=planning.base_member)
    assert open_attachment(session, file.id, by=planning.base_member)[1] == PDF
    strangers = [
        planning.competent_member,  # before it is submitted
        make_member(session, planning.base, modules=(Module.SCORE_ENTRY,)),
        make_member(session, make_base(session)),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            open_attachment(session, file.id, by=stranger)
    planning.submit()
    assert open_attachment(session, file.id, by=planning.competent_member)[0].id == file.id
    with pytest.raises(NotFound):
        open_attachment(session, file.id, by=planning.hr_member)  # it has not come there yet
