"""A page whose content has changed: its stream, its forms and its resources written anew.

Forms and resources may be shared with other pages, so a changed page gets its own.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from vnfix.writers.pdf_strip import paints, rewrite

if TYPE_CHECKING:
    from collections.abc import Container

    from pikepdf import Object, Page, Pdf

    from vnfix.writers.pdf_content import Content
    from vnfix.writers.pdf_strip import Layers

OWN = ("/Font", "/XObject")  # the parts of the resources that may change
BEST = 9  # level of compression
# Entries of a stream that tell how its data are stored.
STORED = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL", "/F", "/FFilter", "/FDecodeParms"})


def write_page(pdf: Pdf, page: Page, content: Content, layers: Layers) -> None:
    """Put the changed content into the page; layers that found no place come last.

    Args:
        pdf: the file.
        page: one of its pages.
        content: as `read_page` gave it, with edits and fonts to add.
        layers: the new invisible text.

    """
    resources, data = _rewrite(pdf, content, layers)
    if layers.texts:
        rest = b"".join(b"q\n" + text + b"Q\n" for text in layers.texts.values())
        data = b"q\n" + data + b"\nQ" * (1 + content.left_open) + b"\n" + rest
    page.obj.Resources = resources
    page.obj.Contents = _stream(pdf, data)


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return a name for a resource that is not taken yet, with its slash.

    >>> free_name("F", {"/F", "/F1"})
    '/F2'
    """
    name, number = f"/{wanted}", 0
    while name in taken:
        number += 1
        name = f"/{wanted}{number}"
    return name


def _rewrite(pdf: Pdf, content: Content, layers: Layers) -> tuple[Object, bytes]:
    """Return the resources and the data of a stream."""
    resources = _own(content.resources)
    inner = replace(layers, texts={})
    renamed: dict[int, bytes] = {}
    for at, name, form in content.forms:
        if form.changed(strip=layers.strip):
            renamed[at] = b""
            new = _new_form(pdf, content.resources.XObject[name], form, inner)
            if new is not None:
                own = free_name("Vnfix", resources.XObject.keys())
                resources.XObject[own] = new
                renamed[at] = own.encode() + b" Do"
    data = rewrite(content, layers, renamed)
    for name, font in content.fonts.items():
        resources.Font[name] = font
    _drop_unused(resources, content, data)
    return resources, data


def _new_form(pdf: Pdf, old: Object, form: Content, layers: Layers) -> Object | None:
    """Return the changed form, None where nothing is left to be drawn."""
    resources, data = _rewrite(pdf, form, layers)
    if not paints(data):
        return None
    new = _stream(pdf, data)
    for key, value in old.items():
        if key not in STORED:
            new[key] = value
    new.Resources = resources
    return new


def _own(resources: Object) -> Object:
    """Return resources that may be changed: a copy, down to the entries of `OWN`."""
    from pikepdf import Dictionary

    own = Dictionary(dict(resources.items()))
    for part in OWN:
        own[part] = Dictionary(dict(own.get(part, Dictionary()).items()))
    return own


def _drop_unused(resources: Object, content: Content, data: bytes) -> None:
    """Take out what only the old text used, and parts that are empty.

    Forms without resources of their own use those of the page.
    """
    if not any(form.inherits for _, _, form in content.forms):
        old = {show.state.font for show in content.shows if show.hidden}
        for name in old & set(resources.Font.keys()) - set(content.fonts):
            if name.encode() not in data:
                del resources.Font[name]
        for _, name, _ in content.forms:
            if name in resources.XObject and name.encode() not in data:
                del resources.XObject[name]
    for part in OWN:
        if not resources[part].keys():
            del resources[part]


def _stream(pdf: Pdf, data: bytes) -> Object:
    from pikepdf import Name

    return pdf.make_stream(zlib.compress(data, BEST), Filter=Name.FlateDecode)
