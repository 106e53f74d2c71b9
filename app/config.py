"""Every setting of the program, read once from the environment."""

import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELAXED = ("demo", "test")


class SettingMissing(RuntimeError):
    """A production server was started without a setting that it needs."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process; `from_environment` reads them, tests build their own."""

    env: str = "production"  # production, demo or test
    data_dir: Path = ROOT / "instance"  # embedded database, files, generated secrets
    host: str = "127.0.0.1"  # the address that the web server listens on; 0.0.0.0: all of the machine's
    port: int = 8000  # and its port
    web_workers: int = 2  # processes of the web server
    demo_learners: int = 20_000  # size of the demo province
    database_url: str = ""  # the restricted role of the application; empty: the embedded database
    database_owner_url: str = ""  # the owner of the tables, for migrations only
    secret_key: str = field(default="", repr=False)  # signs form tokens
    sealing_key: str = field(default="", repr=False)  # hex, 32 bytes: encrypts id and mobile numbers
    lookup_key: str = field(default="", repr=False)  # hex, 32 bytes: keyed hash by which they are found
    captcha: bool = True  # off only where env is relaxed
    storage_url: str = ""  # fsspec URL of uploaded files; empty: a folder in data_dir
    smtp_url: str = field(default="", repr=False)  # smtp(s)://user:password@host:port; empty: no mail is sent
    mail_from: str = ""  # the sender of mails
    site_url: str = ""  # where the system is for its users, https://...: links in mails begin with it
    https: bool = True  # secure cookies and HSTS; off only where env is relaxed
    trusted_proxies: int = 0  # reverse proxies in front, whose X-Forwarded-* headers count
    session_idle_minutes: int = 30  # signed out after so long without a request (GB/T 22239, 8.1.4.1 b)
    login_failures: int = 5  # wrong passwords before an account is locked
    lock_minutes: int = 30  # how long it stays locked
    password_history: int = 5  # so many last passwords may not be used again
    password_cost: int = 2  # argon2 passes; tests use 1
    password_memory: int = 19456  # argon2 KiB; tests use 64
    upload_limit: int = 20 * 1024 * 1024  # bytes of one request
    chunk_rows: int = 2000  # rows a transaction of a bulk command
    inline_rows: int = 200  # a bulk command of at most so many rows is done in the request
    pool_size: int = 10  # database connections a process

    @property
    def is_relaxed(self) -> bool:
        """Demo accounts, CAPTCHA=off and plain HTTP are allowed only here."""
        return self.env in RELAXED

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> "Settings":
        """Read the environment; generated secrets of a demo are kept in its data folder.

        Raises SettingMissing where production lacks a setting or asks for a relaxed one.
        """
        env = dict(os.environ if environ is None else environ)
        mode = env.get("APP_ENV", "production")
        if mode not in ("production", *RELAXED):
            raise SettingMissing(f"APP_ENV={mode}: expected production, demo or test")
        data_dir = Path(env.get("DATA_DIR") or ROOT / "instance").resolve()
        relaxed = mode in RELAXED
        keys = _keys(env, data_dir, relaxed)
        captcha = env.get("CAPTCHA", "on") != "off"
        if not relaxed and not captcha:
            raise SettingMissing("CAPTCHA=off needs APP_ENV=demo or test")
        if env.get("SMTP_URL") and not (env.get("MAIL_FROM") and env.get("SITE_URL")):
            raise SettingMissing("SMTP_URL needs MAIL_FROM and SITE_URL too")
        return cls(
            env=mode,
            data_dir=data_dir,
            host=env.get("HOST") or "127.0.0.1",
            port=_number(env, "PORT", 8000),
            web_workers=_number(env, "WEB_WORKERS", 2),
            demo_learners=_number(env, "DEMO_LEARNERS", 20_000),
            database_url=env.get("DATABASE_URL", ""),
            database_owner_url=env.get("DATABASE_OWNER_URL", ""),
            captcha=captcha,
            https=not relaxed and env.get("HTTPS", "on") != "off",
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
            storage_url=env.get("STORAGE_URL", ""),
            smtp_url=env.get("SMTP_URL", ""),
            mail_from=env.get("MAIL_FROM", ""),
            site_url=env.get("SITE_URL", "").rstrip("/"),
            password_cost=1 if mode == "test" else 2,
            password_memory=64 if mode == "test" else 19456,
            secret_key=keys["secret_key"],
            sealing_key=keys["sealing_key"],
            lookup_key=keys["lookup_key"],
        )


def _number(env: dict[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise SettingMissing(f"{name}={text}: expected a whole number")
    return int(text)


KEYS = ("secret_key", "sealing_key", "lookup_key")


def _keys(env: dict[str, str], data_dir: Path, relaxed: bool) -> dict[str, str]:
    keys = {name: env.get(name.upper(), "") for name in KEYS}
    missing = [name.upper() for name, value in keys.items() if not value]
    if missing and not relaxed:
        raise SettingMissing(
            f"{', '.join(missing)}: set each to 64 hex digits (openssl rand -hex 32), and keep them safe: "
            "without them encrypted id numbers cannot be read again"
        )
    return {name: value or _kept_key(data_dir / "secrets" / name) for name, value in keys.items()}


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment()
