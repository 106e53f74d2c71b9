"""A small SMTP server of the tests' own, which keeps what it is sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 mailbox")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"DATA") and self.server.refusals:
                self.server.refusals -= 1
                self._say("451 not now")
                continue
            if line.startswith(b"DATA"):
                self._say("354 go on")
                self.server.mails.append(self._read_mail())
            self._say("221 bye" if line == b"QUIT" else "250 mailbox")

    def _read_mail(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[EmailMessage] = []


@contextmanager
def mailbox(*, refusals: int = 0) -> Iterator[tuple[str, list[EmailMessage]]]:
    """Yield the server's address, as a setting has it, and the mails that it was sent.

    It takes none of the first `refusals` ones.
    """
    with _Server(refusals) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", server.mails
        server.shutdown()
        thread.join()
