"""Decision tables of a draft: written in a form, never overwritten, taken in from files, told as changes."""

from dataclasses import replace

import pytest

from app.errors import NotFound, NotPermitted
from app.services.diagrams.cells import Cell, cell_of, cell_text, quoted, unquoted
from app.services.diagrams.comparing import changes_of
from app.services.diagrams.draft_tables import (
    TableFileTooLarge,
    TableFileWrong,
    TableNameMissing,
    delete_table,
    find_table,
    grid_in,
    list_tables,
    problems_of_table,
    save_table,
    upload_table,
)
from app.services.diagrams.drafts import DraftChanged, DraftClosed, discard_draft, read_draft, start_draft
from app.services.diagrams.grids import Grid, Row, changed, columns_of, grid_of, new_grid, sheet_of
from app.services.diagrams.library import current_version
from app.services.diagrams.vocabulary import vocabulary
from tests.app.services.diagrams.test_checking import shipped, with_table
from tests.drawing import PROCESS, make_offices
from tests.workflows.engine.drawing import table
from workflows.engine import Bundle, compile_bundle, differences

VARIABLES = vocabulary(PROCESS).variables
GRID = Grid(
    "按级别和学时",
    "UNIQUE",
    ["base_level", "hours"],
    ["way"],
    [
        Row("", [Cell("ticked", "", ["province"]), Cell(">", "8")], ["city"]),
        Row("", [Cell("ticked", "", ["province"]), Cell("<=", "8")], ["county"]),
        Row("", [Cell("ticked", "", ["national", "city", "county"]), Cell("any")], ["county"]),
    ],
)


@pytest.fixture
def offices(session):
    return make_offices(session)


@pytest.fixture
def draft_id(session, offices):
    return start_draft(session, current_version(session, PROCESS), "用决策表", by=offices.system)


def read(session, offices, draft_id):
    return read_draft(session, draft_id, by=offices.system)


def test_what_is_saved_is_shown_again_and_passes_its_checks(session, offices, draft_id):
    key = save_table(session, draft_id, None, GRID, by=offices.system, revision=1)
    draft = read(session, offices, draft_id)
    (found,) = list_tables(draft)
    assert (found.key, found.name, found.is_editable, found.is_used) == (key, "按级别和学时", True, False)
    shown = grid_in(draft, found)
    assert [row.cells for row in shown.rows] == [row.cells for row in GRID.rows]
    assert [row.outputs for row in shown.rows] == [["city"], ["county"], ["county"]]
    assert problems_of_table(PROCESS, found.file, draft.files[found.file]) == []


def test_rules_keep_their_ids_and_new_ones_get_their_own(session, offices, draft_id):
    key = save_table(session, draft_id, None, GRID, by=offices.system, revision=1)
    draft = read(session, offices, draft_id)
    shown = grid_in(draft, find_table(draft, key))
    more = replace(shown, rows=[Row("", GRID.rows[0].cells, ["x"]), *shown.rows])
    save_table(session, draft_id, key, more, by=offices.system, revision=2)
    draft = read(session, offices, draft_id)
    again = grid_in(draft, find_table(draft, key))
    assert [row.id for row in again.rows][1:] == [row.id for row in shown.rows]
    assert len({row.id for row in again.rows}) == 4


def test_whoever_saves_second_is_told_and_overwrites_nothing(session, offices, draft_id):
    key = save_table(session, draft_id, None, GRID, by=offices.system, revision=1)
    with pytest.raises(DraftChanged):
        save_table(session, draft_id, key, replace(GRID, name="别的"), by=offices.system, revision=1)
    with pytest.raises(DraftChanged):
        delete_table(session, draft_id, key, by=offices.system, revision=1)
    assert list_tables(read(session, offices, draft_id))[0].name == GRID.name


def test_two_new_tables_are_two(session, offices, draft_id):
    keys = {save_table(session, draft_id, None, GRID, by=offices.system, revision=n) for n in (1, 2)}
    assert len(keys) == 2
    delete_table(session, draft_id, keys.pop(), by=offices.system, revision=3)
    assert [one.key for one in list_tables(read(session, offices, draft_id))] == list(keys)


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_table_has_a_name(session, offices, draft_id, name):
    with pytest.raises(TableNameMissing):
        save_table(session, draft_id, None, replace(GRID, name=name), by=offices.system, revision=1)


def test_only_system_administrators_write_tables_and_only_in_open_drafts(session, offices, draft_id):
    with pytest.raises(NotPermitted):
        save_table(session, draft_id, None, GRID, by=offices.security, revision=1)
    with pytest.raises(NotPermitted):
        upload_table(session, draft_id, table("t", ["hours"], ["way"], [["-", "1"]]), by=offices.audit)
    with pytest.raises(NotFound):
        save_table(session, draft_id, "no_such", GRID, by=offices.system, revision=1)
    discard_draft(session, draft_id, by=offices.system)
    with pytest.raises(DraftClosed):
        save_table(session, draft_id, None, GRID, by=offices.system, revision=1)


def test_an_uploaded_file_takes_the_place_of_the_same_table(session, offices, draft_id):
    first = upload_table(session, draft_id, table("way_of", ["hours"], ["way"], [["-", "1"]]), by=offices.system)
    second = upload_table(session, draft_id, table("way_of", ["hours"], ["way"], [["-", "2"]]), by=offices.system)
    assert first == second == "way_of"
    draft = read(session, offices, draft_id)
    assert [row.outputs for row in grid_in(draft, find_table(draft, first)).rows] == [["2"]]


