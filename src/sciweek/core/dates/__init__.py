"""Days as they are written in Chinese: the one grammar for fields of forms and for running text. Pure.

`read_date` reads a field that holds nothing but a day. `date_expressions` finds every expression of time in a text:
days, ranges, due days, and what has no exact day (下旬, 月底, 5个工作日内, 每月29日前).
"""

from sciweek.core.dates.expressions import DateExpression, Kind, date_expressions
from sciweek.core.dates.numbers import han_number, read_date

__all__ = ["DateExpression", "Kind", "date_expressions", "han_number", "read_date"]
