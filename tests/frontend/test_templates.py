"""What every template keeps to, so that the content security policy needs no exception."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an event handler": re.compile(r"<[^>]*\s(?:hx-on[^=\s]*|on[a-z]+)\s*=", re.DOTALL),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "a javascript: address": re.compile(r"(?:javascript|js):", re.IGNORECASE),
    "a foreign address": re.compile(r"(?:src|href)=[\"'](?:https?:)?//"),
}


def written(template: Path) -> str:
    return COMMENT.sub("", template.read_text(encoding="utf-8"))


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what: str) -> None:
    found = [str(t.relative_to(TEMPLATES)) for t in TEMPLATES.rglob("*.html") if INLINE[what].search(written(t))]
    assert found == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("a style element", "<style>p {}</style>"),
        ("an event handler", '<form method="post"\n onsubmit="go()">'),
        ("an event handler", '<p hx-on:click="go()">'),
        ("an inline script", '<script type="module">go()</script>'),
        ("a javascript: address", '<a href="javascript:go()">'),
        ("a foreign address", '<img src="//cdn.example/x.png">'),
    ],
)
def test_the_search_finds(what: str, markup: str) -> None:
    assert INLINE[what].search(markup)


def test_every_form_that_changes_something_carries_its_token() -> None:
    bare = []
    for template in TEMPLATES.rglob("*.html"):
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", written(template), re.DOTALL):
            if not re.search(r"csrf_token|hidden_tag\(\)|\.csrf\(\)", form):
                bare.append(str(template.relative_to(TEMPLATES)))
    assert bare == []