@pytest.mark.parametrize(
    ("content", "refusal", "reason"),
    [
        (b"", TableFileTooLarge, "1 MB"),
        (b"x" * 1_048_577, TableFileTooLarge, "1 MB"),
        (b"<a/>", TableFileWrong, "不支持的元素 a"),
        (b"no xml", TableFileWrong, "不是完整的 XML"),
        ("表".encode("gb18030"), TableFileWrong, "UTF-8"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", TableFileWrong, "DTD"),
        (table("t", ["hours"], ["way"], [["__import__('os')", "1"]]), TableFileWrong, "第 1 行"),
        (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', TableFileWrong, "没有决策表"),
    ],
)
def test_what_is_no_table_is_refused_with_reasons(session, offices, draft_id, content, refusal, reason):
    with pytest.raises(refusal, match=reason):
        upload_table(session, draft_id, content, by=offices.system)
    assert not list_tables(read(session, offices, draft_id))


@pytest.mark.parametrize(
    ("variable", "text", "cell"),
    [
        ("hours", "-", Cell("any")),
        ("hours", "> 8", Cell(">", "8")),
        ("hours", ">= 8 and hours <= 24.5", Cell("between", "8 至 24.5")),
        ("hours", "1, 2", Cell("in", "1，2")),
        ("hours", "> score", Cell("raw", "> score")),
        ("training_year", "!= 2026", Cell("!=", "2026")),
        ("base_level", '"city", "county"', Cell("ticked", "", ["city", "county"])),
        ("base_level", '== "city"', Cell("ticked", "", ["city"])),
        ("base_level", '!= "city"', Cell("raw", '!= "city"')),
        ("hours > 8", "true", Cell("raw", "true")),
    ],
)
def test_a_written_cell_is_chosen_and_written_again(variable, text, cell):
    (column,) = columns_of([variable], VARIABLES)
    assert cell_of(text, column) == cell
    assert cell_of(cell_text(cell, column), column) == cell


@pytest.mark.parametrize("value", ["city", "8", "true", "“市级”", "it's", 'a"b', "-1.5", ""])
def test_an_output_is_written_and_shown_again(value):
    assert unquoted(quoted(value)) == value


@pytest.mark.parametrize(
    ("act", "inputs", "outputs", "rows"),
    [
        ("add_rule", 2, 1, 4),
        ("drop_rule 0", 2, 1, 2),
        ("drop_rule 9", 2, 1, 3),
        ("up_rule 2", 2, 1, 3),
        ("add_input", 3, 1, 3),
        ("drop_input 1", 1, 1, 3),
        ("add_output", 2, 2, 3),
        ("drop_output 0", 2, 1, 3),
        ("run 1", 2, 1, 3),
        ("drop_rule ²", 2, 1, 2),
    ],
)
def test_the_buttons_of_the_form(act, inputs, outputs, rows):
    grid = changed(GRID, act, "score", VARIABLES)
    assert (len(grid.inputs), len(grid.outputs), len(grid.rows)) == (inputs, outputs, rows)
    assert all((len(row.cells), len(row.outputs)) == (inputs, outputs) for row in grid.rows)
    assert grid_of(sheet_of(grid, "t", VARIABLES), VARIABLES).inputs == tuple(grid.inputs)


def test_a_new_table_is_one_rule_for_everything():
    assert len(new_grid(VARIABLES).rows) == 1


def test_changed_rules_are_told_in_words(session, offices):
    old = [["> 8", '"city"'], ["<= 8", '"county"']]
    before, after = (
        compile_bundle(Bundle(PROCESS, {name: text.encode() for name, text in with_table(["hours"], rows).items()}))
        for rows in (old, [["> 16", '"city"'], ["<= 16", '"county"'], ["0", '"x"']])
    )
    (found,) = differences(before.diagram, after.diagram)
    assert [facet.name for facet in found.facets] == ["rule 1", "rule 2", "rule 3"]
    version = current_version(session, PROCESS)
    told = [
        one for one in changes_of(session, version, PROCESS, with_table(["hours"], old)) if "决策表" in one.element
    ]
    (added,) = [one for one in told if one.element == "决策表内容"]
    assert added.what == "新增"
    assert [(said.name, said.after) for said in added.said][-2:] == [
        ("第 1 行规则", "学时 大于 8时，grade 为“市级”"),
        ("第 2 行规则", "学时 不大于 8时，grade 为“县级”"),
    ]


def test_the_order_of_rules_counts_where_the_first_hit_does():
    rows = [["> 8", "1"], ["> 4", "2"], ["-", "3"]]
    files = with_table(["hours"], rows, "FIRST")
    xml = files["way.dmn"]
    moved = {
        **files,
        "way.dmn": xml.replace('id="r0"', 'id="x"').replace('id="r1"', 'id="r0"').replace('id="x"', 'id="r1"'),
    }
    before, after = (
        compile_bundle(Bundle(PROCESS, {name: text.encode() for name, text in one.items()}))
        for one in (files, moved)
    )
    (found,) = differences(before.diagram, after.diagram)
    assert "order" in [facet.name for facet in found.facets]
    assert shipped()
