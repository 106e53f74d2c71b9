"""bpmn-js's own starter page: its modeler with nothing added, showing one diagram.

Built with the settings of our own pages, and served plainly.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.request import urlopen

from app.config import ROOT
from tests.browser.site import free_port

START_LIMIT = 30.0  # seconds

CONFIG = """
import ours from '{root}/vite.config.js'

const rolldownOptions = {{ input: 'index.html' }}
const build = {{ ...ours.build, outDir: 'built', manifest: false, rolldownOptions }}
export default {{ ...ours, root: '.', plugins: [], build }}
"""

PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>bpmn-js</title>
  <link rel="icon" href="data:,">
  <script type="module" src="./starter.js"></script>
</head>
<body><div id="canvas" data-xml="{xml}"></div></body>
</html>
"""

SCRIPT = """
import Modeler from 'bpmn-js/lib/Modeler'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import './starter.css'

const container = document.getElementById('canvas')
const modeler = new Modeler({ container })
modeler.importXML(container.dataset.xml).then(() => {
  modeler.get('canvas').zoom('fit-viewport')
  container.dataset.ready = ''
})
"""

STYLE = "html, body, #canvas { height: 100%; margin: 0; }\n"


@contextmanager
def starter(xml: str) -> Iterator[str]:
    """Build the page around a diagram and serve it; yields its address."""
    with tempfile.TemporaryDirectory(prefix="jixu-bench-starter-") as name:
        folder = Path(name).resolve()
        _build(folder, xml)
        with _served(folder / "built") as address:
            yield address


def _build(folder: Path, xml: str) -> None:
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    for file, content in (
        ("package.json", '{"type": "module"}'),
        ("vite.config.js", CONFIG.format(root=ROOT)),
        ("index.html", PAGE.format(xml=escape(xml))),
        ("starter.js", SCRIPT),
        ("starter.css", STYLE),
    ):
        (folder / file).write_text(content, encoding="utf-8")
    vite = ROOT / "node_modules" / ".bin" / "vite"
    subprocess.run([vite, "build", "--logLevel=error"], cwd=folder, check=True)  # noqa: S603, our own tool


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """As our web server does: HTTP/1.1, connections kept, nothing compressed; a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--protocol", "HTTP/1.1"]
    server = subprocess.Popen(  # noqa: S603, our own interpreter
        [*command, "--directory", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            with urlopen(address):  # noqa: S310, our own address
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
