"""单位调转: ask for another employer, follow the request, correct it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.transfers.employers import employer_named, list_cities, search_employers
from app.services.transfers.list import TransferRow, find_transfer, list_transfers
from app.services.transfers.refusals import TransferNotReturned
from app.services.transfers.request import correct_transfer, request_transfer
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.learner.transfers import TransferForm

bp = Blueprint("transfers", __name__, url_prefix="/transfers")


@bp.get("")
@requires(Permission.TRANSFER_REQUEST)
def transfers() -> ResponseReturnValue:
    """The learner's employer and transfers."""
    rows = list_transfers(context.session(), by=context.actor())
    return render_template("learner/transfers/transfers.html", rows=rows)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.TRANSFER_REQUEST)
def new() -> ResponseReturnValue:
    """Ask for a transfer."""
    form = TransferForm()
    if request.method == "GET" or not form.validate() or not _done(form, None):
        return _form_page(form, None), 200 if request.method == "GET" else 422
    flash("调转申请已提交，由调入单位审核；审核通过后所在单位随即变更。", "success")
    return redirect(url_for("transfers.transfers"), 303)


@bp.route("/<int:transfer_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRANSFER_REQUEST)
def edit(transfer_id: int) -> ResponseReturnValue:
    """Correct a returned transfer and submit it again."""
    row = find_transfer(context.session(), transfer_id, by=context.actor())
    if not row.is_returned:
        raise TransferNotReturned
    form = TransferForm(data={"employer_id": row.to_id, "employer_id_text": row.to_name, "reason": row.reason})
    if request.method == "GET" or not form.validate() or not _done(form, row):
        return _form_page(form, row), 200 if request.method == "GET" else 422
    flash("已修改并重新提交，请等待调入单位审核。", "success")
    return redirect(url_for("transfers.transfers"), 303)


@bp.get("/employers")
@requires(Permission.TRANSFER_REQUEST)
def employers() -> ResponseReturnValue:
    """A page of the employers that may be chosen, for the chooser."""
    text, region = request.args.get("q", "")[:120].strip(), request.args.get("region", "")[:6]
    found = search_employers(context.session(), text, by=context.actor(), region=region, after=key_in_address())
    return render_template("learner/transfers/employers.html", found=found, text=text, region=region)


def _done(form: TransferForm, row: TransferRow | None) -> bool:
    session, by = context.session(), context.actor()
    employer_id = form.employer_id.data or employer_named(session, form.employer_id_text.data, by=by) or 0
    try:
        if row is None:
            request_transfer(session, employer_id, form.reason.data, by=by)
        else:
            correct_transfer(session, row.id, employer_id, form.reason.data, by=by)
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _form_page(form: TransferForm, row: TransferRow | None) -> str:
    region = request.args.get("region", row.to_region if row else "")[:6]
    cities = list_cities(context.session(), by=context.actor())
    return render_template("learner/transfers/edit.html", form=form, row=row, cities=cities, region=region)
