"""The scan of a certificate: kept as soon as it was chosen, and looked at before it is submitted."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal, NotFound
from app.services.attachments.content import PDF
from app.services.registration.uploads import content_of, keep_upload, upload_of
from app.views import context
from app.views.attachments import PDF_POLICY, PICTURE_POLICY, sent
from app.views.gate import public
from app.views.registration.blueprint import bp, owner
from app.views.security import answer_under
from forms.registration import CodeForm


@bp.post("/upload")
@public
def keep_scan() -> ResponseReturnValue:
    """Keep the file that was chosen, and answer with its preview or why not; without scripts the form brings it."""
    form = CodeForm()
    if form.file.data:
        try:
            keep_upload(context.session(), owner(), form.file.data.stream, form.file.data.filename or "")
        except FieldRefusal as refusal:
            form.refuse(refusal.field, refusal)
    upload = upload_of(context.session(), owner())
    return render_template("registration/_scan.html", form=form, upload=upload)


@bp.get("/upload")
@public
def upload() -> ResponseReturnValue:
    """Look at the file that this browser uploaded."""
    found = upload_of(context.session(), owner())
    if found is None:
        raise NotFound
    answer_under(PDF_POLICY if found.media_type == PDF else PICTURE_POLICY)
    return sent(found, content_of(found), "inline")
