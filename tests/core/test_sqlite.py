"""Writers of SQLite come in the order in which they asked; with Django's own wrapper a newcomer overtakes who waits."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper as PlainWrapper
from django.db.utils import OperationalError

from sciweek.config.environment import SQLITE
from sciweek.core.sqlite.base import QUEUES, DatabaseWrapper
from sciweek.core.sqlite.queue import WriterQueue

pytestmark = pytest.mark.once
NEVER = 10.0


def opened(wrapper, path, **options):
    """A connection of its own to the file, outside of what tests share."""
    settings = {**connection.settings_dict, **SQLITE, "NAME": str(path)}
    settings["OPTIONS"] = {**settings["OPTIONS"], **options}
    return wrapper(settings, "beside")


@pytest.fixture
def path(tmp_path, django_db_blocker):
    file = tmp_path / "written.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE came (name TEXT)")
    with django_db_blocker.unblock():
        yield file


def came(path):
    with closing(sqlite3.connect(path)) as read:
        return [name for (name,) in read.execute("SELECT name FROM came ORDER BY rowid")]


def begin(database):
    database.ensure_connection()
    database._start_transaction_under_autocommit()


def write(database, name):
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO came VALUES (%s)", [name])


def order(wrapper, path, held):
    """Who wrote first: one that asked while the lock was held all the time, or one that asked just before it came free."""
    holder, ready = opened(wrapper, path), threading.Event()

    def late_writer(name, after):
        database = opened(wrapper, path)
        database.ensure_connection()
        ready.wait()
        time.sleep(after)
        begin(database)
        write(database, name)
        database.commit()
        database.close()

    begin(holder)
    asked = [("first", 0.0), *[(f"late{number}", held - 0.01 + number / 500) for number in range(3)]]
    threads = [threading.Thread(target=late_writer, args=each) for each in asked]
    for thread in threads:
        thread.start()
    ready.set()
    time.sleep(held)
    holder.commit()
    holder.close()
    for thread in threads:
        thread.join()
    return came(path)


def test_who_waits_is_not_overtaken(path):
    assert order(DatabaseWrapper, path, 0.4)[0] == "first"


def test_without_the_queue_a_newcomer_overtakes(path):
    # By the hundredth of a second that the first one sleeps between two questions, one of three newcomers comes first.
    assert order(PlainWrapper, path, 0.4)[0] != "first"


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_next_comes_in_when_a_transaction_ends(path, end):
    database = opened(DatabaseWrapper, path)
    begin(database)
    queue = QUEUES[str(path)]
    assert not queue.enter(0)
    getattr(database, end)()
    assert queue.enter(0)
    queue.leave()
    database.close()


def test_who_cannot_begin_leaves_the_queue(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        database = opened(DatabaseWrapper, path, timeout=0.01)
        with pytest.raises(OperationalError):
            begin(database)
    begin(database)
    write(database, "afterwards")
    database.commit()
    database.close()
    assert came(path) == ["afterwards"]


def test_each_comes_in_the_order_of_asking():
    queue, served = WriterQueue(), []
    assert queue.enter(0)

    def ask(number):
        assert queue.enter(NEVER)
        served.append(number)
        queue.leave()

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        while len(queue) <= number:
            time.sleep(0.001)
    queue.leave()
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_who_gives_up_does_not_hold_up_the_others():
    queue = WriterQueue()
    assert queue.enter(0)
    assert not queue.enter(0.01)
    assert len(queue) == 0
    queue.leave()
    assert queue.enter(0)
