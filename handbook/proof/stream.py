"""Follow a page's content stream operator by operator (ISO 32000-1, annex A).

Only what our books are made of is followed. Whatever else a page does is a fault, so that nothing
can hide in an operator that this reader and a viewer understand differently.
"""

from __future__ import annotations

import operator
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handbook.proof.colour import PAPER, Space, shade_of
from handbook.proof.fonts import SOFT_HYPHEN, Face
from handbook.proof.paths import Path, Point
from handbook.proof.record import Kind
from handbook.proof.sheets import Mark, Run

_TOKEN = re.compile(
    rb"""[\0\t\n\f\r ]*(?:
    (?P<numbers>[-+]?(?:\d+\.?\d*|\.\d+)(?:[\0\t\n\f\r ]+[-+]?(?:\d+\.?\d*|\.\d+))*)
    |\((?P<string>(?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\))*)\)
    |<(?P<hex>[0-9A-Fa-f\s]*)>
    |/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)
    |(?P<mark><<|>>|\[|\])
    |(?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*)
    |(?P<end>\Z)
    )""",
    re.VERBOSE,
)
NUMBERS, STRING, HEX, NAME, MARK, OPERATOR, END = range(1, 8)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_EOL = re.compile(rb"\r\n?")

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
# What sets line ends, joins, dashes, flatness and intent hides nothing.
_IDLE = frozenset({b"J", b"j", b"d", b"M", b"i", b"ri"})
_PAINT = {
    b"S": False, b"s": False, b"f": True, b"F": True, b"f*": True,
    b"B": True, b"B*": True, b"b": True, b"b*": True,
}  # fmt: skip
_SPACED = {b"Tc": 0.0, b"Tw": 0.0, b"Tz": 100.0, b"Ts": 0.0, b"TL": 0.0}
"""Operators of the text state, which our books never move from where they start."""


@dataclass(frozen=True)
class Resources:
    """What a content stream names."""

    face: Callable[[str], Face | None]
    space: Callable[[str], Space | None]
    """The colour space of a name."""
    is_plain: Callable[[str], bool]
    """Whether a graphics state parameter dictionary changes nothing that is seen."""
    properties: Callable[[str], Mapping[str, Any]]


@dataclass
class Reading:
    """What was read of a stream so far."""

    runs: list[Run] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    faults: list[tuple[Kind, str]] = field(default_factory=list)

    def fault(self, kind: Kind, what: str) -> None:
        """Note what cannot be followed, or hides something."""
        if len(self.faults) < 100:
            self.faults.append((kind, what))


@dataclass(slots=True)
class _State:
    """The graphics state, as far as it is followed (ISO 32000-1, 8.4)."""

    matrix: Matrix = UNIT
    fill: Space = "gray"
    shade: float = 0.0
    line: float = 1.0
    face: Face | None = None
    size: float = 0.0
    mode: int = 0

    def copy(self) -> _State:
        return _State(
            self.matrix, self.fill, self.shade, self.line, self.face, self.size, self.mode
        )


