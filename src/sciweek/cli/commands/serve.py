"""`serve`: the server with its worker, for production."""

import argparse

from sciweek.cli.running import prepare, server, stand_by, worker


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("serve", help="启动服务（正式环境），并带上后台任务")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Refuse what is unsafe, prepare, start."""
    from django.conf import settings

    if settings.DEBUG:
        raise SystemExit("SCIWEEK_DEBUG 已打开，拒绝启动。请去掉后再试。")
    if settings.DEMO or (settings.DATA / "demo.marker").exists():
        raise SystemExit("这是演示数据，不能用于正式服务。请另设 SCIWEEK_DATA，或运行 ./sciweek demo。")
    prepare()
    from sciweek.config.environment import value

    print(f"科技周已启动：{settings.BASE_URL}", flush=True)
    return stand_by([server(value("SCIWEEK_LISTEN"), int(value("SCIWEEK_WORKERS")), {}), worker({})])
