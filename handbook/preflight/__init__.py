"""Preflight (印前检查): is a finished PDF fit for the press?

Any PDF: what is expected of it may be told, or left out. Rules stand in `rules/`, a module a
family, each rule with the standard's clause or the word that it is a setting of ours. The marks of
a page are gathered once (`walk`), and a file built to keep us busy is left off at limits.

What it does not see: ink added up by transparency and overprint, and colours within JPEG images.
"""

from handbook.preflight.check import preflight
from handbook.preflight.export import report_json
from handbook.preflight.record import Expected, Finding, Limits, Report, Rule

__all__ = ["Expected", "Finding", "Limits", "Report", "Rule", "preflight", "report_json"]
