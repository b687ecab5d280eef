"""会签: who has to agree before a paper of the campaign (notice, report) goes out, how each stands, and what keeps it from going out. Pure.

A word counts for the content that it was said to, and lapses when that changes, as a release lapses with an edit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sciweek.campaigns.enums import Stage, Standing, Word


@dataclass(frozen=True, slots=True)
class Said:
    """One word for a host about the content with this fingerprint."""

    host_id: int
    word: Word
    fingerprint: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HostStanding:
    """How a joint host stands to what would be issued now; `reason` is what was said with it, or before the change."""

    host_id: int
    name: str
    standing: Standing
    reason: str = ""

    @property
    def done(self) -> bool:
        """Whether the paper may go out as far as this host is concerned."""
        return self.standing in {Standing.AGREED, Standing.WAIVED}

    @property
    def waivable(self) -> bool:
        """Whether the lead may do without the host's word: never against its objection, and not before it was asked."""
        return self.standing in {Standing.WAITING, Standing.OUTDATED}


COUNTS_AS = {Word.AGREES: Standing.AGREED, Word.OBJECTS: Standing.OBJECTED, Word.WAIVED: Standing.WAIVED}


def standings(
    hosts: Iterable[tuple[int, str]], words: Sequence[Said], *, asked: Sequence[str], now: str
) -> list[HostStanding]:
    """How each host stands. `words` since the edition before, newest first; `asked`: the contents that were sent round."""
    found = []
    for host_id, name in hosts:
        own = [said for said in words if said.host_id == host_id]
        current = next((said for said in own if said.fingerprint == now), None)
        if current is not None:
            found.append(HostStanding(host_id, name, COUNTS_AS[current.word], current.reason))
        elif own or (asked and now not in asked):
            found.append(HostStanding(host_id, name, Standing.OUTDATED, own[0].reason if own else ""))
        else:
            found.append(HostStanding(host_id, name, Standing.WAITING if asked else Standing.NOT_ASKED))
    return found


def hindrance(stands: Iterable[HostStanding]) -> str:
    """Why the paper may not go out yet, with what to do; empty when nothing hinders."""
    open_ones = [each for each in stands if not each.done]
    if not open_ones:
        return ""
    objected = [each.name for each in open_ones if each.standing == Standing.OBJECTED]
    if objected:
        return f"{'、'.join(objected)}不同意。请按意见修改后重新送会签，或由其改为同意。"
    if any(each.standing == Standing.NOT_ASKED for each in open_ones):
        return "还没有送联合主办单位会签。请先送会签。"
    names = "、".join(each.name for each in open_ones)
    return f"{names}还没有会签现在的内容。请等候、重新送会签，或逐家写明理由免会签。"


def stage_of(*, editions: int, asked: Sequence[str]) -> Stage:
    """Where the paper stands; `asked`: the contents that were sent round since the last edition."""
    if asked:
        return Stage.COSIGNING
    return Stage.ISSUED if editions else Stage.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOut:
    """A paper as it would go out now, and how the joint hosts stand to it.

    `last_number` and `last_fingerprint` are those of the edition before, 0 and empty while none has gone out.
    """

    fingerprint: str
    last_number: int
    last_fingerprint: str
    asked: Sequence[str]
    hosts: Sequence[HostStanding]

    @property
    def stage(self) -> Stage:
        """Where the paper stands."""
        return stage_of(editions=self.last_number, asked=self.asked)

    @property
    def hindrance(self) -> str:
        """Why it may not go out yet; empty when nothing hinders."""
        return hindrance(self.hosts)

    @property
    def unchanged(self) -> bool:
        """Whether the edition before says the same."""
        return self.last_number > 0 and self.last_fingerprint == self.fingerprint

    @property
    def blocked(self) -> str:
        """Why there is nothing to issue, or it may not go out yet; empty when it may."""
        return f"内容与第{self.last_number}版相同，不用再印发。" if self.unchanged else self.hindrance

    @property
    def next_number(self) -> int:
        """The number of the edition that would be issued."""
        return self.last_number + 1


def as_data(hosts: Iterable[HostStanding]) -> list[dict[str, object]]:
    """How the joint hosts stood, as an edition keeps it."""
    return [
        {"host": each.host_id, "name": each.name, "standing": each.standing.value, "reason": each.reason}
        for each in hosts
    ]


def from_data(kept: Iterable[Mapping[str, object]]) -> list[HostStanding]:
    """The same, read back."""
    return [
        HostStanding(int(str(e["host"])), str(e["name"]), Standing(str(e["standing"])), str(e["reason"])) for e in kept
    ]
