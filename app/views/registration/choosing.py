"""What the choosers of the registration pages list; anybody may look departments up."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.services.registration.choosing import LISTED, OFFERED, departments_below, listed, search_organizations
from app.views import context
from app.views.gate import public
from app.views.paging import key_in_address
from app.views.registration.blueprint import bp


@bp.get("/choices/<what>")
@public
def choices(what: str) -> ResponseReturnValue:
    """A short list, or a page of organisations: by name where one was typed, else the departments as a tree."""
    if what not in OFFERED and what not in LISTED:
        raise NotFound
    text, parent = request.args.get("q", ""), key_in_address("under")
    if what in LISTED:
        page = listed(context.session(), what, text)
    elif text.strip():
        page = search_organizations(context.session(), what, text, after=key_in_address())
    else:
        page = departments_below(context.session(), what, parent, after=key_in_address())
    more = url_for("registration.choices", what=what, q=text or None, under=parent, after=page.next_after)
    return render_template(
        "registration/choices.html",
        page=page,
        what=what,
        text=text,
        under=parent,
        more=more if page.next_after else None,
    )
