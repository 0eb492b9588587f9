"""What an amendment did, and what an erratum or amendment rests on, in words."""

from __future__ import annotations

from collections.abc import Callable

from handbook.errata.model import Erratum

KINDS = {"technical": "技术性勘误", "editorial": "文字性勘误", "amendment": "修订"}


def amendment_words(erratum: Erratum, name: Callable[[str], str]) -> str:
    """新增“第3条 会议记录”，列在“第2条 联合支部”之后; `name` says what an id is called.

    Empty for an erratum, whose words speak for themselves.
    """
    change = erratum.amendment
    if change is None:
        return ""
    here = f"“{name(erratum.provision)}”"
    to = "".join(f"“{name(id)}”" for id in change.to)
    after = f"，列在“{name(change.after)}”之后" if change.after else ""
    match change.action:
        case "add":
            return f"新增{here}{after}"
        case "remove":
            return f"取消{here}"
        case "rename":
            return f"{to}的标识由 {erratum.provision} 改为 {'、'.join(change.to)}"
        case "rewrite":
            return f"改写{here}"
        case "move":
            return f"移动{here}{after}"
        case "split":
            return f"把{here}拆分，另立{to}"
        case "merge":
            taken = "".join(f"“{name(id)}”" for id in change.sources)
            return f"把{taken}并入{here}"


def basis_words(erratum: Erratum) -> str:
    """Whose it is, and why it was accepted."""
    why = next((s.why for s in reversed(erratum.history) if s.state == "accepted"), "")
    by = "、".join(erratum.history[0].by)
    return f"{KINDS[erratum.kind]}，{by}提出" + (f"。{why}" if why else "")
