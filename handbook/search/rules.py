"""The numbers by which hits are ranked, and what belongs together: data for Python and browser.

They travel with the index (`ranking`), so that both rank alike. Order of weight, each part only
where those before it tie (`rank` puts them into one number):

1. how exactly the query was met (`WHOLE` … `PARTLY`);
2. title: the query is the section's name, stands in its title, in the title above it;
3. clause before question before norm before all else;
4. how near several words stand to one another;
5. how often;
6. reading order.
"""

from __future__ import annotations

from typing import Any

WHOLE, WORDS, LIKE, PARTLY = 3, 2, 1, 0
"""The query as it was typed; all its words; words that mean or sound the same; a part of it."""

NAMED = 15
"""The title's weight where the query names the section; a title that has it weighs less."""

KINDS = {
    "clause": 7, "question": 6, "norm": 5, "item": 4, "chapter": 3, "method": 2, "regulation": 2,
    "bulletin": 1, "area": 1, "practices": 1, "practice": 1, "part": 1, "aspect": 1, "erratum": 0,
}  # fmt: skip
"""The weight of a section's kind."""

GROUPS = {
    "handbook": ("chapter", "item", "clause"),
    "bulletins": ("bulletin", "area", "question", "practices", "practice"),
    "methods": ("method", "part"),
    "regulations": ("regulation", "aspect", "norm"),
    "errata": ("erratum",),
}
"""What a reader can limit the search to, with the kinds of its sections."""

GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}

GAPS = (0, 3, 8, 16, 32, 64, 128)
"""Between words: a step nearer for each of these that the characters between them do not exceed."""

MOST = 999
"""More occurrences than these count for no more."""

ASKING = {
    "什么时候": "时间", "什么时间": "时间", "啥时候": "时间", "何时": "时间", "多长时间": "时间",
    "多久一次": "次数", "多少次": "次数", "几次": "次数", "多少人": "人数", "几个人": "人数",
    "几人": "人数", "多久": "期限", "多少钱": "标准", "多少": "", "怎么样": "", "怎么办": "",
    "怎么": "", "怎样": "", "如何": "", "什么": "", "哪些": "", "能不能": "", "可不可以": "",
    "可以": "", "要不要": "", "是不是": "", "有没有": "", "需要": "", "应该": "", "吗": "",
    "呢": "",
}  # fmt: skip
"""Words of questions, longer before shorter, with the word that titles have for what is asked."""

LONGEST_QUERY = 300
"""Characters of a query beyond these are not read."""

MOST_TERMS = 12
"""More words than these are not looked for one by one."""

MOST_ALIKE = 8
"""So many other forms of a word are looked for."""


def rules_json() -> dict[str, Any]:
    """What the browser is told."""
    asking = [list(pair) for pair in ASKING.items()]
    return {"kinds": KINDS, "groups": GROUP_OF, "gaps": list(GAPS), "asking": asking}
