"""`flask diagrams check` and `flask offices found`."""

from app.services.demo.offices import drawn
from app.services.reference import load_reference
from models import Membership, Organization, OrganizationKind
from tests.app.conftest import make_app


def test_a_good_diagram_passes(app, tmp_path):
    file = tmp_path / "score_declaration.bpmn"
    file.write_text(drawn(), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["diagrams", "check", str(file)])
    assert (result.exit_code, result.output) == (0, "检查通过。\n")


def test_each_problem_is_a_line_with_the_element(app, tmp_path):
    file = tmp_path / "drawn.bpmn"
    file.write_text(drawn().replace("bpmn:userTask", "bpmn:manualTask"), encoding="utf-8")
    args = ["diagrams", "check", str(file), "--process", "score_declaration"]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 1
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert ["city_review", "市级人社复核"] in [line[:2] for line in lines]


def test_a_file_of_no_process_says_how_to_name_one(app, tmp_path):
    file = tmp_path / "drawn.bpmn"
    file.write_text(drawn(), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["diagrams", "check", str(file)])
    assert result.exit_code == 2
    assert "--process" in result.output


def test_an_office_is_founded_once(committed_database):
    with committed_database.unit_of_work() as session:
        load_reference(session)
    runner = make_app(committed_database).test_cli_runner()
    args = [
        "offices", "found", "system", "--name", "系统管理办公室", "--credit-code", "12410199MB0A00001X",
        "--person", "张三", "--resident-id", "410199198001010113",
    ]  # fmt: skip
    result = runner.invoke(args=args)
    assert result.exit_code == 0, result.output
    assert "初始密码：" in result.output
    with committed_database.sessions() as session:
        office = session.query(Organization).filter_by(kind=OrganizationKind.SYSTEM).one()
        assert session.query(Membership).filter_by(organization_id=office.id, is_super=True).count() == 1
    again = runner.invoke(args=args)
    assert again.exit_code == 1
    assert "已经设立" in again.output
