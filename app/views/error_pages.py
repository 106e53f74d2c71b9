"""What is shown when a request fails: the refusal's sentence, or what its HTTP status means; never internals."""

from flask import Flask, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import Refusal
from app.views import context, gate

WORDS = {
    405: {
        "title": "不能这样打开这个地址",
        "sentence": "这个地址只用来接收页面上的提交，不能直接打开。",
        "remedy": "请从菜单进入相应功能，再点击页面上的按钮。",
    },
}
"""Of a status that the page itself has no words for."""


def install(app: Flask) -> None:
    """Answer every failure with a page of ours."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _fault)


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    context.rollback()
    return render_template("errors/error.html", code=refusal.status, sentence=str(refusal)), refusal.status


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    """The form is older than its session: whoever was signed out signs in again, others load the page anew."""
    context.rollback()
    if context.viewer() is None:
        return redirect(url_for(gate.SIGN_IN))
    return render_template("errors/error.html", code=400), 400


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    context.rollback()
    words = WORDS.get(error.code, {})
    response = make_response(render_template("errors/error.html", code=error.code, **words), error.code)
    if error.code == 405:
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    return response


def _fault(error: Exception) -> ResponseReturnValue:
    """Flask has logged the fault; the page needs no database, since that may be what failed."""
    context.close()
    context.web_session().abandon()
    return render_template("errors/error.html", code=500), 500
