"""What the page of one's own account shows."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.accounts_view import SessionRow
from app.web.presentation.staff_view import AbsenceView, LeaveForm, MailForm


class AccountView(Struct, frozen=True):
    """problem: what is wrong with the new password. wrong: whether the current one was. locked_until: after too many wrong ones.

    differs: whether the new one was typed in two ways. changed: whether it has just been changed. printed: whether the account's password
    is a demo city's, which everybody knows and nobody changes. duties: for who has no list to work on, what they do, and the page for it or
    the command.

    absences, leave: when the person is away, and the form to enter it; None for who holds no post. mail: where notices go by mail;
    mail_set: that has just been changed. sessions: those that are open, this one too; ended: some have just been ended.
    """

    account: str
    problem: Message | None = None
    wrong: bool = False
    locked_until: datetime | None = None
    differs: bool = False
    changed: bool = False
    printed: bool = False
    duties: tuple[tuple[str, str], ...] = ()
    absences: tuple[AbsenceView, ...] = ()
    leave: LeaveForm | None = None
    mail: MailForm | None = None
    mail_set: bool = False
    sessions: tuple[SessionRow, ...] = ()
    ended: bool = False


class OwnPasswordView(Struct, frozen=True):
    """What the page shows on which somebody chooses a password in place of the one that was set for them. problem, wrong, locked_until,
    differs: as for AccountView. goes_to: the page to go on to."""

    account: str
    name: str
    goes_to: str = "/"
    problem: Message | None = None
    wrong: bool = False
    locked_until: datetime | None = None
    differs: bool = False
