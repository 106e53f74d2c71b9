"""管理账户: who may act for an organisation, and with which rights; the same pages for every kind of it."""

from flask import Blueprint

from app.views.accounts import learners, members, new_members, roles, subordinates

bp = Blueprint("accounts", __name__, url_prefix="/accounts")
for part in (members, new_members, roles, subordinates, learners):
    bp.register_blueprint(part.bp)
