"""An edition goes out once everybody was heard, and stays as it went out."""

import io
import zipfile

import pytest
from django.db import DatabaseError, transaction

from sciweek.campaigns.enums import Standing
from sciweek.core.audit.acts import broken_chains, broken_seals, seal
from sciweek.core.errors import BadInput, NotFound, NotPermitted, Stale, WrongState
from sciweek.core.files import content_of
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.report.actions.cosigning import circulate, cosign, waive
from sciweek.report.actions.issuing import issue_report
from sciweek.report.checking import issued_reports
from sciweek.report.desk.report import since
from sciweek.report.freezing import START, first_broken
from sciweek.report.models import CosignWord, Snapshot, SnapshotFile
from sciweek.report.queries.editions import files_of, seal_of
from sciweek.returns.models import ReturnVersion, Subtotal
from tests.factories.returns import REASON


def issue(week, seen=None, actor=None):
    return issue_report(
        actor=actor or week.lead, campaign_id=week.campaign.pk, seen=week.now().fingerprint if seen is None else seen
    )


def send_round(week, seen=None):
    return circulate(
        actor=week.lead, campaign_id=week.campaign.pk, seen=week.now().fingerprint if seen is None else seen
    )


def say(week, *, agrees=True, reason="", actor=None, seen=None):
    return cosign(
        actor=actor or week.host,
        campaign_id=week.campaign.pk,
        seen=week.now().fingerprint if seen is None else seen,
        agrees=agrees,
        reason=reason,
    )


def go_without(week, reason=REASON, host=None, actor=None):
    return waive(
        actor=actor or week.lead,
        campaign_id=week.campaign.pk,
        host_id=week.host.unit_id if host is None else host,
        seen=week.now().fingerprint,
        reason=reason,
    )


def test_an_edition_freezes_totals_versions_texts_and_files(week):
    made = week.issued()
    assert (made.number, made.previous) == (1, START)
    assert first_broken([made]) is None
    figures = {each["code"]: each["value"] for each in made.content["figures"]}
    assert (figures["A01"], figures["F01"]) == ("6", "3.00")
    kept = {tuple(row) for row in made.versions}
    assert kept == set(
        ReturnVersion.objects.filter(ret__track__stage="accepted").values_list("ret_id", "number", "hash")
    )
    assert made.cosigning == [
        {"host": week.host.unit_id, "name": "测试省科学技术协会", "standing": "agreed", "reason": ""}
    ]
    assert issued_reports().ok


def test_the_seal_and_the_fingerprint_are_printed_and_the_issue_is_sealed(week):
    made = week.issued()
    report = next(each for each in files_of(made) if each.file.name == "情况报告.docx")
    with zipfile.ZipFile(io.BytesIO(content_of(report.file))) as archive:
        text = archive.read("word/document.xml").decode()
    assert made.fingerprint[:16] in text
    assert f"审计封印第{made.seal_number}号 {made.seal_code[:16]}" in text
    assert seal_of(made) is None
    seal()
    assert seal_of(made).number == made.seal_number + 1
    assert list(broken_chains()) + list(broken_seals()) == []
    entry = AuditEntry.objects.get(act="report.issue")
    assert entry.detail["hash"] == made.hash
    assert set(entry.detail["files"]) == {each.file.name for each in files_of(made)}


def test_a_second_edition_keeps_the_first_as_it_was(week):
    first = week.issued()
    before = [(each.file.name, content_of(each.file)) for each in files_of(first)]
    week.one_more()
    changed = since(first, week.now())
    assert (changed.figures[0].code, changed.figures[0].then, changed.figures[0].now) == ("A01", "6", "9")
    assert changed.added == 1
    second = week.issued()
    assert (second.number, second.previous) == (2, first.hash)
    assert [(each.file.name, content_of(each.file)) for each in files_of(first)] == before
    assert not since(second, week.now())


def test_the_same_content_does_not_go_out_twice(week):
    week.issued()
    with pytest.raises(WrongState, match="与第1版相同"):
        issue(week)


