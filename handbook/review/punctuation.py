"""Marks of punctuation after GB/T 15834—2011 标点符号用法, as far as their form tells."""

from __future__ import annotations

from handbook.review.forms import Form, form

_STANDARD = "GB/T 15834—2011"
_BETWEEN = r"(?:(?<=[@left]){}(?=[ \t]*(?:[@right0-9]|$))|(?<=[0-9]){}(?=[@right]))"
"""A mark with Chinese text on its left, and on its right or nothing there."""
_NOT_AND_SO_ON = "待候级额次同值价式于到高"
"""What makes another word of 等: 等待, 等级, 等额."""
_NEIGHBOURS = "一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九"


def _form(rule: str, clause: str, pattern: str, title_only: bool = False) -> Form:
    return form(_STANDARD, rule, clause, pattern, title_only)


def _mark(rule: str, clause: str, mark: str) -> Form:
    return _form(rule, clause, _BETWEEN.format(mark, mark))


PUNCTUATION: tuple[Form, ...] = (
    # B.3.1 to B.3.4: what follows an ordinal.
    _form(
        "gb-ordinal-words",
        "B.3.1",
        r"(?:@start|[。；：])(?P<it>(?:[第其][@n]|首先|其次|再次|最后)、)(?![@n第其首再最])",
    ),
    _form("gb-ordinal-han", "B.3.2", r"@start(?P<it>[@n]{1,3}[，,．.])(?!\d)"),
    _form("gb-ordinal-arabic", "B.3.3", r"@start(?P<it>\d{1,2}、)(?!\d)"),
    _form(
        "gb-ordinal-brackets",
        "B.3.4",
        r"@start(?P<it>[（(](?:[@n]{1,3}|\d{1,2})[）)][、，．.：；。])",
    ),
    # 4.11.2, A.9.1: the form is ……; two of them at most.
    _form(
        "gb-ellipsis",
        "4.11.2",
        r"(?<!…)(?:…|…{3}|…{5,})(?!…)|(?<=[@left，。、；：？！])\.{2,}|\.{3,}(?=[@right])|。{3,}|·{3,}",
    ),
    # A.9.2: not together with 等, 等等.
    _form("gb-ellipsis-etc", "A.9.2", rf"……等(?![{_NOT_AND_SO_ON}…])|等等……"),
    # 4.10.2: the form is ——.
    _form("gb-dash", "4.10.2", r"(?<=[@left])-{2,}|-{2,}(?=[@right])|(?<!—)—{3,}(?!—)"),
    # x.2 of each mark: its form.
    _mark("gb-comma", "4.4.2", ","),
    _mark("gb-semicolon", "4.6.2", ";"),
    _mark("gb-colon", "4.7.2", ":"),
    _mark("gb-question", "4.2.2", r"\?"),
    _mark("gb-exclamation", "4.3.2", "!"),
    _form("gb-stop", "4.1.2", r"(?<=[@left])\.(?=[ \t]*(?:[@right]|$))"),
    _form("gb-brackets", "4.9.2", r"(?<=[@left])\([^()]*\)|\([^()]*[@han][^()]*\)"),
    _form("gb-quotes", "4.8.2", r"""["'](?=[@right])|(?<=[@left，。；：？！])["'](?![A-Za-z])"""),
    # 4.8.3.4, 4.15.3.5: inside, the other kind.
    _form("gb-quotes-nested", "4.8.3.4", r"“[^“”]*(?P<it>“)"),
    _form("gb-titles-nested", "4.15.3.5", r"《[^《》]*(?P<it>《)"),
    # 4.5.3.5: quotation marks and title marks part what they enclose.
    _form("gb-enumeration", "4.5.3.5", r"(?<=》)、(?=《)|(?<=”)、(?=“)"),
    # 4.5.3.4: neighbouring numbers for an approximate one.
    _form(
        "gb-approximate",
        "4.5.3.4",
        rf"(?<=[@han，。；：（“])(?<![第@n])(?P<it>{_NEIGHBOURS})(?=[个天次人名位米周倍]|年(?!级))",
    ),
    # B.1.2: none before 等 where 、 parts the items. 等 may be a verb: only where nothing that one
    # could wait for follows.
    _form("gb-etc", "B.1.2", r"、(?=等(?:等|[，。；：、）”》的]|[ \t]*$))"),
    # B.4: none at the end of a title, but ？ ！ ……
    _form("gb-title-end", "B.4", r"[，。、；：](?=[ \t]*$)", title_only=True),
    # 5.1.1: a mark stands behind the words that it belongs to.
    _form("gb-stacked", "5.1.1", r"[，。、；：]{2,}"),
)
"""The rules, each with its clause."""
