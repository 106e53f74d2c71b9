"""Taking an import, or giving it up."""

import io
from decimal import Decimal
from threading import Thread

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.errors import NotFound, NotPermitted, Refusal
from app.services.files import StoredFileMissing, storage
from app.services.scores.enter import enter_score
from app.services.scores.imports.commit import cancel_import, take_import
from app.services.scores.imports.preview import find_import, right_rows, wrong_rows
from app.services.scores.imports.refusals import ImportIsOver, NothingToImport, StillReading
from app.services.scores.imports.upload import READ_AT_ONCE, upload
from app.services.scores.imports.wrong_rows import wrong_rows_file
from models import AuditEvent, ImportState, Module, Score, ScoreImportRow, ScoreState
from tests.app.services.scores.imports.sheets import book_of, number_of, right_row, uploaded
from tests.factories import make_chain, make_member, make_score, nth_resident_id


def test_all_right_rows_go_in_with_their_values(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, one, 85.5, "补考") for one in chain.learners]))

    done = take_import(session, taken.id, by=chain.base_member)

    scores = session.scalars(select(Score).order_by(Score.id)).all()
    assert (done.state, done.right_rows, done.wrong_rows) == (ImportState.IMPORTED, 3, 0)
    assert [score.learner_id for score in scores] == [learner.id for learner in chain.learners]
    assert {(score.value, score.remark, score.state) for score in scores} == {
        (Decimal("85.5"), "补考", ScoreState.ENTERED)
    }
    assert {score.entered_by_id for score in scores} == {chain.base_member.user_id}
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "score:import_take")).one()
    assert event.detail["rows"] == 3


def test_only_the_right_rows_go_in_and_the_wrong_ones_are_kept(session, chain):
    rows = [right_row(session, chain.learners[0]), right_row(session, chain.learners[1], 101)]
    taken = uploaded(session, chain, book_of(rows))

    take_import(session, taken.id, by=chain.base_member)

    assert session.scalar(select(func.count()).select_from(Score)) == 1
    (kept,) = wrong_rows(session, taken.id, by=chain.base_member).rows
    assert (kept.number, kept.cells["score"]) == (3, "101")
    assert right_rows(session, taken.id, by=chain.base_member).rows == []


def test_a_second_press_does_nothing_twice(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]))

    first = take_import(session, taken.id, by=chain.base_member)
    again = take_import(session, taken.id, by=chain.base_member)

    assert (again.id, again.right_rows) == (first.id, 1)
    assert session.scalar(select(func.count()).select_from(Score)) == 1


def test_what_was_entered_meanwhile_is_told_as_a_wrong_row_and_can_be_taken_back(session, chain):
    first, second, _ = chain.learners
    taken = uploaded(session, chain, book_of([right_row(session, first), right_row(session, second, 90, "补考")]))
    make_score(session, chain.training_class, second, value=77)

    done = take_import(session, taken.id, by=chain.base_member)

    assert (done.right_rows, done.wrong_rows) == (1, 1)
    (late,) = wrong_rows(session, taken.id, by=chain.base_member).rows
    assert late.problems[0].reason == "该学员成绩已录入"
    _, content = wrong_rows_file(session, taken.id, by=chain.base_member)
    row = [cell.value for cell in load_workbook(io.BytesIO(content)).active[3]]
    assert row[1:5] == [second.name, number_of(session, second), "90.0", "补考"]


def test_where_all_was_entered_meanwhile_nothing_is_imported(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]))
    make_score(session, chain.training_class, chain.learners[0])

    with pytest.raises(NothingToImport):
        take_import(session, taken.id, by=chain.base_member)


def test_wrong_rows_come_back_as_they_were_and_go_in_when_corrected(session, chain):
    learner = chain.learners[0]
    taken = uploaded(
        session, chain, book_of([right_row(session, learner, 101), [None, None, "1", "x", None, None]])
    )

    name, content = wrong_rows_file(session, taken.id, by=chain.base_member)

    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    assert chain.training_class.name in name
    assert [cell.value for cell in sheet[3]][1:4] == [learner.name, number_of(session, learner), "101"]
    assert "101" in sheet[3][-1].value
    assert "未填写" in sheet[4][-1].value
    sheet["D3"] = 99
    sheet.delete_rows(4)
    corrected = io.BytesIO()
    book.save(corrected)
    corrected.seek(0)
    again = uploaded(session, chain, corrected)
    assert (again.right_rows, again.wrong_rows) == (1, 0), again.problem
    take_import(session, again.id, by=chain.base_member)
    assert session.scalars(select(Score.value)).one() == 99