def test_nothing_goes_out_before_every_joint_host_is_heard(week):
    with pytest.raises(WrongState, match="请先送会签"):
        issue(week)
    send_round(week)
    with pytest.raises(WrongState, match="还没有会签"):
        issue(week)
    say(week, agrees=False, reason=REASON)
    with pytest.raises(WrongState, match="不同意"):
        issue(week)
    say(week)
    assert issue(week).number == 1


def test_a_word_lapses_when_another_return_is_counted(week):
    week.agreed()
    week.one_more()
    assert week.now().hosts[0].standing == Standing.OUTDATED
    with pytest.raises(WrongState):
        issue(week)
    send_round(week)
    say(week)
    assert issue(week).number == 1


def test_a_missing_word_is_waived_with_a_reason_that_is_kept(week):
    send_round(week)
    with pytest.raises(BadInput):
        go_without(week, "急")
    go_without(week, "已收到书面会签意见，同意。")
    made = issue(week)
    assert made.cosigning[0]["standing"] == "waived"
    assert made.cosigning[0]["reason"] == "已收到书面会签意见，同意。"


def test_an_objection_is_not_passed_over(week):
    send_round(week)
    say(week, agrees=False, reason=REASON)
    with pytest.raises(WrongState, match="不能免会签"):
        go_without(week)
    assert not CosignWord.objects.filter(word="waived").exists()


def test_an_objection_needs_a_reason_and_a_report_that_was_sent_round(week):
    with pytest.raises(WrongState, match="还没有送会签"):
        say(week)
    send_round(week)
    with pytest.raises(BadInput, match="理由"):
        say(week, agrees=False, reason="不行")
    say(week)
    with pytest.raises(WrongState, match="不用重复"):
        say(week)
    with pytest.raises(WrongState, match="已经送过"):
        send_round(week)


def test_who_has_not_seen_the_present_content_does_nothing(week):
    seen = week.agreed()
    week.one_more()
    for act in (issue, send_round):
        with pytest.raises(Stale):
            act(week, seen=seen)
    with pytest.raises(Stale):
        say(week, seen=seen)
    assert not Snapshot.objects.exists()


def test_who_may_do_what(week):
    others = [week.province.prefecture_officer, week.province.county_officer, week.province.filler]
    for person in (week.host, *others):
        for act in (lambda: issue(week, actor=person), lambda: go_without(week, actor=person)):  # noqa: B023
            with pytest.raises(NotPermitted):
                act()
        with pytest.raises(NotPermitted):
            circulate(actor=person, campaign_id=week.campaign.pk, seen=week.now().fingerprint)
    for person in (week.lead, *others):
        with pytest.raises(NotPermitted):
            say(week, actor=person)
    with pytest.raises(NotFound):
        go_without(week, host=week.province.prefecture.pk)


def test_those_concerned_are_told(week):
    week.issued()
    told = list(
        Message.objects.filter(template__startswith="report/").order_by("pk").values_list("template", "to_name")
    )
    host, lead = week.host.name, week.lead.name
    assert told == [("report/to_cosign", host), ("report/cosigned", lead), ("report/issued", host)]


def test_totals_that_differ_from_the_cells_keep_the_report_in(week):
    seen = week.agreed()
    Subtotal.objects.filter(indicator__code="A01", value__gt=0).update(value=99)
    with pytest.raises(WrongState, match="与单元格不符"):
        issue(week, seen=seen)
    assert not Snapshot.objects.exists()


def test_an_edition_cannot_be_changed_and_doctor_finds_one_that_was(week):
    made = week.issued()
    for rows, change in ((Snapshot.objects, {"fingerprint": "0" * 64}), (SnapshotFile.objects, {"title": "改"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    made.content["figures"][0]["value"] = "99"
    assert first_broken([made]) == 1


def test_a_campaign_without_joint_hosts_goes_out_at_once(week):
    week.campaign.bodies.filter(is_lead=False).delete()
    assert issue(week).cosigning == []
