"""Every setting, in one class: ROSTRUM_* variables, then `.env`, then the defaults here. None has to be set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import BadSettings

PREFIX = "ROSTRUM_"
# Read by our scripts and tests, not by the service; the doctor does not call them unknown.
OTHER_VARIABLES = frozenset({"ROSTRUM_MEASURE_DATA"})


class Settings(BaseSettings):
    """What an operator may choose. The table of docs/operating.md says the same for people."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data: Path = Path("rostrum-data")
    model: str = Field(
        default="", description="name or folder of a sentence-transformers model; empty: the packaged one"
    )
    reranker: str = Field(
        default="", description="name or folder of a sentence-transformers CrossEncoder that reads the first hits again"
    )
    keep_tokens: bool = Field(
        default=True, description="keep passages word by word, for better hits; about 20 kB on disk each"
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    token: SecretStr | None = Field(default=None, description="bearer token that every request to /api must carry")
    public: bool = Field(default=False, description="anyone who can reach the address may ask")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="further names in Host, by comma"
    )
    workers: int = Field(default=4, ge=1, le=64, description="questions answered at the same time")
    waiting: int = Field(
        default=64, ge=0, description="requests that may wait for a worker; more are told to come back"
    )
    # The pipeline purges retired versions 120 s after they were retired: no question may hold a view for as long.
    deadline_s: float = Field(default=30.0, gt=0, le=60)
    allow_private_urls: bool = Field(default=False, description="ingest may fetch from private and local addresses")
    max_body_bytes: int = Field(default=1_000_000, ge=1_000)
    log_level: str = "warning"

    @field_validator("token")
    @classmethod
    def _token_is_long_enough(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None or not token.get_secret_value().strip():
            return None
        if len(token.get_secret_value()) < 16:
            raise ValueError("must have at least 16 characters")
        return token

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _by_comma(cls, value: object) -> object:
        return tuple(h.strip().lower() for h in value.split(",") if h.strip()) if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.lower() not in ("debug", "info", "warning", "error", "critical"):
            raise ValueError("must be one of debug, info, warning, error, critical")
        return level.lower()


def load(**chosen: object) -> Settings:
    """The settings, those given here before the environment; None means not given. Raises BadSettings."""
    try:
        return Settings(**{name: value for name, value in chosen.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0] if first["loc"] else "").upper()
        raise BadSettings(f"{name} cannot be used: {first['msg'].removeprefix('Value error, ')}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"The file .env cannot be read: {error}.") from error


def unknown_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Names of ROSTRUM_* variables that no setting has, by name: a slip of the pen would else go unseen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | OTHER_VARIABLES
    return sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_address(settings: Settings) -> None:
    """Raises BadSettings where others could ask without a token and nobody has said that they may."""
    if is_loopback(settings.host) or settings.token or settings.public:
        return
    raise BadSettings(
        f"{settings.host} can be reached from other machines. Set ROSTRUM_TOKEN to ask for a bearer token, "
        "or ROSTRUM_PUBLIC=1 to let anyone ask."
    )
