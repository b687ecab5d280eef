"""Fills in a layout that somebody else made: a docx or xlsx whose cells and lines carry marks such as `{{A01.本年}}`.

Everything but the marks stays as it was drawn. The layouts come from outside and are hostile until proven otherwise.
"""

from sciweek.documents.filling.layouts import Found, Layout, read_layout

__all__ = ["Found", "Layout", "read_layout"]
