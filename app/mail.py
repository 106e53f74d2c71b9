"""Sending a mail by the SMTP server of the settings."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.config import Settings

PATIENCE = 20.0  # seconds for each answer of the server


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Send one mail of plain text; raises what smtplib and the network raise.

    A password is never sent in the clear: without TLS the server must ask for none.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message.set_content(text)
    server = urlsplit(settings.smtp_url)
    with _connect(server.scheme, server.hostname or "", server.port or 0) as smtp:
        if server.scheme != "smtps" and (smtp.has_extn("starttls") or server.username):
            smtp.starttls(context=ssl.create_default_context())
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)


def _connect(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, port, timeout=PATIENCE)
    smtp.ehlo()
    return smtp
