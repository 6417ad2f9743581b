"""Templates: nothing gets into a page unescaped, and nothing is left out silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from vnfix.formats.templates import render

if TYPE_CHECKING:
    from pathlib import Path


def made(folder: Path, template: str, **values: object) -> str:
    (folder / "t.html.j2").write_text(template, "utf-8")
    (folder / "t.css").write_text("b { color: red; }", "utf-8")
    (folder / "t.toml").write_text('hello = "xin chào"', "utf-8")
    return render(folder, "t", values)


def test_text_is_escaped_also_within_macros(tmp_path: Path) -> None:
    template = '{% macro m(x) %}<b title="{{ x }}">{{ x | visible }}</b>{% endmacro %}{{ m(text) }}'
    assert made(tmp_path, template, text='<"&>\x07') == (
        '<b title="&lt;&#34;&amp;&gt;\x07">&lt;&#34;&amp;&gt;\\x07</b>'
    )


def test_a_name_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        made(tmp_path, "{{ nothing }}")


def test_words_and_style_come_from_their_files(tmp_path: Path) -> None:
    page = made(tmp_path, "{{ say.hello }} {{ style | safe }} {{ style_hash }}")
    assert page.startswith("xin chào b { color: red; } sha256-")
