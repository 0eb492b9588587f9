"""Images: enough pixels for the size at which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import OURS, both, gwg
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, ImageFact, Rule

RESOLUTION = Rule(
    "pdf-resolution",
    both(gwg("Image Resolution for Grayscale and Color Images, for 1-bit Images"), OURS),
)
RULES = (RESOLUTION,)
DOT = 2
"""An image of so few pixels is a tint drawn in a roundabout way."""


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on resolution at printed size."""
    limits = expected.limits
    for page in file.pages:
        for picture, box in page.trace.pictures.items():
            image = picture.image
            bitmap = image.bits == 1
            low = limits.bitmap_low if bitmap else limits.image_low
            wanted = limits.bitmap_wanted if bitmap else limits.image_wanted
            # A tenth of a pixel per inch is rounding of the matrix.
            if max(image.width, image.height) <= DOT or picture.ppi >= wanted - 0.1:
                continue
            measured = f"{image.width} × {image.height} px, {picture.ppi:.0f} ppi"
            severe = picture.ppi < low - 0.1
            asked = f"≥ {low if severe else wanted:g} ppi"
            yield page.finding(RESOLUTION, measured, asked, box, "error" if severe else "warning")


def list_images(file: File) -> tuple[ImageFact, ...]:
    """Images as they are placed, page by page."""
    return tuple(
        ImageFact(
            page.number,
            picture.image.width,
            picture.image.height,
            "stencil" if picture.image.mask else picture.image.space.label,
            picture.ppi,
        )
        for page in file.pages
        for picture in page.trace.pictures
    )
