"""The two programs that make the system: the web server and the worker."""

import sys
import urllib.request

from app.config import Settings
from app.runtime.supervisor import Child


def web(settings: Settings) -> Child:
    """Return the web server: gunicorn, a few processes of four threads each."""
    place = ["--bind", f"{settings.host}:{settings.port}", "--workers", str(settings.web_workers)]
    kind = ["--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--graceful-timeout", "20"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    return Child("网页服务", [sys.executable, "-m", "gunicorn", *place, *kind, *quiet, "app:create_app()"])


def worker() -> Child:
    """Return the worker that runs the jobs."""
    return Child("后台任务", [sys.executable, "-m", "app.jobs.worker"])


def is_healthy(address: str) -> bool:
    """Tell whether the web server at `address` (which ends in a slash) answers that all is there."""
    try:
        with urllib.request.urlopen(f"{address}healthz", timeout=5) as answer:  # noqa: S310, our own address
            return bool(answer.status == 200)
    except OSError:  # not listening yet, or 503: the worker is still starting
        return False
