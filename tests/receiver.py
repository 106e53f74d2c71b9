"""A small HTTPS server of the tests' own, which keeps what it is sent: another system with a webhook."""

import http.server
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.outgoing import Ways

NAME = "hooks.example"


@dataclass
class Request:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """The server: what it answers from now on, and what it was sent; `names` are those that it was asked for."""

    port: int
    certificate: Path
    status: int = 204
    location: str = ""
    is_silent: bool = False
    requests: list[Request] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens, by its name."""
        return f"https://{NAME}:{self.port}/in?from=us"

    def ways(self, *, timeout: float = 5.0) -> Ways:
        """How tests reach it: its name leads to this machine, and its certificate is known."""
        return Ways(
            resolve=lambda host, port: ["127.0.0.1"],
            is_allowed=lambda address: True,
            context=lambda: ssl.create_default_context(cafile=str(self.certificate)),
            timeout=timeout,
        )


@contextmanager
def receiver(folder: Path) -> Iterator[Receiver]:
    """Yield a server that runs until the block ends."""
    certificate, key = _certify(folder)
    closing = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.requests.append(Request(self.path, dict(self.headers.items()), body))
            if here.is_silent:
                closing.wait()
                return
            self.send_response(here.status)
            if here.location:
                self.send_header("Location", here.location)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Receiver(server.server_address[1], certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda sock, name, context: here.names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


def _certify(folder: Path) -> tuple[Path, Path]:
    """A certificate for NAME, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, encoding = folder / "certificate.pem", serialization.Encoding.PEM
    pem.write_bytes(made.public_bytes(encoding))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, private
