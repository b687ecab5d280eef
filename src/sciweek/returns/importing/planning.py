"""What would become of many files, one by one: whose each is, what it would change, and why it cannot go in.

Nothing is written here. The page and the command show the same plan, and save what stands in it as ready.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign, Placement
from sciweek.people.enums import FILLERS
from sciweek.people.person import Person
from sciweek.returns.importing.matching import NOBODY, Matched, Roster
from sciweek.returns.importing.trial import TO_CONFIRM, Trial, try_layout
from sciweek.returns.layout import Layout
from sciweek.returns.models import Form
from sciweek.returns.queries.forms import form_of, form_text, required_codes
from sciweek.returns.queries.importing import Present, expected_for_entry, names_on_roster, present_of
from sciweek.returns.rules import may_import
from sciweek.review.models import StageChoice
from sciweek.review.transitions import Stage

CLOSED = "活动周还没有部署或已经归档，不能再导入统计表。"


class Standing(StrEnum):
    """How a file stands."""

    READY = "ready"
    SAME = "same"
    CONFIRM = "confirm"
    CHOOSE = "choose"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """A file to plan for: a sheet's layout, a scan, or why it is neither. `chosen` is the placement that an officer named."""

    key: int
    name: str
    layout: Layout | None = None
    is_scan: bool = False
    refusal: str = ""
    chosen: int | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A file with its unit and what would become of it. `others` are further files of the same unit."""

    file: InHand
    standing: Standing
    sentence: str = ""
    place: Placement | None = None
    present: Present | None = None
    trial: Trial | None = None
    others: Sequence[str] = ()

    @property
    def offered(self) -> bool:
        """Whether it can be saved as it stands."""
        return self.standing == Standing.READY

    @property
    def sure(self) -> bool:
        """Whether it is proposed to be saved: it can, and no other file is of the same unit."""
        return self.offered and not self.others

    @property
    def version(self) -> int:
        """The version of the return that the plan was made for."""
        return self.present.ret.version if self.present and self.present.ret else 0


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file, and why what stands there does not go in."""

    place: str
    text: str
    reason: str


def troubles(planned: Planned) -> Iterator[Where]:
    """Why a file does not go in: each row that somebody has to look at, else the one reason."""
    rows = planned.trial.rows if planned.standing == Standing.CONFIRM and planned.trial else ()
    told = False
    for row in rows:
        if row.outcome in TO_CONFIRM:
            told = True
            name = f"{row.item.code} {row.item.name}" if row.item else row.label
            place = _("第 %(number)s 行　%(name)s") % {"number": row.number, "name": name}
            yield Where(place, row.text, row.sentence or _("请确认是哪一项。"))
    if not told:
        yield Where("", "", planned.sentence)


def plan(person: Person, campaign: Campaign, files: Sequence[InHand]) -> list[Planned]:
    """The plan for these files, in their order. The number of queries does not grow with them."""
    roster = Roster(names_on_roster(person.scope, campaign))
    found = {file.key: _unit_of(file, roster) for file in files}
    keys = {key for matched in found.values() if (key := matched.only)}
    rows = expected_for_entry(person.unit_id, person.scope, campaign).filter(pk__in=keys)
    places = {place.pk: place for place in rows}
    form = form_of(campaign)
    present = present_of(list(places.values()), campaign, form) if form else {}
    tried = _Trials(form, "" if may_import(person, campaign) else _(CLOSED))
    planned = [_planned(person, file, found[file.key], places, present, tried) for file in files]
    return _with_others(planned)


def _unit_of(file: InHand, roster: Roster) -> Matched:
    if file.chosen:
        return Matched((file.chosen,))
    if file.is_scan:
        return roster.in_file_name(file.name)
    return roster.find(file.layout.unit) if file.layout else NOBODY


@dataclass(slots=True)
class _Trials:
    """Tries layouts against returns; the form is read once. `closed` is why nothing of the campaign changes any more."""

    form: Form | None
    closed: str
    _read: dict[str, Any] = field(default_factory=dict)

    def of(self, layout: Layout, present: Present) -> Trial:
        if not self._read:
            if self.form is None:
                raise ValueError("a called campaign has a form before anything is read against it")
            self._read = {"form": form_text(self.form), "required": required_codes(self.form)}
        return try_layout(layout, known=present.known, said=present.said, **self._read)


