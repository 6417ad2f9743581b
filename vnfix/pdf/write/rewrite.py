"""Content streams written anew: without invisible text, all that paints as it was.

Where invisible text stood alone, its text object goes as a whole; the text state that it leaves
behind is set before the next operator that could depend on it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from vnfix.pdf.write.content import SHOWING, STATE, UNMOVED

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from pikepdf import Matrix, Object, Page, Pdf

    from vnfix.pdf.write.content import Content, Show

MOVING = frozenset({"Td", "TD", "Tm", "T*"})
UNSEEN = (MOVING | SHOWING) - {"TD", '"'}  # what leaves no state behind
# What sets something and paints nothing (ISO 32000-1, table 51), text state left out.
SILENT = frozenset({
    "q", "cm", "w", "J", "j", "M", "d", "ri", "i", "gs",
    "CS", "cs", "SC", "SCN", "sc", "scn", "G", "g", "RG", "rg", "K", "k",
    "m", "l", "c", "v", "y", "h", "re", "W", "W*", "n",
})  # fmt: skip
# What could depend on the text state: it is saved, changed as a whole, or inherited by a form.
DEPENDING = frozenset({"q", "gs", "Do", "BT"})


@dataclass(slots=True)
class Layers:
    """The new invisible text of a page, to be written where the old one stood.

    Attributes:
        texts: operators in user space of the page, by the number of the marked content that they
            belong to; None for those that belong to none.
        strip: whether the old invisible text goes.

    """

    texts: dict[int | None, bytes] = field(default_factory=dict)
    strip: bool = True

    def take(self, mcid: int | None, ctm: Matrix) -> bytes:
        """Return what belongs here, once; b"" where the place has no way back to user space."""
        if mcid not in self.texts:
            return b""
        if ctm.shorthand == UNMOVED:
            moved = b""
        else:
            try:
                moved = numbers(*ctm.inverse().shorthand, digits=8) + b" cm\n"
            except ValueError:
                return b""
        return b"q\n" + moved + self.texts.pop(mcid) + b"Q"


def numbers(*values: float, digits: int = 2) -> bytes:
    """Return numbers as a content stream writes them.

    >>> numbers(1, 0.5, -12.3456)
    b'1 0.5 -12.35'
    """
    return b" ".join(_number(value, digits) for value in values)


def rewrite(content: Content, layers: Layers, renamed: Mapping[int, bytes]) -> bytes:
    """Return a content stream without its invisible text, with its edits and the new layers.

    Args:
        content: of a page or a form; `edits` replace single instructions.
        layers: what has found no place yet stays there.
        renamed: what replaces the instructions that draw forms, by their index.

    """
    return _Rewriter(content, layers, renamed).run()


def paints(data: bytes) -> bool:
    """Whether a content stream that `rewrite` has returned could leave any trace."""
    from pikepdf import Pdf, parse_content_stream

    with Pdf.new() as pdf:
        names = {str(i.operator) for i in parse_content_stream(pdf.make_stream(data))}
    return bool(names - SILENT - STATE - {"Q"})


class _Level:
    """What has happened since a `q`."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.painted = False
        self.stripped = False


