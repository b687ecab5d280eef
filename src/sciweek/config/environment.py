"""Every setting that an installation can make, read from environment variables.

`docs/settings.md` describes each; a test compares the two. No value here is a secret: secrets are made once and kept in
the data folder (mode 0600), or given by the environment.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, its default as text, and what it does in one Chinese sentence."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("SCIWEEK_DATA", "", "数据目录：数据库、文件、密钥。默认是程序目录下的 data。"),
    Variable("DATABASE_URL", "", "数据库地址，如 postgres://用户:口令@主机:5432/库名。留空用数据目录里的 SQLite。"),
    Variable("SCIWEEK_BASE_URL", "http://127.0.0.1:8000", "对外网址。邮件和二维码里的链接以它为准，不取自请求头。"),
    Variable("SCIWEEK_HOSTS", "", "除对外网址外还接受的主机名，逗号分隔。"),
    Variable("SCIWEEK_SECRET_KEY", "", "会话和令牌的密钥。留空时首次启动生成，存入数据目录。"),
    Variable("SCIWEEK_SEAL_KEY", "", "审计封印的密钥，与数据库分开保管。留空时首次启动生成，存入数据目录。"),
    Variable("SCIWEEK_DEBUG", "0", "设为 1 显示调试信息，只用于开发；serve 拒绝在此状态下启动。"),
    Variable("SCIWEEK_LISTEN", "127.0.0.1:8000", "服务监听的地址和端口。"),
    Variable("SCIWEEK_WORKERS", "2", "服务进程数，每个进程 4 个线程。"),
    Variable("SCIWEEK_BEHIND_PROXY", "0", "设为 1 表示前面有受信任的反向代理，按 X-Forwarded-Proto 判断是否 HTTPS。"),
    Variable("SCIWEEK_MAIL_URL", "", "发信服务器，如 smtp+tls://用户:口令@主机:587。留空时邮件只留在发件箱。"),
    Variable("SCIWEEK_MAIL_FROM", "sciweek@localhost", "发件人地址。"),
    Variable(
        "SCIWEEK_FONTS",
        "",
        "自备字体的目录（.ttf、.otf、.ttc），PDF 优先用其中的仿宋、小标宋等。默认是数据目录下的 fonts。",
    ),
    Variable("SCIWEEK_IDLE_MINUTES", "30", "无操作多少分钟后自动退出登录。"),
    Variable("SCIWEEK_DEMO", "", "演示时刻（week 或 deadline），由 demo 命令设置，正式环境不要设。"),
    Variable("SCIWEEK_DEMO_PORTS", "", "两个演示时刻各在哪个端口，由 demo 命令设置。"),
    Variable("SCIWEEK_CLOCK", "", "把业务时钟停在某一时刻（ISO 格式），由 demo 命令设置；登录和锁定仍用真实时间。"),
)
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def value(name: str) -> str:
    """The text of a declared variable; an empty variable counts as unset.

    Raises:
        KeyError: the name is not declared in `VARIABLES`.
    """
    return os.environ.get(name) or DEFAULTS[name]


def flag(name: str) -> bool:
    """Whether a declared variable is switched on."""
    return value(name).lower() in {"1", "true", "yes", "on"}


def kept_secret(name: str, folder: Path) -> str:
    """The secret from the environment, else from `folder`, else made now and kept there readable by its owner only."""
    given = os.environ.get(name)
    if given:
        return given
    path = folder / name.removeprefix("SCIWEEK_").lower().replace("_", "-")
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(made)
    return made


SQLITE_OPTIONS = {
    "timeout": 20,
    # Readers never wait, writers queue: DEFERRED loses requests with "database is locked" under several workers.
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;"
    ),
}


# Opening a file anew with its PRAGMAs for each request would cost a fifth of the home page.
SQLITE = {"ENGINE": "sciweek.core.sqlite", "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 60}


def database(url: str, folder: Path) -> dict[str, object]:
    """Django's settings for the database at `url`, or for SQLite in `folder` when `url` is empty.

    Raises:
        ValueError: the scheme is neither postgres nor sqlite.
    """
    if not url:
        return {**SQLITE, "NAME": folder / "sciweek.sqlite3"}
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {**SQLITE, "NAME": parts.path}
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL 的协议 {parts.scheme!r} 不认识，请用 postgres:// 或 sqlite://。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(url: str) -> dict[str, object]:
    """Django's mail settings for `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`; none when empty."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
