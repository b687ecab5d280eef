"""The reports-to tree as paths of ids. Pure."""

from sciweek.core.errors import BadInput

LONGEST = 8


def line_under(parent_line: str, unit_id: int) -> str:
    """The line of a unit below a line; the empty line is the top."""
    return f"{parent_line or '/'}{unit_id}/"


def ids_of(line: str) -> list[int]:
    """The ids on a line, from the top to the unit itself."""
    return [int(part) for part in line.strip("/").split("/") if part]


def check_move(unit_id: int, new_parent_line: str) -> None:
    """Refuse a parent that is the unit itself or stands below it, and a tree deeper than `LONGEST`.

    Raises:
        BadInput: says which of these.
    """
    above = ids_of(new_parent_line)
    if above and above[-1] == unit_id:
        raise BadInput("单位不能报送至自己。请选择它的上级单位。", {"reports_to": "不能选择本单位。"})
    if unit_id in above:
        raise BadInput("所选上级本身报送至该单位，会形成循环。请另选上级。", {"reports_to": "所选单位是本单位的下级。"})
    if len(above) >= LONGEST:
        raise BadInput(f"报送层级超过 {LONGEST} 级。请核对上级单位。", {"reports_to": "层级太深。"})
