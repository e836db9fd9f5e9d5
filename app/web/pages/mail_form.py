"""Where a person gets notices by mail: one's own, and for a system administrator anybody's."""

from flask import request

from app.domain.actor import Actor
from app.domain.rejection import Message, Rejection
from app.queries.mail_address import mail_address
from app.service.set_mail_address import SetMailAddress
from app.web.presentation.staff_view import MailForm
from app.web.surface import surface


def mail_form(account: str, action: str, typed: MailForm | None = None) -> MailForm:
    """Return the form, with what is kept or as it was typed."""
    return typed or MailForm(action, surface().door.ask(mail_address, account), surface().configuration.mail)


def set_address(actor: Actor, account: str, action: str) -> MailForm | None:
    """Set the address sent; return the form with what was wrong with it, None where it was taken."""
    address = request.form.get("address", "")
    try:
        surface().door.execute(SetMailAddress(account, address), actor)
    except Rejection as rejection:
        problem = rejection.field_errors.get("address")
        if not isinstance(problem, Message):
            raise
        return MailForm(action, address, surface().configuration.mail, problem)
    return None
