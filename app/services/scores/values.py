"""What was typed as a score, an id number and a remark: parsed, or refused beside its field."""

from decimal import Decimal

from app import resident_id
from app.plain_text import tidy
from app.services.scores.refusals import RemarkTooLong, ScoreOutOfRange, WrongResidentId
from app.services.spreadsheets import text as cells

REMARK_LIMIT = 200  # characters


def parse_score(typed: str) -> Decimal:
    """A score from 0 to 100 with at most one decimal, full-width digits accepted. Raises ScoreOutOfRange."""
    try:
        return cells.score(typed)
    except cells.CellRefused:
        raise ScoreOutOfRange() from None


def parse_resident_id(typed: str) -> str:
    """The id number as it is stored. Raises WrongResidentId."""
    number = resident_id.normalise(typed)
    if problem := resident_id.problem_of(number):
        raise WrongResidentId(reason=str(problem))
    return number


def parse_remark(typed: str) -> str:
    """The remark without stray blanks and invisible signs. Raises RemarkTooLong."""
    remark = tidy(typed)
    if len(remark) > REMARK_LIMIT:
        raise RemarkTooLong(limit=REMARK_LIMIT, length=len(remark))
    return remark
