"""The page of downloads: what stands on it, what it costs, and whose files it hands out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sciweek.campaigns.models import Campaign
from sciweek.core import clock, worker
from sciweek.core.exports.running import path_of
from sciweek.core.models import Export, ExportState
from sciweek.people.models import Account, Membership
from sciweek.people.person import Person
from sciweek.returns.exports import ask_transcript
from tests.factories.campaigns import BEFORE, Province, make_person
from tests.factories.returns import AFTER, called_campaign
from tests.pages.markup import markup

PAGE = "/desk/exports/"
POLL = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("queue")


@pytest.fixture
def province(db: None) -> Province:
    return Province()


@pytest.fixture
def campaign(province: Province) -> Campaign:
    with clock.at(BEFORE):
        return called_campaign(province)


@pytest.fixture
def asked(province: Province, campaign: Campaign) -> Callable[..., Export]:
    """An export of the county's officer, in a state of one's choice."""

    def make(state: ExportState = ExportState.WAITING, file_format: str = "csv", **fields: object) -> Export:
        with clock.at(AFTER):
            made = ask_transcript(actor=province.county_officer, campaign=campaign, file_format=file_format)
        if state == ExportState.DONE:
            worker.work_off()
        else:
            fields["state"] = state
        Export.objects.filter(pk=made.pk).update(**fields) if fields else None
        return Export.objects.get(pk=made.pk)

    return make


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    return client


@pytest.fixture
def officer(province: Province) -> Client:
    return client_of(province.county_officer)


def test_while_something_runs_the_page_says_how_far_and_asks_again(
    asked: Callable[..., Export], officer: Client
) -> None:
    asked(ExportState.RUNNING, rows=1234, of_rows=7500)
    for headers in ({}, POLL):
        body = officer.get(PAGE, headers=headers).content.decode()
        assert "1,234 / 7,500 行" in body
        assert 'max="7500" value="1234"' in body
        assert 'hx-trigger="every 2s"' in body
    assert "<html" not in body
    assert "刷新进度" in officer.get(PAGE).content.decode()


def test_when_nothing_runs_the_page_asks_no_more(asked: Callable[..., Export], officer: Client) -> None:
    asked(ExportState.DONE)
    body = officer.get(PAGE).content.decode()
    assert "hx-get" not in body
    assert "还保留 7 天" in body
    assert "刷新进度" not in body


def test_what_no_worker_takes_keeps_nobody_signed_in(asked: Callable[..., Export], officer: Client) -> None:
    asked(beat_at=timezone.now() - timedelta(minutes=11))
    body = officer.get(PAGE).content.decode()
    assert "等待生成" in body
    assert "hx-get" not in body


def test_a_reader_of_the_screen_hears_of_a_change_and_of_nothing_else(
    asked: Callable[..., Export], officer: Client
) -> None:
    asked(ExportState.RUNNING)
    said = "1 项正在生成，0 项可以下载。"
    assert said in officer.get(PAGE).content.decode()
    assert said not in officer.get(f"{PAGE}?working=1", headers=POLL).content.decode()
    assert said in officer.get(f"{PAGE}?working=2", headers=POLL).content.decode()


def test_a_failure_is_told_in_its_sentence(asked: Callable[..., Export], officer: Client) -> None:
    asked(ExportState.FAILED, failure="您申请时的角色已经取消。")
    assert "您申请时的角色已经取消。" in markup(officer.get(PAGE))


def test_an_empty_page_says_where_files_come_from(officer: Client, campaign: Campaign) -> None:
    assert "在“汇总”页导出过录表" in markup(officer.get(PAGE))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    rows: int, asked: Callable[..., Export], officer: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    made = asked(ExportState.DONE)
    for number in range(1, rows):
        Export.objects.create(
            **{f.attname: getattr(made, f.attname) for f in Export._meta.fields[1:]} | {"digest": str(number)}
        )
    officer.get(PAGE)
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        body = officer.get(PAGE).content.decode()
    assert body.count(">可以下载<") == rows


def test_the_file_is_saved_under_its_name_and_kept_nowhere(asked: Callable[..., Export], officer: Client) -> None:
    made = asked(ExportState.DONE)
    answer = officer.get(reverse("desk:export_file", args=[made.pk]))
    assert b"".join(answer.streaming_content) == path_of(made.file).read_bytes()  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="transcript-spring.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_gets_the_file_not_even_in_the_same_office(
    asked: Callable[..., Export], province: Province
) -> None:
    made = asked(ExportState.DONE)
    for other in (make_person(province.county), province.prefecture_officer, province.officer, province.filler):
        client = client_of(other)
        assert client.get(reverse("desk:export_file", args=[made.pk])).status_code == 404
        assert client.post(reverse("desk:remove_export", args=[made.pk])).status_code == 404
    assert path_of(made.file).exists()


def test_who_lost_the_role_gets_the_file_no_more(
    asked: Callable[..., Export], province: Province, officer: Client
) -> None:
    made = asked(ExportState.DONE)
    Membership.objects.filter(pk=province.county_officer.membership_id).update(to_at=timezone.now())
    Membership.objects.create(
        account_id=made.account_id, unit=province.prefecture, role="prefecture_officer", from_at=timezone.now()
    )
    assert officer.get(reverse("desk:export_file", args=[made.pk])).status_code == 404
    assert "还没有要下载的文件" in markup(officer.get(PAGE))


def test_an_expired_file_is_not_handed_out_before_it_is_deleted(asked: Callable[..., Export], officer: Client) -> None:
    made = asked(ExportState.DONE, expires_at=timezone.now())
    assert officer.get(reverse("desk:export_file", args=[made.pk])).status_code == 404


def test_a_file_that_is_lost_says_what_to_do(asked: Callable[..., Export], officer: Client) -> None:
    made = asked(ExportState.DONE)
    path_of(made.file).unlink()
    answer = officer.get(reverse("desk:export_file", args=[made.pk]))
    assert answer.status_code == 404
    assert "再重新生成" in markup(answer)


def test_what_waits_is_cancelled_and_what_has_ended_removed(asked: Callable[..., Export], officer: Client) -> None:
    waiting = asked()
    assert "已取消" in markup(officer.post(reverse("desk:cancel_export", args=[waiting.pk]), follow=True))
    assert officer.post(reverse("desk:cancel_export", args=[waiting.pk])).status_code == 409
    assert "已删除" in markup(officer.post(reverse("desk:remove_export", args=[waiting.pk]), follow=True))
    assert not Export.objects.exists()
    assert DBTaskResult.objects.count() == 1
