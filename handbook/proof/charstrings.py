"""Type 2 charstrings without subroutines: two glyphs with the same bytes have the same outline.

To draw a glyph takes twenty times as long as to read its program, and a subset holds the very
program of the font that it is made of, its subroutines put in place (Adobe Technical Note 5177).
"""

from __future__ import annotations

from typing import Any

CALL, RETURN, ESCAPE, HINTMASK, CNTRMASK, CALL_GLOBAL = 10, 11, 12, 19, 20, 29
_STEMS = frozenset({1, 3, 18, 23})
DEPTH = 10
"""How deep subroutines may be nested (Technical Note 5177, appendix B)."""


def inlined(charstring: Any) -> bytes | None:
    """The program of fontTools' `T2CharString` with its subroutines in place.

    None where fontTools has it as operators alone, or it is not well formed.
    """
    local, shared = getattr(charstring.private, "Subrs", ()), charstring.globalSubrs
    inliner = _Inliner(local, shared)
    try:
        data = _bytes(charstring)
        if not len(local) and not len(shared):
            return data
        inliner.add(data, 0)
    except (IndexError, RecursionError):
        return None
    return bytes(inliner.out)


def _bytes(charstring: Any) -> bytes:
    """A program as bytes; fontTools gives them up for operators once it has drawn the glyph."""
    if charstring.bytecode is None:
        raise IndexError("bytecode")
    return bytes(charstring.bytecode)


def _bias(count: int) -> int:
    return 107 if count < 1240 else 1131 if count < 33900 else 32768


class _Inliner:
    def __init__(self, local: Any, shared: Any) -> None:
        self.local, self.shared = local, shared
        self.out = bytearray()
        self.operands: list[int] = []
        """Where in `out` each operand on the stack begins."""
        self.hints = 0

    def add(self, data: bytes, depth: int) -> None:
        """Add a program; a call is replaced by what it calls."""
        if depth > DEPTH:
            raise RecursionError
        at, out, operands = 0, self.out, self.operands
        while at < len(data):
            byte = data[at]
            if byte >= 32 or byte == 28:
                size = 1 if 32 <= byte < 247 else 3 if byte == 28 else 5 if byte == 255 else 2
                operands.append(len(out))
                out += data[at : at + size]
                at += size
                continue
            at += 1
            if byte == RETURN:
                return
            if byte in (CALL, CALL_GLOBAL):
                subroutines = self.local if byte == CALL else self.shared
                start = operands.pop()
                number = _number(out, start) + _bias(len(subroutines))
                del out[start:]
                if number < 0:
                    raise IndexError(number)
                self.add(_bytes(subroutines[number]), depth + 1)
                continue
            out.append(byte)
            if byte in _STEMS:
                self.hints += len(operands) // 2
            elif byte in (HINTMASK, CNTRMASK):
                self.hints += len(operands) // 2
                size = (self.hints + 7) // 8
                out += data[at : at + size]
                at += size
            elif byte == ESCAPE:
                out.append(data[at])
                at += 1
            operands.clear()


def _number(out: bytearray, at: int) -> int:
    """An integer operand (Technical Note 5177, 3.2)."""
    byte = out[at]
    if byte == 28:
        return int.from_bytes(out[at + 1 : at + 3], "big", signed=True)
    if byte < 247:
        return byte - 139
    if byte < 251:
        return (byte - 247) * 256 + out[at + 1] + 108
    return -(byte - 251) * 256 - out[at + 1] - 108
