"""The inbox by who holds what: nobody yet, or the reader himself."""

from app.services.approvals.holding import claim
from app.services.inbox.filter import FREE, HELD, InboxFilter
from app.services.inbox.groups import list_groups
from app.services.inbox.rows import list_rows


def test_an_inbox_is_filtered_by_who_holds_what(journey):
    journey.declare()
    session, by = journey.session, journey.chain.employer_member
    mine, *others = journey.open_items("employer_review")
    claim(session, [mine], by=by)
    (group,) = list_groups(session, by=by, asked=InboxFilter(holder=HELD)).rows
    assert group.count == 1
    found = {
        holder: [row.id for row in list_rows(session, group.key, by=by, asked=InboxFilter(holder=holder)).rows]
        for holder in (FREE, HELD, "")
    }
    assert found == {FREE: others, HELD: [mine], "": [mine, *others]}
