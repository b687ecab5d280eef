"""Many files at once, loose or in zips: counted, bounded, and each read on its own, so that one bad file spoils no other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciweek.core.archives import Bounds, Member, harmless_path, unpack
from sciweek.core.errors import BadInput
from sciweek.core.files import MEGABYTE, true_type
from sciweek.returns.actions.signing import SCANS
from sciweek.returns.importing.reading import read_filled, refuse_other_campaign
from sciweek.returns.layout import Layout
from sciweek.returns.template import FormText

BY_PAGE = Bounds(files=100, size=30 * MEGABYTE)
BY_COMMAND = Bounds(files=2_000, size=300 * MEGABYTE)
ZIP, BROKEN = "application/zip", "application/octet-stream"
# Pictures that are no scan are refused as such, not as sheets that cannot be read.
PICTURES = {"image/gif", "image/webp"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """All files that were given, and how many were left out that a system had put into an archive for itself."""

    members: Sequence[Member]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file: a form's layout, a scan's bytes and type, or why it is neither."""

    name: str
    layout: Layout | None = None
    scan: bytes = b""
    media_type: str = ""
    refusal: str = ""


def gather(given: Iterable[tuple[str, bytes]], bounds: Bounds) -> Gathered:
    """The files by name (with the folder they lie in, if that is known) and bytes; zips are taken apart.

    Raises:
        BadInput: none, more or larger in all than the bounds, or an archive that cannot be opened; see `unpack`.
    """
    members: list[Member] = []
    left_out, size = 0, 0
    for name, data in given:
        label = harmless_path(name)
        if label.lower().endswith(".zip") and true_type(data) in {ZIP, BROKEN}:
            unpacked = unpack(data, label, bounds)
            members += unpacked.members
            left_out += unpacked.left_out
            size += sum(len(member.data) for member in unpacked.members)
        else:
            members.append(Member(label, data))
            size += len(data)
        refuse_beyond(len(members), size, bounds)
    if not members:
        raise BadInput(_("请先选择文件：填好的统计表、扫描件，或装着它们的一个 zip。"))
    return Gathered(members, left_out)


def refuse_beyond(count: int, size: int, bounds: Bounds) -> None:
    """Refuse more than may be given at once.

    Raises:
        BadInput: too many files, or too large in all.
    """
    if count > bounds.files:
        raise BadInput(_("一次最多 %(count)s 个文件。请分几次上传。") % {"count": bounds.files})
    if size > bounds.size:
        raise BadInput(
            _("这些文件合计超过 %(size)s MB。请分几次上传；扫描件可以随后再传。") % {"size": bounds.size // MEGABYTE}
        )


def read_member(member: Member, form: FormText, campaign: str) -> ReadFile:
    """What one file is; its refusal says what, where and how to mend it."""
    media_type = true_type(member.data)
    try:
        if media_type in SCANS.media_types:
            if len(member.data) > SCANS.size:
                raise BadInput(_("扫描件超过 %(size)s MB。请降低分辨率后再上传。") % {"size": SCANS.size // MEGABYTE})
            return ReadFile(member.name, scan=member.data, media_type=media_type)
        if media_type in PICTURES:
            raise BadInput(_("扫描件只收 PDF、PNG 和 JPEG。请另存后再上传。"))
        if media_type == ZIP:
            raise BadInput(_("这是压缩包里的压缩包。请解开，把里面的文件直接放进来。"))
        layout = read_filled(member.data, member.name, form)
        refuse_other_campaign(layout, campaign)
    except BadInput as refusal:
        return ReadFile(member.name, refusal=refusal.sentence)
    return ReadFile(member.name, layout=layout)
