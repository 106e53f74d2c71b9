"""The filters of an inbox, from the address to the services."""

from flask import request

from app.services.inbox.choices import choices_for, name_of_submitter
from app.services.inbox.decided import OUTCOMES, DecidedFilter
from app.services.inbox.filter import FilterUnclear, InboxFilter
from app.services.instances.submitted import kinds_of_processes
from app.views import context
from forms.inbox_filter import AddressForm, DecidedFilterForm, FilterForm, RowFilterForm
from models import ItemKind

NOT_CONDITIONS = ("fold", "sort")


def groups_form() -> FilterForm:
    """The filter of the groups, with what the reader may choose."""
    offered = choices_for(context.session(), by=context.actor())
    return FilterForm(request.values).offer(offered.kinds, offered.nodes, offered.regions)


def rows_form() -> RowFilterForm:
    """The filter of one group's rows."""
    return RowFilterForm(request.values)


def conditions_of(form: AddressForm) -> InboxFilter:
    """What a form asks; nothing where a field of it is wrong, which the page then says."""
    data = {name: value for name, value in form.good_data().items() if name not in NOT_CONDITIONS}
    data["kind"] = ItemKind(data["kind"]) if data.get("kind") else None
    return InboxFilter(**{name: value for name, value in data.items() if value not in (None, "")})


def conditions_to_act_on(form: AddressForm) -> InboxFilter:
    """What a form asks. Raises FilterUnclear where it is wrong: nothing may be decided by what nobody meant."""
    asked = conditions_of(form)
    if form.errors:
        raise FilterUnclear()
    return asked


def submitter_name(form: FilterForm | RowFilterForm) -> str:
    """What the one submitter is called that a form asks for by its id; empty where it asks for none."""
    submitter_id = form.submitter_id.data
    if submitter_id is None or form.submitter_id.errors:
        return ""
    return name_of_submitter(context.session(), submitter_id)


def decided_form() -> DecidedFilterForm:
    """The filter of the decisions."""
    kinds = kinds_of_processes(context.session())
    return DecidedFilterForm(request.args).offer(
        [(str(kind), name) for kind, name in kinds.items()], OUTCOMES.items()
    )


def decided_filter(form: DecidedFilterForm) -> DecidedFilter:
    """What it asks."""
    data = form.good_data()
    whose, kind = data.pop("whose", ""), data.pop("kind", "")
    return DecidedFilter(is_mine=not whose, kind=ItemKind(kind) if kind else None, **data)
