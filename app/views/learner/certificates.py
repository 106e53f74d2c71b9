"""证书: issue, print, and (for everybody) check a certificate of a year's continuing education."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.errors import NotFound
from app.permissions import Permission
from app.services.certificates.check import check_certificate, is_sealed, seal_of
from app.services.certificates.draw import draw_certificate
from app.services.certificates.issue import issue_certificate
from app.services.certificates.list import Paper, find_paper, read_shelf
from app.views import context
from app.views.captcha import captcha_is_right
from app.views.gate import public, requires
from forms.learner.certificates import CheckForm, IssueForm

bp = Blueprint("certificates", __name__, url_prefix="/certificates")


@bp.get("")
@requires(Permission.CERTIFICATE_VIEW)
def certificates() -> ResponseReturnValue:
    """The learner's certificates, and the years that may have one."""
    shelf = read_shelf(context.session(), by=context.actor())
    return render_template("learner/certificates/certificates.html", shelf=shelf)


@bp.post("")
@requires(Permission.CERTIFICATE_VIEW)
def issue() -> ResponseReturnValue:
    """Issue the certificate of a year whose standard is reached."""
    form = IssueForm()
    if not form.validate():
        raise NotFound
    issue_certificate(context.session(), form.year.data, by=context.actor())
    flash(f"{form.year.data}年度证书已生成，可下载打印。", "success")
    return redirect(url_for("certificates.certificates"), 303)


@bp.get("/<int:certificate_id>.pdf")
@requires(Permission.CERTIFICATE_VIEW)
def paper(certificate_id: int) -> ResponseReturnValue:
    """The certificate to print."""
    found = find_paper(context.session(), certificate_id, by=context.actor())
    response = Response(draw_certificate(found, _check_url(found)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/check")
@public
def check() -> ResponseReturnValue:
    """证书查验: whether a paper with this number and code is genuine and still stands."""
    form = CheckForm(request.args)
    asked = bool(form.number.data or form.code.data)
    if not context.settings().captcha or is_sealed(form.number.data, form.code.data, request.args.get("s", "")):
        del form.captcha
    generate_csrf()  # opens this browser's session, which the captcha belongs to
    good = asked and form.validate() and captcha_is_right(form)
    found = check_certificate(context.session(), form.number.data, form.code.data) if good else None
    page = render_template("learner/certificates/check.html", form=form, good=good, found=found)
    return page, 422 if asked and not good else 200


def _check_url(found: Paper) -> str:
    seal = seal_of(found.number, found.code)
    return url_for("certificates.check", number=found.number, code=found.code, s=seal, _external=True)
