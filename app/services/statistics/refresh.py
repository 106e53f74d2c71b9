"""Count the scores of each employer and base into `score_summary`; a periodic job calls it.

Three counts, however many rows. Readers see the old figures until the transaction ends.
"""

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from models import ScoreSummary

_RESULTS = """
    count(DISTINCT learner_id), count(DISTINCT class_id),
    count(*) FILTER (WHERE state = 'entered'),
    count(*) FILTER (WHERE state = 'declared'),
    count(*) FILTER (WHERE state = 'qualified'),
    count(*) FILTER (WHERE state = 'rejected'),
    count(*) FILTER (WHERE state = 'revoked'),
    coalesce(sum(hours) FILTER (WHERE state = 'qualified'), 0), now()
"""
_COLUMNS = "people, classes, entered, in_review, qualified, rejected, revoked, hours, refreshed_at"

BY_BASE = text(f"""
    INSERT INTO score_summary (organization_id, credit_year, subject_type, {_COLUMNS})
    SELECT base_id, credit_year, coalesce(type, 'all'), {_RESULTS}
      FROM (SELECT s.base_id, s.learner_id, s.class_id, s.state, c.credit_year, c.hours, subject.type
              FROM score s
              JOIN training_class c ON c.id = s.class_id
              JOIN subject ON subject.id = c.subject_id
             WHERE c.credit_year >= :since) AS scored
     GROUP BY GROUPING SETS ((base_id, credit_year, type), (base_id, credit_year))
""")  # noqa: S608 -- of constants

BY_EMPLOYER = text(f"""
    INSERT INTO score_summary (organization_id, credit_year, subject_type, {_COLUMNS})
    SELECT employer_id, credit_year, coalesce(type, 'all'), {_RESULTS}
      FROM (SELECT coalesce(s.employer_id, learner.employer_id) AS employer_id, s.learner_id, s.class_id, s.state,
                   c.credit_year, c.hours, subject.type
              FROM score s
              JOIN learner ON learner.id = s.learner_id
              JOIN training_class c ON c.id = s.class_id
              JOIN subject ON subject.id = c.subject_id
             WHERE c.credit_year >= :since) AS scored
     GROUP BY GROUPING SETS ((employer_id, credit_year, type), (employer_id, credit_year))
""")  # noqa: S608 -- of constants

REACHED = text("""
    WITH RECURSIVE above AS (
        SELECT code AS region, code, 0 AS far FROM region
         UNION ALL
        SELECT above.region, region.parent_code, far + 1
          FROM above JOIN region ON region.code = above.code
         WHERE region.parent_code IS NOT NULL),
    rule AS (  -- the nearest region's rule holds
        SELECT DISTINCT ON (above.region, year) above.region, year, total_hours, public_hours, professional_hours
          FROM above JOIN year_rule ON year_rule.region_code = above.code
         ORDER BY above.region, year, far),
    earned AS (
        SELECT s.learner_id, c.credit_year,
               sum(c.hours) AS total,
               coalesce(sum(c.hours) FILTER (WHERE subject.type = 'public'), 0) AS public,
               coalesce(sum(c.hours) FILTER (WHERE subject.type = 'professional'), 0) AS professional
          FROM score s
          JOIN training_class c ON c.id = s.class_id
          JOIN subject ON subject.id = c.subject_id
         WHERE s.state = 'qualified' AND c.credit_year >= :since
         GROUP BY s.learner_id, c.credit_year),
    reached AS (
        SELECT learner.employer_id, earned.credit_year, count(*) AS people
          FROM earned
          JOIN learner ON learner.id = earned.learner_id AND learner.is_enabled
          JOIN organization ON organization.id = learner.employer_id
          JOIN rule ON rule.region = organization.region_code AND rule.year = earned.credit_year
         WHERE earned.total >= rule.total_hours
           AND earned.public >= rule.public_hours AND earned.professional >= rule.professional_hours
         GROUP BY learner.employer_id, earned.credit_year),
    registered AS (
        SELECT employer_id, count(*) AS people FROM learner WHERE is_enabled GROUP BY employer_id),
    years AS (
        SELECT DISTINCT credit_year FROM training_class WHERE credit_year >= :since
         UNION
        SELECT extract(year FROM now())::smallint)
    INSERT INTO score_summary (organization_id, credit_year, subject_type, registered, reached, refreshed_at)
    SELECT registered.employer_id, years.credit_year, 'all', registered.people, coalesce(reached.people, 0), now()
      FROM registered CROSS JOIN years
      LEFT JOIN reached ON reached.employer_id = registered.employer_id AND reached.credit_year = years.credit_year
    ON CONFLICT (organization_id, credit_year, subject_type)
    DO UPDATE SET registered = excluded.registered, reached = excluded.reached
""")


def refresh_summary(session: Session, *, since: int = 0) -> None:
    """Count the credited years from `since` on anew; earlier ones stay as they are."""
    session.execute(text("SET LOCAL statement_timeout = '15min'"))  # a busy year has millions of rows
    session.execute(delete(ScoreSummary).where(ScoreSummary.credit_year >= since))
    for statement in (BY_BASE, BY_EMPLOYER, REACHED):
        session.execute(statement, {"since": since})
