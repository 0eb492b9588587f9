"""How errata look on the site: names of states, and a correction in the sentence around it."""

from __future__ import annotations

from handbook.errata.quoted import Redline, is_applied, redline_of

__all__ = ["STATES", "Redline", "is_applied", "redline_of"]

STATES = {
    "reported": "待办理",
    "held": "待定",
    "accepted": "已采纳",
    "incorporated": "已载入",
    "rejected": "未采纳",
    "duplicate": "重复",
    "withdrawn": "已撤回",
}
