"""`demo`: builds the demo province if it is not there, and serves it at two moments."""

import argparse
import gc
import hashlib
import os
import shutil
import sys
import time
from pathlib import Path

from sciweek.cli.running import free_port, prepare, root, server, stand_by, worker

NAMES = {"deadline": "上报截止前（6 月 14 日）", "week": "活动周期间（5 月 24 日）"}
PORT = 8000


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("demo", help="建立演示省并启动：一条命令看到全部")
    command.add_argument("--fresh", action="store_true", help="删去已有的演示数据，重新建立")
    command.add_argument("--moment", choices=sorted(NAMES), default="deadline", help="主要地址上的时刻")
    command.add_argument("--port", type=int, default=PORT, help="端口，默认 8000")
    command.add_argument("--no-serve", action="store_true", help="只建立，不启动")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Build if need be, then serve both moments until stopped."""
    folder = Path(os.environ.get("SCIWEEK_DATA") or root() / "data") / "demo"
    if words.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    first, second = words.moment, next(name for name in NAMES if name != words.moment)
    port = free_port(words.port)
    ports = {first: port, second: free_port(port + 1)}
    if _built_by(folder) != _tables():
        _build(folder)
    else:
        os.environ |= _environment(folder, first, ports)
        prepare(quiet=True)
    if words.no_serve:
        return 0
    children = []
    for moment, each in ports.items():
        environment = _environment(folder, moment, ports)
        children += [server(f"127.0.0.1:{each}", 2 if moment == first else 1, environment), worker(environment)]
    _tell(ports, first)
    return stand_by(children)


def _environment(folder: Path, moment: str, ports: dict[str, int]) -> dict[str, str]:
    return {
        "SCIWEEK_DATA": str(folder),
        "SCIWEEK_DEMO": moment,
        "SCIWEEK_CLOCK": _moment_text(moment),
        "DATABASE_URL": f"sqlite://{folder / moment}.sqlite3",
        "SCIWEEK_BASE_URL": f"http://127.0.0.1:{ports[moment]}",
        "SCIWEEK_HOSTS": "localhost,127.0.0.1",
        "SCIWEEK_DEMO_PORTS": ",".join(f"{name}={port}" for name, port in ports.items()),
    }


def _moment_text(moment: str) -> str:
    from sciweek.demo.moments import MOMENTS

    return MOMENTS[moment].isoformat()


def _tables() -> str:
    """A digest of all migrations: demo data of other tables is built anew, as nothing in it is worth moving."""
    found = sorted((root() / "src" / "sciweek").glob("*/migrations/*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()


def _built_by(folder: Path) -> str:
    """The digest that the demo data was built with; empty where there is none."""
    marker = folder / "demo.marker"
    return marker.read_text(encoding="utf-8").split()[-1] if marker.exists() else ""


def _build(folder: Path) -> None:
    """Replay into a scratch database; the two copies are what is served."""
    start = time.monotonic()
    print("正在建立演示省：约 300 家单位、两届活动周……", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    scratch = folder / "build.sqlite3"
    os.environ |= {"SCIWEEK_DATA": str(folder), "SCIWEEK_DEMO": "deadline", "DATABASE_URL": f"sqlite://{scratch}"}
    prepare(quiet=True)
    from django.db import connection

    from sciweek.demo.build import build

    # A replay makes much and drops it at once; collecting cycles meanwhile costs a tenth of the time.
    gc.disable()
    build(folder, lambda sentence: print(f"  {time.monotonic() - start:4.0f} 秒  {sentence}", flush=True))
    gc.enable()
    connection.close()
    for path in folder.glob("build.sqlite3*"):
        path.unlink()
    (folder / "demo.marker").write_text(f"演示数据 {_tables()}\n", encoding="utf-8")
    print(f"演示省已建好，用时 {time.monotonic() - start:.0f} 秒。", flush=True)


def _tell(ports: dict[str, int], first: str) -> None:
    from sciweek.demo.accounts import PASSWORD, PRINTED

    for name in (first, *[name for name in ports if name != first]):
        print(f"{NAMES[name]}：http://127.0.0.1:{ports[name]}/", flush=True)
    print("打开后，页面顶部的演示栏可以一键换成任何角色。也可以用账号登录：", flush=True)
    for username, who in PRINTED.items():
        print(f"  {username:10} {who}", flush=True)
    print(f"  密码都是 {PASSWORD}。按 Ctrl-C 停止。", flush=True)
    sys.stdout.flush()
