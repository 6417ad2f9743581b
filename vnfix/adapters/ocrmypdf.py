"""OCRmyPDF plugin: `ocrmypdf --plugin vnfix.adapters.ocrmypdf -l eng scan.pdf out.pdf`.

OCRmyPDF reads the pages in several processes and makes the text layer when all have come back.
The plugin stands between: it holds the results until the last page is there, repairs the pages
as one document, for the engine learns from a document how that document was garbled, and hands
them on. So it works with whatever OCR engine and executor OCRmyPDF has been given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.adapters.grouping import missing
from vnfix.api import make_config
from vnfix.document import make_document, split_lines
from vnfix.errors import VnfixError
from vnfix.formats.placing import place
from vnfix.formats.reading import read_bytes
from vnfix.formats.writing import encode
from vnfix.logs import logger
from vnfix.model import Box, Word
from vnfix.resources import load_resources
from vnfix.streaming import repair_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Generator, Iterable, Iterator

    from ocrmypdf import BoundingBox, OcrElement, OcrOptions
    from ocrmypdf._progressbar import ProgressBar

    from vnfix.config import Config
    from vnfix.formats.placing import Placed
    from vnfix.model import Document, Repair

try:
    from ocrmypdf import BadArgsError, Executor, PageContext, SubprocessOutputError, hookimpl
    from ocrmypdf._pipelines._common import PageResult
except ImportError as e:
    raise missing("OCRmyPDF 17", "ocrmypdf") from e


log = logger(__name__)


@hookimpl
def add_options(parser: ArgumentParser) -> None:
    """Add the options of vnfix to those of OCRmyPDF."""
    group = parser.add_argument_group("vnfix", "Repair of Vietnamese text after OCR")
    group.add_argument(
        "--vnfix-auto", action="store_true", help="Make only corrections that need no asking."
    )
    for name, what in (
        ("dictionary", "A dictionary of your own, added to the shipped ones."),
        ("rules", "A rule file of your own, added to the shipped ones."),
        ("protect", "A file of words that are never touched."),
    ):
        group.add_argument(f"--vnfix-{name}", action="append", metavar="FILE", help=what)


@hookimpl
def check_options(options: OcrOptions) -> None:
    """Refuse what cannot work before any page is read.

    Raises:
        BadArgsError: a file of the options cannot be used, or the renderer takes no corrections.

    """
    if options.pdf_renderer == "sandwich":
        raise BadArgsError(
            "vnfix cannot correct what the sandwich renderer writes. Use `--pdf-renderer auto`."
        )
    try:
        resources = load_resources(config_of(options))
        _ = resources.lexicon, resources.rulebook  # read at their first use
    except VnfixError as e:
        raise BadArgsError(f"{e} {e.remedy}".strip()) from e


@hookimpl(wrapper=True)
def get_executor() -> Generator[None, Executor, Executor]:
    """Put the repair behind the executor that OCRmyPDF would use."""
    executor = yield
    return RepairingExecutor(executor)


class RepairingExecutor(Executor):
    """Runs tasks by another executor; pages that were read by OCR come back repaired."""

    def __init__(self, executor: Executor) -> None:
        """Keep the executor that does the work."""
        super().__init__(pbar_class=executor.pbar_class)  # type: ignore[no-untyped-call]
        self.executor = executor

    def _execute(self, **call: Any) -> None:  # noqa: ANN401
        """Run the tasks; results of OCR are handed on when the last one is there.

        The other executor's `__call__` would wait for a lock that this one's holds (up to 17.10).

        Raises:
            SubprocessOutputError: the OCR engine's output cannot be read or repaired.

        """
        arguments = [*call.pop("task_arguments")]
        context = arguments[0][0] if arguments and arguments[0] else None
        if not isinstance(context, PageContext):
            self.executor._execute(**call, task_arguments=arguments)
            return
        hand_on = call.pop("task_finished")
        results: list[object] = []

        def hold(result: object, bar: ProgressBar) -> None:
            results.append(result)
            bar.update(1)

        self.executor._execute(**call, task_arguments=arguments, task_finished=hold)
        try:
            read = [result for result in results if isinstance(result, PageResult)]
            repair_pages(read, config_of(context.options))
        except VnfixError as e:
            raise SubprocessOutputError(f"{e} {e.remedy}".strip()) from e
        for result in results:
            hand_on(result, _Done())


class _Done:
    """A progress bar for what is no longer shown."""

    def update(self, *_: object, **__: object) -> None:
        """Show nothing."""


def config_of(options: OcrOptions) -> Config:
    """Return the options of vnfix among those of OCRmyPDF, which may lack any of them.

    Raises:
        UsageError: an option of vnfix has a value that makes no sense.

    """
    return make_config(
        auto_only=bool(getattr(options, "vnfix_auto", False)),
        dictionary=getattr(options, "vnfix_dictionary", None) or (),
        rules=getattr(options, "vnfix_rules", None) or (),
        protect=getattr(options, "vnfix_protect", None) or (),
    )


def repair_pages(pages: Iterable[PageResult], config: Config) -> None:
    """Repair text layer and sidecar text of the pages of one document.

    The trees and the temporary files that the results name are changed; those of pages without
    corrections are not.

    Args:
        pages: results of OCRmyPDF's page tasks, in any order.
        config: the options.

    Raises:
        UnreadableError: the OCR engine wrote no proper hOCR.
        DataError: a dictionary, rule file or model cannot be used.

    """
    in_order = sorted(pages, key=lambda page: page.pageno)
    read = [(page, document) for page in in_order if (document := _read(page, config))]
    repairs = repair_rows([document.text for _, document in read], config)
    for (page, document), repair in zip(read, repairs, strict=True):
        if repair.corrections:
            _rewrite(page, document, repair, config)
    count = sum(len(repair.corrections) for repair in repairs)
    log.info("vnfix made %d corrections on %d pages", count, len(read))


def _read(page: PageResult, config: Config) -> Document | None:
    """Return what OCR read on a page; None where it did not run or found nothing."""
    if page.ocr_tree:
        return read_tree(page.ocr_tree)
    data = page.ocr.read_bytes() if page.ocr else b""
    return read_bytes(data, str(page.ocr), config) if data else None


def _rewrite(page: PageResult, document: Document, repair: Repair, config: Config) -> None:
    """Put the repaired text where OCRmyPDF will look for it."""
    if page.text:
        page.text.write_text(repair.text, "utf-8", newline="\n")
    if page.ocr_tree:
        write_tree(page.ocr_tree, document, repair)
    elif page.ocr:
        page.ocr.write_bytes(encode(page.ocr, document, repair, page.ocr.read_bytes(), config))


# The page that an OCR engine gives OCRmyPDF as a tree of elements, to a document and back.


class _Spelled(NamedTuple):
    """A word of the tree with what its element need not have."""

    element: OcrElement
    text: str
    bbox: BoundingBox


def read_tree(page: OcrElement) -> Document:
    """Return the text of a page with its words; a blank line stands between its blocks."""
    text, words = "", []
    for starts_block, line in _lines(page):
        text += "\n" if starts_block and text else ""
        for word in _words(line):
            b = word.bbox
            end = len(text) + len(word.text)
            words.append(Word(len(text), end, 1, Box(b.left, b.top, b.right, b.bottom)))
            text += f"{word.text} "
        text = f"{text[:-1]}\n"
    return replace(make_document(text), reader="ocrmypdf", words=tuple(words))


def write_tree(page: OcrElement, document: Document, repair: Repair) -> None:
    """Put the repaired words on the page; lines without corrections are left alone.

    Args:
        page: the tree that was read; it is changed.
        document: of `read_tree`.
        repair: of the document.

    """
    lines = [line for _, line in _lines(page)]
    old = [word for line in lines for word in _words(line)]
    after = split_lines(repair.text)
    starts = [line.start for line in after]
    placed: dict[int, list[Placed]] = defaultdict(list)
    for word in place(document, repair):
        placed[bisect_right(starts, word.start) - 1].append(word)
    numbers = (k for k, line in enumerate(document.lines) if line.text)
    for k, line in zip(numbers, lines, strict=True):
        if after[k].text != document.lines[k].text:
            line.children = [_element(word, old[word.like]) for word in placed[k]]


def _lines(page: OcrElement) -> Iterator[tuple[bool, OcrElement]]:
    """Yield the lines that have words, and whether a block starts with them."""
    for block in page.paragraphs or [page]:
        lines = [line for line in block.lines if _words(line)]
        yield from ((k == 0, line) for k, line in enumerate(lines))


def _words(line: OcrElement) -> list[_Spelled]:
    """Return the words of a line; OCRmyPDF shows none without a box either."""
    found = ((word, " ".join(word.text.split()), word.bbox) for word in line.words)
    return [_Spelled(word, text, bbox) for word, text, bbox in found if text and bbox]


def _element(word: Placed, like: _Spelled) -> OcrElement:
    left, top, right, bottom = word.box
    bbox = replace(like.bbox, left=left, top=top, right=right, bottom=bottom)
    return replace(like.element, text=word.text, bbox=bbox, poly=None, children=[])
