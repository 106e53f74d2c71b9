"""Where the built front end is: names as written in `app/frontend/`, answered with hashed addresses.

Vite writes `manifest.json` beside what it builds. It is read again whenever it changes, so a page rendered
after a new build never points at files that are gone. The public functions depend on that file alone and
serve as Jinja globals: `asset('main.js')`, `asset_styles('main.js')`, `asset_imports('main.js')`.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).parent / "static" / "dist" / "manifest.json"
BASE_URL = "/static/dist/"

Entry = dict[str, Any]
Entries = dict[str, Entry]


class FrontEndNotBuilt(RuntimeError):
    """前端文件尚未生成：请先运行 npm ci --ignore-scripts 和 npm run build。"""

    def __init__(self, manifest: Path) -> None:
        super().__init__(f"{type(self).__doc__}（缺少 {manifest}）")
        self.manifest = manifest


class NoSuchAsset(LookupError):
    """The manifest has no entry of that name; a template asks for a file that is not an entry of the build."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no asset {name!r} in the front-end build; it has {', '.join(known)}")
        self.name = name


def asset(name: str, *, manifest: Path = MANIFEST) -> str:
    """Return the address of the built file for `name`, a path below `app/frontend/`.

    Raises FrontEndNotBuilt without a build and NoSuchAsset for a name the build does not know.
    """
    return f"{BASE_URL}{_entry(name, manifest)['file']}"


def asset_styles(name: str, *, manifest: Path = MANIFEST) -> list[str]:
    """Return the addresses of the stylesheets that belong to `name` and to what it imports statically.

    Those of imported chunks come first, so an entry's own rules win. Raises as `asset` does.
    """
    entries = _with_imports(name, manifest)
    return [BASE_URL + file for file in dict.fromkeys(file for entry in entries for file in entry.get("css", []))]


def asset_imports(name: str, *, manifest: Path = MANIFEST) -> list[str]:
    """Return the addresses of the scripts that `name` imports statically, for `<link rel="modulepreload">`.

    Without it a browser learns of them only when the script itself is there. Raises as `asset` does.
    """
    *imported, _ = _with_imports(name, manifest)
    return [BASE_URL + entry["file"] for entry in imported]


def _with_imports(name: str, manifest: Path) -> list[Entry]:
    found: list[Entry] = []
    _collect(name, manifest, found, seen=set())
    return found


def _collect(name: str, manifest: Path, found: list[Entry], seen: set[str]) -> None:
    """Add the entry of `name` after all that it imports statically, each once."""
    if name in seen:
        return
    seen.add(name)
    entry = _entry(name, manifest)
    for imported in entry.get("imports", []):
        _collect(imported, manifest, found, seen)
    found.append(entry)


def _entry(name: str, manifest: Path) -> Entry:
    try:
        written = manifest.stat()
    except FileNotFoundError:
        raise FrontEndNotBuilt(manifest) from None
    entries = _read(manifest, written.st_mtime_ns, written.st_size)
    if name not in entries:
        raise NoSuchAsset(name, sorted(entries))
    return entries[name]


@lru_cache(maxsize=4)
def _read(manifest: Path, mtime_ns: int, size: int) -> Entries:
    """Parse the manifest; time and size are arguments so that a changed file is another cache entry."""
    entries: Entries = json.loads(manifest.read_text(encoding="utf-8"))
    return entries