def test_text_that_a_spreadsheet_would_run_comes_back_as_text(session, chain):
    row = right_row(session, chain.learners[0], 101, "@SUM(1)")
    taken = uploaded(session, chain, book_of([row]))

    _, content = wrong_rows_file(session, taken.id, by=chain.base_member)

    assert load_workbook(io.BytesIO(content)).active["E3"].data_type == "s"


def test_giving_up_leaves_nothing_behind(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]))

    cancel_import(session, taken.id, by=chain.base_member)
    cancel_import(session, taken.id, by=chain.base_member)

    assert session.scalars(select(ScoreImportRow)).all() == []
    with pytest.raises(ImportIsOver, match="已放弃"):
        take_import(session, taken.id, by=chain.base_member)
    with pytest.raises(StoredFileMissing), storage().open(taken.file_key):
        pass


def test_what_is_imported_cannot_be_given_up(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]))
    take_import(session, taken.id, by=chain.base_member)

    with pytest.raises(ImportIsOver, match="已导入"):
        cancel_import(session, taken.id, by=chain.base_member)


def test_a_file_that_was_read_is_not_kept_for_it_holds_id_numbers(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]))

    with pytest.raises(StoredFileMissing), storage().open(taken.file_key):
        pass


def test_a_large_file_waits_for_the_worker_and_cannot_be_taken_before(session, chain):
    taken = uploaded(session, chain, io.BytesIO(bytes(READ_AT_ONCE + 1)))

    assert taken.state is ImportState.READING
    with storage().open(taken.file_key) as file:
        assert len(file.read()) == READ_AT_ONCE + 1
    with pytest.raises(StillReading):
        take_import(session, taken.id, by=chain.base_member)
    cancel_import(session, taken.id, by=chain.base_member)


def test_a_file_beyond_the_limit_is_refused_and_not_stored(session, chain):
    taken = uploaded(session, chain, io.BytesIO(bytes(20 * 1024 * 1024 + 1)))

    assert taken.state is ImportState.REFUSED
    assert "20" in taken.problem
    assert taken.file_key == ""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\资料\\成绩.xlsx", "成绩.xlsx"),
        ("", "未命名文件"),
        ("a\x00b\n.xlsx", "ab .xlsx"),
        ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx"),
    ],
)
def test_the_files_name_is_only_something_to_recognise_it_by(session, chain, name, kept):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]), name=name)

    assert taken.file_name == kept
    assert name == "" or name not in taken.file_key


def test_a_neighbour_finds_nothing_of_it(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0], 101)]))
    neighbour = make_chain(session).base_member

    for verb in (find_import, right_rows, wrong_rows, wrong_rows_file, take_import, cancel_import):
        with pytest.raises(NotFound):
            verb(session, taken.id, by=neighbour)
    with pytest.raises(NotFound):
        uploaded(session, chain, io.BytesIO(b""), by=neighbour)


def test_a_role_that_only_declares_imports_nothing(session, chain):
    taken = uploaded(session, chain, book_of([right_row(session, chain.learners[0])]))
    declarer = make_member(session, chain.base, modules=(Module.SCORE_DECLARE,))

    for verb in (find_import, take_import, cancel_import):
        with pytest.raises(NotPermitted):
            verb(session, taken.id, by=declarer)
    with pytest.raises(NotPermitted):
        uploaded(session, chain, io.BytesIO(b""), by=declarer)


def test_pages_of_wrong_rows_follow_one_another(session, chain):
    rows = [[None, "张三", nth_resident_id(800_000 + n), 80, None, None] for n in range(5)]
    taken = uploaded(session, chain, book_of(rows))

    first = wrong_rows(session, taken.id, by=chain.base_member, limit=3)
    second = wrong_rows(session, taken.id, by=chain.base_member, after=int(first.next_after), limit=3)

    assert [row.number for row in (*first.rows, *second.rows)] == [2, 3, 4, 5, 6]
    assert second.next_after is None


def test_an_import_and_an_entry_at_once_give_one_score_and_no_fault(committed_database):
    """Both want the same learner: whoever is second is told."""
    with committed_database.unit_of_work() as session:
        chain = make_chain(session)
        learner, class_id, by = chain.learners[0], chain.training_class.id, chain.base_member
        number = number_of(session, learner)
        import_id = upload(session, class_id, book_of([right_row(session, learner)]), "a.xlsx", by=by).id
    ended: list[object] = []

    def attempt(act):
        try:
            with committed_database.unit_of_work() as session:
                act(session)
            ended.append("done")
        except Refusal as refusal:
            ended.append(refusal)

    threads = [
        Thread(target=attempt, args=[act])
        for act in (
            lambda session: take_import(session, import_id, by=by),
            lambda session: take_import(session, import_id, by=by),
            lambda session: enter_score(session, class_id, resident_id=number, value="70", by=by),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ended) == 3
    assert "done" in ended
    with committed_database.unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(Score)) == 1
