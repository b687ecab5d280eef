"""Exports (下载): large files that somebody asks for and a worker writes, with progress, a file that expires, and an end.

A room enters a kind with `export_kind` and asks with `ask_export`. The kind's function gets the export, an open file and a
`Progress`; it works out anew who the asker is and what he may see, since hours may lie between asking and writing.
"""

from sciweek.core.exports.kinds import KINDS, Kind, export_kind
from sciweek.core.exports.running import Progress

__all__ = ["KINDS", "Kind", "Progress", "export_kind"]
