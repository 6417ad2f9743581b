"""Pictures of lines, cut from the pages of a PDF: what a second reading looks at.

Where a page is one picture, as scanners make them, that picture is cut at its own resolution;
other pages are drawn.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from vnfix.errors import UnreadableError
from vnfix.pdf.read.modest import ONE_AT_A_TIME, modest_scale

if TYPE_CHECKING:
    from types import TracebackType

    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfObject, PdfPage

    from vnfix.model import Box

DRAWN_DPI = 300
MOST_PIXELS = 60_000_000
"""A page with more is drawn smaller; A4 at 600 dpi has 35 million."""
WHOLE = 0.95
"""Share of a page's width and height that its one picture covers."""
DEPTH = 4
UPRIGHT = 0.02
"""A picture that is turned by more (sine of the angle) is drawn with its page."""
ABOVE, BESIDE = 0.18, 0.35
"""White around a line, in heights of the line: marks above capitals lie outside of most boxes."""
MARGIN = 8
"""White pixels added around a cut line: the engine reads letters at the very edge badly."""
WHITE = 255


class Crop(NamedTuple):
    """The picture of a line.

    Attributes:
        image: in grey.
        left: where its first column of pixels lies on the page, in the page's units.
        scale: pixels to a unit of the page.

    """

    image: Image
    left: float
    scale: float

    def place(self, x: float) -> float:
        """Return where a column of pixels lies on the page."""
        return self.left + x / self.scale


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of a page, with pixels to a point across and down."""

    image: Image
    across: float
    down: float

    def cut(self, box: Box, slope: float) -> Crop:
        """Return the picture of a line; arguments as for `PagePictures.cut`."""
        height = box.y1 - box.y0
        above, beside = height * ABOVE, height * BESIDE
        left = max(0.0, box.x0 - beside)
        area = (
            round(left * self.across),
            round(max(0.0, box.y0 - above) * self.down),
            round((box.x1 + beside) * self.across),
            round((box.y1 + above) * self.down),
        )
        image = self.image.crop(_inside(area, self.image.size))
        return Crop(framed(straight(image, slope)), left - MARGIN / self.across, self.across)


class PagePictures:
    """Cuts lines out of the pages of a PDF; one page is kept at a time."""

    def __init__(self, data: bytes) -> None:
        """Open a PDF.

        Raises:
            UnreadableError: PDFium cannot open it.

        """
        import pypdfium2

        self._stack = ExitStack()
        self._stack.enter_context(ONE_AT_A_TIME)
        try:
            opened = self._stack.enter_context(closing(pypdfium2.PdfDocument(data)))
        except pypdfium2.PdfiumError as e:
            self._stack.close()
            message = f"The pages of the PDF cannot be shown: {str(e).rstrip('.')}."
            raise UnreadableError(message, "Read it without --look.") from e
        self._pdf: PdfDocument = opened
        self._number = 0
        self._shown: Shown

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the PDF."""
        del kind, error, trace
        self._stack.close()

    def cut(self, page: int, box: Box, slope: float) -> Crop:
        """Return the picture of a line.

        Args:
            page: 1-based.
            box: around the words of the line, in points from the top left of the page as shown.
            slope: of its baseline, downwards to the right; the picture is turned back by it.

        Raises:
            UnreadableError: PDFium cannot show the page.

        """
        return self.page(page).cut(box, slope)

    def page(self, number: int) -> Shown:
        """Return the picture of a page by its 1-based number.

        Raises:
            UnreadableError: PDFium cannot show it.

        """
        import pypdfium2

        if number != self._number:
            try:
                with closing(self._pdf[number - 1]) as page:
                    self._shown = _shown(page)
            except (pypdfium2.PdfiumError, ArithmeticError, IndexError, ValueError) as e:
                message = f"Page {number} of the PDF cannot be shown: {str(e).rstrip('.')}."
                raise UnreadableError(message, "Read it without --look.") from e
            self._number = number
        return self._shown


def _inside(area: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = area
    x0, y0 = min(max(x0, 0), size[0] - 1), min(max(y0, 0), size[1] - 1)
    return x0, y0, max(min(x1, size[0]), x0 + 1), max(min(y1, size[1]), y0 + 1)


def _shown(page: PdfPage) -> Shown:
    """Return the picture of a page; ValueError where nothing of it is shown."""
    if min(page.get_size()) < 1:  # such as that of a CropBox beside the MediaBox
        raise ValueError("nothing of it is shown")
    return _scanned(page) or _drawn(page)


def _scanned(page: PdfPage) -> Shown | None:
    """Return the one picture that a page is, None where it is something else."""
    import pypdfium2

    width, height = page.get_size()
    found = list(page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH))
    if len(found) != 1 or page.get_rotation():
        return None
    a, b, c, d, e, f = _placed(found[0])
    turned = max(abs(b), abs(c)) > UPRIGHT * max(abs(a), abs(d)) or a <= 0 or d <= 0
    if turned or a < WHOLE * width or d < WHOLE * height:
        return None
    try:
        image = found[0].get_bitmap(render=False).to_pil().convert("L")
    except (pypdfium2.PdfiumError, ValueError):
        return None
    if image.width * image.height > MOST_PIXELS:
        return None
    if image.width / a < 1.0:  # a thumbnail, less than 72 dots to an inch
        return None
    left, bottom, _, _ = page.get_bbox()  # of the CropBox, or of a MediaBox that begins elsewhere
    return _on_page(image, (e - left, f - bottom, a, d), (width, height))


def _placed(image: PdfObject) -> tuple[float, ...]:
    """Return the matrix that places a picture on its page, through the forms that it stands in."""
    matrix, around = image.get_matrix(), image.container
    while around is not None:
        matrix, around = matrix.multiply(around.get_matrix()), around.container
    placed: tuple[float, ...] = matrix.get()
    return placed


def _on_page(
    image: Image, placed: tuple[float, float, float, float], size: tuple[float, float]
) -> Shown:
    """Return a picture cut or widened to the page that it lies on.

    Args:
        image: the picture.
        placed: its left and bottom from those of the page as shown, width and height; in points.
        size: of the page as shown, in points.

    """
    from PIL import Image as Pillow

    x, y, wide, high = placed
    across, down = image.width / wide, image.height / high
    whole = (round(size[0] * across), round(size[1] * down))
    if abs(x) * across < 1 and abs(y) * down < 1 and whole == image.size:
        return Shown(image, across, down)
    sheet = Pillow.new("L", whole, WHITE)
    sheet.paste(image, (round(x * across), round((size[1] - y - high) * down)))
    return Shown(sheet, across, down)


def _drawn(page: PdfPage) -> Shown:
    width, height = page.get_size()
    scale = modest_scale((width, height), DRAWN_DPI, MOST_PIXELS)
    with closing(page.render(scale=scale, may_draw_forms=False, grayscale=True)) as bitmap:
        image = bitmap.to_pil().convert("L")
    return Shown(image, image.width / width, image.height / height)


def straight(image: Image, slope: float) -> Image:
    """Return a line turned so that its baseline is level, if that moves it by two pixels."""
    import math

    from PIL import Image as Pillow

    if abs(slope) * image.width < 2.0:
        return image
    degrees = math.degrees(math.atan(slope))
    return image.rotate(degrees, Pillow.Resampling.BICUBIC, fillcolor=WHITE)


def framed(image: Image) -> Image:
    """Return a picture with a white frame."""
    from PIL import ImageOps

    return ImageOps.expand(image, MARGIN, fill=WHITE)