def _planned(
    person: Person,
    file: InHand,
    matched: Matched,
    places: Mapping[int, Placement],
    present: Mapping[int, Present],
    tried: _Trials,
) -> Planned:
    if file.refusal:
        return Planned(file=file, standing=Standing.REFUSED, sentence=file.refusal)
    place = places.get(matched.only or 0)
    if place is None:
        return Planned(file=file, standing=Standing.CHOOSE, sentence=_nobody(file, matched))
    made = Planned(file=file, standing=Standing.READY, place=place, present=present[place.pk])
    if file.done:
        return replace(made, standing=Standing.DONE)
    if sentence := tried.closed or obstacle(person, place):
        return replace(made, standing=Standing.REFUSED, sentence=sentence)
    if file.layout is None:
        return made
    trial = tried.of(file.layout, present[place.pk])
    standing, sentence = _of_sheet(trial)
    return replace(made, standing=standing, sentence=sentence, trial=trial)


def _of_sheet(trial: Trial) -> tuple[Standing, str]:
    if trial.needs_person:
        unreadable, unsure = trial.counts.get("unreadable", 0), trial.counts.get("unsure", 0)
        unsure += trial.counts.get("unknown", 0)
        if unreadable:
            return Standing.CONFIRM, _("有 %(count)s 格读不出来。请改好文件重传，或逐项确认后保存。") % {
                "count": unreadable
            }
        if unsure:
            return Standing.CONFIRM, _("有 %(count)s 行认不准是哪一项。请逐项确认后保存。") % {"count": unsure}
        return Standing.CONFIRM, _("不是平台下载的版式，按名称对应。请逐项确认后保存。")
    if not trial.counts.get("changes"):
        return Standing.SAME, _("与已填的相同，不用再保存。") if trial.typed else _("文件里没有填数。请核对文件。")
    return Standing.READY, ""


def _nobody(file: InHand, matched: Matched) -> str:
    """Why nobody knows whose a file is, and what to do."""
    if file.is_scan:
        if matched.keys:
            return _("文件名对得上 %(count)s 家单位。请选是哪一家的扫描件。") % {"count": len(matched.keys)}
        return _("文件名里没有认出单位。请选是哪一家的扫描件，或把文件名改成单位名称。")
    said = file.layout.unit if file.layout else ""
    if not said:
        return _("表里没有写“填报单位”。请选是哪一家的表。")
    if matched.keys:
        return _("有 %(count)s 家单位叫“%(name)s”。请选是哪一家的表。") % {"count": len(matched.keys), "name": said}
    return _("“%(name)s”不在本部门的应报单位里：名称不同的请选单位；别的部门的请转给它办。") % {"name": said}


def obstacle(person: Person, place: Placement) -> str:
    """Why this person's office may not enter for a unit of `expected_for_entry` now; empty when it may.

    The same answers as `rules.may_fill` and `rules.may_stand_in` give when it is saved, as sentences.
    """
    row: Any = place
    name = {"name": place.unit_name}
    if row.stage in {Stage.SUBMITTED.value, Stage.ACCEPTED.value}:
        return _("“%(name)s”的表%(stage)s，不能再改。确需更正，请先在审核页退回。") % {
            **name,
            "stage": dict(StageChoice.choices)[row.stage],
        }
    if person.works_at(place.unit_id) and person.role in FILLERS:
        return ""
    if not (person.is_officer and row.in_chain):
        return _("“%(name)s”由别的部门审核。请把文件转给它的主管部门。") % name
    if row.attended and row.asks_since is None:
        return _("“%(name)s”有自己的账号，也没有请求代录。请通知它自己填报，或由它在填报页点“请求代录”。") % name
    return ""


def _with_others(planned: Sequence[Planned]) -> list[Planned]:
    """The same, each sheet with the names of the other sheets of its unit."""
    by_place: dict[int, list[InHand]] = defaultdict(list)
    for each in planned:
        if each.place and each.file.layout:
            by_place[each.place.pk].append(each.file)
    made = []
    for each in planned:
        same = by_place[each.place.pk] if each.place and each.file.layout else []
        made.append(replace(each, others=[file.name for file in same if file.key != each.file.key]))
    return made