class _Rewriter:
    def __init__(self, content: Content, layers: Layers, renamed: Mapping[int, bytes]) -> None:
        self.content = content
        self.layers = layers
        self.edits = {**content.edits, **renamed}
        self.out: list[Any] = []  # instructions, or bytes
        self.pending: dict[str, Any] = {}
        self.levels = [_Level(0)]
        self.shows = {show.at: show for show in content.shows}
        self.places = sorted(self.shows)
        self.forms = {at: form for at, _, form in content.forms}

    def run(self) -> bytes:
        names = self.content.names
        at = 0
        while at < len(names):
            if names[at] == "BT":
                end = self.end_of_text(at)
                self.text_object(at, end)
                at = end + 1
            else:
                self.other(at)
                at += 1
        return _unparse(self.out)

    def end_of_text(self, at: int) -> int:
        names = self.content.names
        for k in range(at + 1, len(names)):
            if names[k] in {"ET", "BT"}:
                return k if names[k] == "ET" else k - 1
        return len(names) - 1

    def text_object(self, at: int, end: int) -> None:
        low, high = bisect_left(self.places, at), bisect_left(self.places, end)
        shows = [self.shows[k] for k in self.places[low:high]]
        hidden = [show for show in shows if show.hidden and self.layers.strip]
        if not hidden:
            self.flush()
            self.emit(range(at, end + 1), painted=bool(shows))
        elif len(hidden) == len(shows):
            self.levels[-1].stripped = True
            self.hidden_object(at, end)
        else:
            self.flush()
            self.mixed_object(range(at, end + 1), shows)
            for show in hidden:
                self.lay(show.mcid, at)

    def hidden_object(self, at: int, end: int) -> None:
        """Leave a text object out; what it says of other things than its text stays."""
        for k in range(at + 1, end):
            name = self.content.names[k]
            if k in self.shows:
                self.lay(self.shows[k].mcid, at)
            if name in UNSEEN:
                continue
            instruction = self.content.instructions[k]
            if name == "TD":
                self.pending["TL"] = numbers(-float(instruction.operands[1]), digits=6) + b" TL"
            elif name == '"':
                self.pending["Tw"], self.pending["Tc"] = _spacing(instruction)
            else:
                self.other(k)

    def mixed_object(self, span: Iterable[int], shows: Sequence[Show]) -> None:
        """Take the invisible text out; where the visible text went on from it, it still does."""
        following = dict(zip((s.at for s in shows), shows[1:], strict=False))
        for k in span:
            show = self.shows.get(k)
            if show is None or not show.hidden:
                self.emit([k], painted=True)
                continue
            after = following.get(k)
            step = show.state.size * show.state.scale
            if after is None or after.moved or not step:
                self.out += what_moves(self.content.instructions[k])
            elif show.exact:
                self.out += what_moves(self.content.instructions[k])
                gap = numbers(-1000 * show.advance / step, digits=4)
                self.out.append(b"[" + gap + b"] TJ")
            else:
                self.emit([k], painted=True)

    def other(self, at: int) -> None:
        name = self.content.names[at]
        if name in STATE:
            self.pending.pop(name, None)
            self.pending[name] = self.content.instructions[at]
            return
        if name in DEPENDING:
            self.flush()
        if at in self.forms and self.layers.strip and self.forms[at].any_hidden:
            self.lay(None, at)
        if name == "q":
            self.levels.append(_Level(len(self.out)))
        elif name == "Q" and self.close_level():
            return
        self.emit([at], painted=name not in SILENT and name != "Q" and self.edits.get(at) != b"")

    def close_level(self) -> bool:
        """End the level that a `Q` ends; tell whether nothing is left of it."""
        if len(self.levels) == 1:
            return False  # readers pass over a `Q` without a `q`
        self.pending.clear()
        level = self.levels.pop()
        if level.stripped and not level.painted:
            del self.out[level.start :]
            return True
        self.levels[-1].painted |= level.painted
        return False

    def flush(self) -> None:
        self.out += self.pending.values()
        self.pending.clear()

    def emit(self, span: Iterable[int], *, painted: bool) -> None:
        self.out += [self.edits.get(k, self.content.instructions[k]) for k in span]
        self.levels[-1].painted |= painted

    def lay(self, mcid: int | None, at: int) -> None:
        """Write the new layer, if it belongs here; `at` is where the text object begins."""
        layer = self.layers.take(mcid, self.content.matrices[at])
        if layer:
            self.out.append(layer)
            self.levels[-1].painted = True


def _name(instruction: Any) -> str:  # noqa: ANN401 - an instruction or an inline image
    return str(instruction.operator)


def what_moves(instruction: Any) -> list[bytes]:  # noqa: ANN401
    """Return what a showing operator does beside showing text."""
    name = _name(instruction)
    if name == "'":
        return [b"T*"]
    return [*_spacing(instruction), b"T*"] if name == '"' else []


def _spacing(instruction: Any) -> tuple[bytes, bytes]:  # noqa: ANN401
    word, character = (float(x) for x in instruction.operands[:2])
    return numbers(word, digits=6) + b" Tw", numbers(character, digits=6) + b" Tc"


def _unparse(parts: Sequence[Any]) -> bytes:
    from pikepdf import unparse_content_stream

    chunks: list[bytes] = []
    run: list[Any] = []
    for part in [*parts, b""]:
        if isinstance(part, bytes):
            if run:
                chunks.append(unparse_content_stream(run))
                run = []
            chunks.append(part)
        else:
            run.append(part)
    return b"\n".join(chunk for chunk in chunks if chunk)


def _number(value: float, digits: int) -> bytes:
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return b"0" if text in {"", "-0"} else text.encode("ascii")


# A page whose content has changed: its stream, its forms and its resources written anew.
#
# Forms and resources may be shared with other pages, so a changed page gets its own.

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
