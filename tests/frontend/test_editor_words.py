"""What the drawing tools say is in Chinese: each text that bpmn-js asks a translation for in what we use of it."""

import re

import pytest

from app.config import ROOT

LIBRARY = ROOT / "node_modules" / "bpmn-js" / "lib" / "features"
EDITOR = ROOT / "app" / "frontend" / "editor"
ASKED = re.compile(r"translate\(\s*'([^']+)'")
NOT_OFFERED = re.compile(
    r"data |compensation|intermediate|message|group|receive|signal|condition|Append task|Create task"
)


def known() -> str:
    ours = (EDITOR / "drawing" / "words.js").read_text(encoding="utf-8")
    return ours + (ROOT / "node_modules" / "bpmn-js-i18n" / "translations" / "zn.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("feature", ["context-pad", "palette", "search"])
def test_what_a_tool_says_has_a_translation(feature: str) -> None:
    asked = {text for file in (LIBRARY / feature).rglob("*.js") for text in ASKED.findall(file.read_text())}
    asked |= {
        text for file in EDITOR.rglob("*.js") for text in re.findall(r"_translate\('([^']+)'", file.read_text())
    }
    words = known()
    assert [text for text in sorted(asked) if not NOT_OFFERED.search(text) and text not in words] == []


def test_what_our_palette_and_pad_say_has_a_translation() -> None:
    code = (EDITOR / "drawing" / "vocabulary.js").read_text(encoding="utf-8")
    words = (EDITOR / "drawing" / "words.js").read_text(encoding="utf-8")
    asked = set(re.findall(r"'((?:Create|Append) [^']+)'", code))
    assert asked
    assert [text for text in sorted(asked) if f"'{text}'" not in words] == []
