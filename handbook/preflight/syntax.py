"""Content streams as operations (ISO 32000-1, 7.8.2), at the speed of a regular expression.

An operation's operands stay bytes until someone wants them: most are never looked at. Every
quantifier is possessive, so that no stream makes the expression try twice; and every match takes at
least one byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPERATION = re.compile(
    rb"""
    (?: # what says nothing to us: white space, comments, ends of text and of marked content
      [\0\t\n\f\r ]++ | %[^\r\n]*+ | E(?:T|MC)(?![A-Za-z0-9*'"])
      | /(?!OC[^A-Za-z0-9])[A-Za-z0-9]++[\0\t\n\f\r ]*+<<[^<>()%]*+>>[\0\t\n\f\r ]*+BDC(?![\w*'"])
    )*+
    ((?: # operands
      [-+.0-9\0\t\n\f\r ]++
      | /[^\0\t\n\f\r ()<>\[\]{}/%]*+
      | \((?:[^\\()]++|\\[\s\S]|\((?:[^\\()]++|\\[\s\S])*+\))*+\)
      | <(?!<)[0-9A-Fa-f\0\t\n\f\r ]*+>
      | [\[\]] | << | >> | %[^\r\n]*+
    )*+)
    ([A-Za-z'"][A-Za-z0-9*'"]*+ | [\s\S]?)
    """,
    re.VERBOSE,
)
_VALUES = frozenset({b"true", b"false", b"null"})
_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)")
_NAME = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)")
_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")
_PART = re.compile(
    rb"<([0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|\(((?:[^\\()]++|\\[\s\S]|\((?:[^\\()]++|\\[\s\S])*+\))*+)\)"
    rb"|([-+]?(?:\d+\.?\d*|\.\d+))"
)
_ESCAPE = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|[\s\S])")
_PARENTHESIS = re.compile(rb"\\[\s\S]|[()]")
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|\Z)")
_EI = re.compile(rb"[\0\t\n\f\r ]*EI(?=[\0\t\n\f\r ]|\Z)")
_SHORT = {
    b"Width": b"W", b"Height": b"H", b"BitsPerComponent": b"BPC", b"ColorSpace": b"CS",
    b"ImageMask": b"IM", b"Filter": b"F",
}  # fmt: skip
_IMAGE_ENTRY = re.compile(rb"/(\w+)[\0\t\n\f\r ]*(/?\w+)?")
_CHANNELS = {
    b"/G": 1, b"/DeviceGray": 1, b"/RGB": 3, b"/DeviceRGB": 3, b"/CMYK": 4, b"/DeviceCMYK": 4,
}  # fmt: skip
UNREADABLE = b""


def operations(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each operator with its operands as they stand.

    `UNREADABLE` is no operator: the byte beside it is none of the syntax. An inline image is the
    one operation `EI`, its operands the image's dictionary. Ends of text objects, and marked
    content that is no layer, are left out.
    """
    at = 0
    held = b""
    while True:
        for found in _OPERATION.finditer(data, at):
            raw, word = found.groups()
            if word in _VALUES:
                held += raw + word + b" "
                continue
            if held:
                raw, held = held + raw, b""
            if word == b"ID":
                yield b"EI", raw
                at = _after_image(data, found.end(), raw)
                break
            if word.isalpha() or len(word) > 1 or word in (b"'", b'"'):
                yield word, raw
            elif not word:
                return
            elif word == b"(":
                held, at = raw + b"()", _after_string(data, found.end())
                break
            else:
                yield UNREADABLE, word
        else:
            return


def _after_string(data: bytes, at: int) -> int:
    """Past a string with parentheses nested deeper than the expression goes."""
    depth = 1
    for found in _PARENTHESIS.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(data)


def _after_image(data: bytes, at: int, raw: bytes) -> int:
    """Past the data of an inline image (8.9.7).

    Where it is not compressed its length is known; else it ends with an EI that text follows, not
    more of the data.
    """
    whole = at + 1 + _length(raw)
    if found := _EI.match(data, whole):
        return found.end()
    for found in _IMAGE_END.finditer(data, at):
        after = data[found.end() : found.end() + 24]
        if all(byte in b"\t\n\r\f\0" or 32 <= byte < 127 for byte in after):
            return found.end()
    return len(data)


def _length(raw: bytes) -> int:
    """Bytes of an inline image's data, by its dictionary; 0 where that does not tell."""
    told = {_SHORT.get(key, key): value for key, value in _IMAGE_ENTRY.findall(raw)}
    sides = [told.get(b"W", b""), told.get(b"H", b""), told.get(b"BPC", b"1")]
    if b"F" in told or not all(side.isdigit() and len(side) < 7 for side in sides):
        return 0
    width, height, bits = map(int, sides)
    channels = 1 if told.get(b"IM") == b"true" else _CHANNELS.get(told.get(b"CS", b""), 0)
    return height * -(-width * channels * bits // 8)


def floats(raw: bytes) -> tuple[float, ...]:
    """The numbers among operands."""
    try:
        return tuple(map(float, raw.split()))
    except ValueError:
        return tuple(float(found) for found in _NUMBER.findall(raw))


def names(raw: bytes) -> list[str]:
    """The names among operands, each with its slash, as pypdf keeps them."""
    return [
        "/" + _HASH.sub(lambda found: bytes([int(found[1], 16)]), name).decode("utf-8", "replace")
        for name in _NAME.findall(raw)
    ]


def name_and_number(raw: bytes) -> tuple[str, float]:
    """Operands such as those of Tf. Raises `IndexError` where one is missing."""
    name = names(raw)[0]
    return name, floats(_NAME.sub(b" ", raw))[0]


def advance(raw: bytes, code: int) -> float:
    """Ems that shown strings take at the most: one a glyph, and what is moved between them.

    `code` is the number of bytes that stand for a glyph.
    """
    ems = 0.0
    for digits, text, moved in _PART.findall(raw):
        if moved:
            ems -= float(moved) / 1000
        elif digits:
            ems += len(digits.translate(None, b"\0\t\n\f\r ")) / 2 / code
        else:
            ems += len(_ESCAPE.sub(b"x", text)) / code
    return ems
