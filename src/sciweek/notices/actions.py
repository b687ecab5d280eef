"""Taking notices into the library."""

from datetime import date

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, permit
from sciweek.core.files import OFFICE_PARTS, Limits, keep, refuse_secrecy_marks, true_type
from sciweek.notices.facts import NoticeFacts
from sciweek.notices.models import Notice
from sciweek.notices.queries import digest_of, same_text
from sciweek.notices.rules import may_take_in
from sciweek.people.person import Person

LONGEST_TEXT = 200_000
LIMITS = Limits(
    media_types=(
        *("text/plain", "text/html", "application/pdf", "application/x-ole-storage"),
        OFFICE_PARTS["word/document.xml"],
    )
)


class Known(BadInput):
    """The library holds this text already; `notice_id` leads there."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(f"这份通知已经收录：《{notice.title}》。请直接打开，不必重复收录。")
        self.notice_id = notice.pk


@transaction.atomic
def take_in_notice(
    *, actor: Person, text: str, facts: NoticeFacts, data: bytes | None = None, name: str | None = None
) -> Notice:
    """Keep a notice with its text, what was read from it, and the file it came in.

    Raises:
        NotPermitted: not an officer of a science office.
        BadInput: no text, too long, or the text bears a secrecy mark.
        Known: taken in before.
    """
    permit(may_take_in(actor), "只有科技主管部门可以收录通知。")
    if not text.strip():
        raise BadInput("通知里没有文字。如果是扫描件，请换成 Word 或网页文本。", {"text": "没有文字。"})
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"通知超过 {LONGEST_TEXT // 10000} 万字，请只保留通知正文。", {"text": "太长。"})
    refuse_secrecy_marks(text)
    known = same_text(actor.scope, text)
    if known is not None:
        raise Known(known)
    stored = keep(data, name=name, media_type=true_type(data), actor=actor) if data else None
    title = str(facts.record.get("title") or "") or next(line for line in text.splitlines() if line.strip())
    notice = Notice.objects.create(
        title=title.strip()[:300],
        doc_number=str(facts.record.get("doc_number") or "")[:60],
        issue_date=_day(facts.record.get("issue_date")),
        text=text,
        text_sha256=digest_of(text),
        fields=facts.as_json(),
        file=stored,
        division_code=actor.division_code,
        unit_id=actor.unit_id,
        taken_at=clock.now(),
    )
    record(actor, "notice.take_in", notice, text=notice.text_sha256)
    return notice


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