def times(a: Matrix, b: Matrix) -> Matrix:
    """First `a`, then `b`."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def read_stream(data: bytes, resources: Resources) -> Reading:
    """All that a content stream inks."""
    return _Reader(resources).read(data)


class _Reader:
    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.out = Reading()
        self.state = _State()
        self.stack: list[_State] = []
        self.path = Path()
        self.text: Matrix | None = None
        """The text matrix; None outside of a text object."""
        self.spoken: list[tuple[str, int] | None] = []
        """For each open marked content what it says instead of its glyphs, and where it began."""

    def read(self, data: bytes) -> Reading:
        operands: list[Any] = []
        try:
            for word in _operations(data, operands):
                self._do(word, operands)
                operands.clear()
        except (ValueError, TypeError, IndexError, KeyError, struct.error) as error:
            self.out.fault("unread", str(error) or type(error).__name__)
        if self.spoken or self.stack or self.text is not None:
            self.out.fault("unread", "EOF")
        return self.out

    def _do(self, word: bytes, args: list[Any]) -> None:
        state = self.state
        if word == b"TJ":
            self._show(args[0])
        elif word == b"Tj":
            self._show([args[0]])
        elif word == b"q":
            self.stack.append(state.copy())
        elif word == b"Q":
            self.state = self.stack.pop()
        elif word == b"cm":
            state.matrix = times(_six(args), state.matrix)
        elif word == b"BT":
            self.text = UNIT
        elif word == b"ET":
            self.text = None
        elif word == b"Tm":
            self.text = _six(args)
        elif word == b"Tf":
            name, size = args
            state.face, state.size = self.resources.face(name), float(size)
            if state.face is None:
                self.out.fault("font", name)
        elif word == b"Tr":
            state.mode = int(args[0])
        elif word in (b"BDC", b"BMC", b"EMC", b"DP", b"MP"):
            self._content(word, args)
        elif word in (b"m", b"l", b"c", b"v", b"y", b"re", b"h", b"n") or word in _PAINT:
            self._draw(word, args)
        elif word == b"w":
            state.line = float(args[0])
        elif word == b"gs":
            if not self.resources.is_plain(args[0]):
                self.out.fault("drawing", f"gs {args[0]}")
        elif word in _SPACED:
            if float(args[0]) != _SPACED[word]:
                self.out.fault("unread", word.decode())
        elif word not in _IDLE and not self._colour(word, args):
            kind: Kind = "drawing" if word in (b"Do", b"sh", b"BI") else "unread"
            self.out.fault(kind, " ".join([word.decode(), *map(str, args[:1])]))

    def _colour(self, word: bytes, args: list[Any]) -> bool:
        """Colours; those of strokes and of fills are told apart by their case."""
        name = word.decode()
        if name not in ("cs", "sc", "scn", "g", "rg", "k", "CS", "SC", "SCN", "G", "RG", "K"):
            return False
        state, stroke = self.state, name.isupper()
        device: dict[str, Space] = {"g": "gray", "rg": "rgb", "k": "cmyk"}
        if name.lower() in device:
            space, values = device[name.lower()], args
        elif name.lower() == "cs":
            found = self.resources.space(args[0])
            if found is None:
                self.out.fault("unread", f"cs {args[0]}")
            if not stroke:
                state.fill = found or "gray"
                state.shade = shade_of(state.fill, None)
            return True
        else:
            space, values = state.fill, args
        if not stroke:
            state.fill, state.shade = space, shade_of(space, [float(value) for value in values])
        return True

    def _show(self, items: list[Any]) -> None:
        state, face = self.state, self.state.face
        if self.text is None or face is None:
            raise ValueError("Tj")
        a, b, c, d, x, y = times(self.text, state.matrix)
        size, scale = state.size * a, state.size * a / 1000
        if b or c or a <= 0 or abs(a - d) > 0.001 * a or state.size <= 0:
            self.out.fault("hidden", "Tm")
            size = scale = max(abs(size), 0.001)
            scale /= 1000
        codes: list[int] = []
        edges: list[float] = []
        widths, width = face.widths, face.width
        start = right = x
        for item in items:
            if isinstance(item, bytes):
                found = struct.unpack(f">{len(item) // 2}H", item) if not face.fault else (*item,)
                for code in found:
                    edges.append(x)
                    x += widths.get(code, width) * scale
                codes += found
                right = x
            else:
                x -= item * scale
        self.text = times((1, 0, 0, 1, (x - start) / a if a else 0, 0), self.text)
        if not codes:
            return
        edges.append(right)
        unicode = face.unicode
        text = "".join([unicode.get(code, "\ufffd") for code in codes])
        if any(map(operator.ge, edges, edges[1:])) and _goes_back(codes, edges, unicode, size):
            self.out.fault("order", text)
        if face.fault:
            text = bytes(codes).decode("latin-1")
        shade = state.shade if state.mode == 0 else PAPER
        self.out.runs.append(Run(text, face, (*codes,), (*edges,), y, size, shade))
        if state.mode:
            self.out.fault("hidden", f"{state.mode} Tr {text[:40]}")

    def _draw(self, word: bytes, args: list[Any]) -> None:
        state, path = self.state, self.path
        if word in _PAINT or word == b"n":
            if word in (b"s", b"b", b"b*"):
                path.close()
            if word != b"n":
                stretch = max(abs(state.matrix[0]), abs(state.matrix[3]))
                width = 0.0 if word in (b"f", b"F", b"f*") else state.line * stretch
                self.out.marks += path.marks(_PAINT[word], width)
            self.path = Path()
        elif word == b"h":
            path.close()
        elif word == b"re":
            x, y, width, height = map(float, args)
            path.move(self._point(x, y))
            for point in ((x + width, y), (x + width, y + height), (x, y + height), (x, y)):
                path.line(self._point(*point))
        else:
            numbers = [float(number) for number in args]
            points = [self._point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            if word in (b"m", b"l"):
                (path.move if word == b"m" else path.line)(*points)
            else:
                path.curve(points)

    def _point(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self.state.matrix
        return a * x + c * y + e, b * x + d * y + f

    def _content(self, word: bytes, args: list[Any]) -> None:
        """Marked content (14.6): a layer may hide it, and it may be spoken otherwise."""
        if word == b"EMC":
            said = self.spoken.pop()
            if said is not None:
                inked = "".join(run.text for run in self.out.runs[said[1] :])
                if _letters(said[0]) != _letters(inked):
                    self.out.fault("spoken", said[0][:60])
            return
        if args[0] == "OC":
            self.out.fault("layer", str(args[-1]))
        properties: Mapping[str, Any] = {}
        if word in (b"BDC", b"DP"):
            given = args[1]
            properties = given if isinstance(given, dict) else self.resources.properties(given)
        if word in (b"BDC", b"BMC"):
            said = properties.get("ActualText", properties.get("E"))
            self.spoken.append(None if said is None else (_spoken(said), len(self.out.runs)))


HALF = frozenset("“”‘’（）《》〈〉「」『』【】〔〕［］，。、；：！？")
"""Punctuation whose ink takes half of its em; two neighbours share one where they are squeezed."""


def _goes_back(
    codes: list[int], edges: list[float], unicode: Mapping[int, str], size: float
) -> bool:
    """Whether a glyph is drawn back over the one before it, beyond what squeezing does."""
    for n in range(1, len(codes)):
        least = edges[n - 1]
        if unicode.get(codes[n]) in HALF:
            before = unicode.get(codes[n - 1], "")
            # A blank is a fifth of an em wide and has no ink that could be drawn over.
            least -= size * (0.25 if before in HALF else 0.35 if before == " " else 0)
        if edges[n] <= least:
            return True
    return False


def _six(args: list[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, args)
    return a, b, c, d, e, f


def _spoken(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    if value[:2] == b"\xfe\xff":
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")  # as far as PDFDocEncoding agrees with it (annex D.2)


def _letters(text: str) -> str:
    """A text without white space, and without the hyphens of broken words."""
    return "".join(text.split()).replace(SOFT_HYPHEN, "").rstrip("-\u2010")


def _operations(data: bytes, operands: list[Any]) -> Iterator[bytes]:
    """Each operator, its operands in `operands`. Raises `ValueError` for what is no token."""
    open_lists: list[list[Any]] = []
    target = operands
    at = 0
    for found in _TOKEN.finditer(data):
        kind = found.lastindex
        if found.start() != at:
            break
        at = found.end()
        if kind == NUMBERS:
            target += map(float, found[NUMBERS].replace(b"\0", b" ").split())
        elif kind == OPERATOR:
            if found[OPERATOR] in (b"true", b"false", b"null"):
                target.append(None)
                continue
            if open_lists:
                break
            yield found[OPERATOR]
        elif kind == STRING:
            text = found[STRING]
            if b"\r" in text:
                text = _EOL.sub(b"\n", text)
            target.append(_ESCAPE.sub(_unescape, text) if b"\\" in text else text)
        elif kind == HEX:
            digits = b"".join(found[HEX].split())
            target.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif kind == NAME:
            target.append(found[NAME].decode("latin-1"))
        elif kind == MARK:
            if found[MARK] in (b"[", b"<<"):
                open_lists.append(target)
                target = []
            elif not open_lists:
                break
            else:
                done, target = target, open_lists.pop()
                pairs = zip(done[::2], done[1::2], strict=True)
                target.append(done if found[MARK] == b"]" else dict(pairs))
        else:
            return
    raise ValueError(data[at : at + 20].decode("latin-1"))


def _unescape(found: re.Match[bytes]) -> bytes:
    if found[1] is not None:
        return bytes([int(found[1], 8) & 0xFF])
    if found[2] in (b"\n", b"\r\n"):
        return b""
    return _ESCAPES.get(found[2], found[2])
