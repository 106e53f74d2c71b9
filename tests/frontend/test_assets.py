"""What pages are told about the built front end."""

import json
import os
from pathlib import Path

import pytest

from app.assets import FrontEndNotBuilt, NoSuchAsset, asset, asset_imports, asset_styles


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest as Vite writes it: an entry, a chunk two entries share, a chunk loaded later."""
    path = tmp_path / "manifest.json"
    write(
        path,
        {
            "main.js": {
                "file": "assets/main-1.js",
                "imports": ["_shared.js"],
                "dynamicImports": ["diagram.js"],
                "css": ["assets/main-1.css"],
            },
            "_shared.js": {"file": "assets/shared-1.js", "imports": ["main.js"], "css": ["assets/shared-1.css"]},
            "diagram.js": {"file": "assets/diagram-1.js", "css": ["assets/diagram-1.css"]},
            "styles/noscript.css": {"file": "assets/noscript-1.css"},
        },
    )
    return path


def write(path: Path, entries: dict[str, object]) -> None:
    path.write_text(json.dumps(entries), encoding="utf-8")


def test_a_name_is_answered_with_its_hashed_address(manifest: Path) -> None:
    assert asset("main.js", manifest=manifest) == "/static/dist/assets/main-1.js"


def test_a_stylesheet_can_be_an_entry_of_its_own(manifest: Path) -> None:
    assert asset("styles/noscript.css", manifest=manifest) == "/static/dist/assets/noscript-1.css"


def test_styles_of_imported_chunks_come_before_the_entrys_own(manifest: Path) -> None:
    assert asset_styles("main.js", manifest=manifest) == [
        "/static/dist/assets/shared-1.css",
        "/static/dist/assets/main-1.css",
    ]


def test_styles_of_what_is_loaded_later_stay_out_of_the_page(manifest: Path) -> None:
    assert "/static/dist/assets/diagram-1.css" not in asset_styles("main.js", manifest=manifest)


def test_an_entry_without_styles_has_none(manifest: Path) -> None:
    assert asset_styles("styles/noscript.css", manifest=manifest) == []


def test_scripts_that_an_entry_imports_can_be_asked_for_early(manifest: Path) -> None:
    assert asset_imports("main.js", manifest=manifest) == ["/static/dist/assets/shared-1.js"]


def test_an_entry_without_imports_has_none_to_ask_for(manifest: Path) -> None:
    assert asset_imports("styles/noscript.css", manifest=manifest) == []


def test_a_new_build_is_seen_by_the_next_page(manifest: Path) -> None:
    assert asset("main.js", manifest=manifest).endswith("main-1.js")
    before = manifest.stat().st_mtime_ns
    write(manifest, {"main.js": {"file": "assets/main-2.js"}})
    os.utime(manifest, ns=(before + 1, before + 1))
    assert asset("main.js", manifest=manifest).endswith("main-2.js")


def test_an_unknown_name_says_which_names_there_are(manifest: Path) -> None:
    with pytest.raises(NoSuchAsset, match=r"typo\.js.*diagram\.js, main\.js, styles/noscript\.css"):
        asset("typo.js", manifest=manifest)


def test_a_missing_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(FrontEndNotBuilt, match="npm run build"):
        asset("main.js", manifest=tmp_path / "manifest.json")
