"""Mail by SMTP, with the standard library: one connection for the mails at hand."""

import logging
import smtplib
import ssl
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, parseaddr
from typing import Final

from msgspec import Struct

from app.domain.mail import Mail, Sent

TIMEOUT_SECONDS: Final = 20
LOG: Final = logging.getLogger("duban.mail")


class Server(Struct, frozen=True):
    """encrypted: TLS from the first byte. plain_password: whether user and password may go without TLS: to this machine alone."""

    host: str
    port: int
    encrypted: bool = False
    user: str = ""
    password: str = ""
    plain_password: bool = False


class SmtpMailer:
    """sender: as mails name it, an address with or without a name before it."""

    def __init__(self, server: Server, sender: str) -> None:
        self._server, self._sender = server, sender
        self._from = parseaddr(sender)[1]

    def send(self, mails: Iterable[Mail]) -> list[Sent]:
        """Return what became of each. After the server went away the rest are not tried."""
        waiting = list(mails)
        try:
            connection = self._open()
        except (OSError, smtplib.SMTPException) as failure:
            self._tell(failure)
            return [Sent.AWAY] * len(waiting)
        done: list[Sent] = []
        try:
            for mail in waiting:
                done.append(self._hand_over(connection, mail))
        except (OSError, smtplib.SMTPException) as failure:
            self._tell(failure)
        finally:
            _close(connection)
        return [*done, *[Sent.AWAY] * (len(waiting) - len(done))]

    def _open(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.encrypted:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            self._enter(connection, context)
        except BaseException:
            connection.close()
            raise
        return connection

    def _enter(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server = self._server
        connection.ehlo_or_helo_if_needed()
        protected = server.encrypted
        if not protected and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            protected = True
        if server.user:
            if not protected and not server.plain_password:
                raise smtplib.SMTPNotSupportedError("it offers no TLS, and without it no password is sent")
            connection.login(server.user, server.password)

    def _hand_over(self, connection: smtplib.SMTP, mail: Mail) -> Sent:
        """Raise what says that the connection is no good any more."""
        try:
            connection.send_message(self._message(mail), self._from, [mail.to])
        except smtplib.SMTPRecipientsRefused as refused:
            return _answered(next(iter(refused.recipients.values()))[0])
        except smtplib.SMTPSenderRefused as refused:
            # Of no mail will it take this sender: that is for whoever runs the server to mend, and no reason to give mails up.
            self._tell(refused)
            return Sent.PUT_OFF
        except smtplib.SMTPDataError as refused:
            return _answered(refused.smtp_code)
        return Sent.TAKEN

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["From"], message["To"], message["Subject"] = self._sender, mail.to, mail.subject
        message["Date"] = localtime()
        message["Message-ID"] = f"<{mail.id}@{self._from.partition('@')[2]}>"
        # Nobody's absence answers it (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text, charset="utf-8", cte="base64")
        return message

    def _tell(self, failure: Exception) -> None:
        code = getattr(failure, "smtp_code", "")
        LOG.warning("the mail server %s is away (%s %s)", self._server.host, type(failure).__name__, code)


def _answered(code: int) -> Sent:
    """Return what a reply to one mail means: 5yz is for good (RFC 5321, section 4.2.1)."""
    return Sent.REFUSED if code >= 500 else Sent.PUT_OFF


def _close(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
