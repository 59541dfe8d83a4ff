"""No password is accepted in the config, and none is ever repeated (laws 7; threats B08)."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from schemawarden.settings import ConfigProblemsError, load
from tests.server.settings.conftest import KEY, TARGET, Write

CANARY = "c4n4ry"


@pytest.mark.parametrize(
    "text",
    [
        TARGET.replace("url.file = ", "url = ").replace("data/app.db", f"postgres://u:{CANARY}@h/db"),
        TARGET.replace("url.file = ", "url = ").replace("data/app.db", f"sqlite:///{CANARY}.db"),
        TARGET.replace("data/app.db", f"postgres://u:{CANARY}@h/db"),
        TARGET.replace("data/app.db", f"postgres://u@h/{CANARY}"),
        TARGET.replace('url.file = "data/app.db"', f'url.command = ["echo", "mysql://u:{CANARY}/w%zz@h/db"]'),
        TARGET + f'schemas = ["postgres://u:{CANARY}@h/db"]',
        TARGET + f'nested = {{deep = ["u:{CANARY}@tcp(h)/db"]}}',
        TARGET + f'[policy.rules]\n"postgres://u:{CANARY}@h/db" = "off"',
        TARGET + f'[server]\nstate = "host=h password={CANARY}"',
    ],
)
def test_a_literal_password_is_refused_and_not_repeated(write: Write, text: str) -> None:
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(text))
    assert refused.value.code == "CONFIG_LITERAL_URL"
    assert "url.env" in str(refused.value)
    assert CANARY not in str(refused.value) + repr(refused.value) + repr(refused.value.problems)


@pytest.mark.parametrize(
    "key", ["mode", "dialect", "workspace", "migrations", "disposable", "approval", "nothing"]
)
def test_no_refusal_repeats_a_value(write: Write, key: str) -> None:
    kept = "".join(line + "\n" for line in TARGET.splitlines() if not line.startswith(key))
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f'{kept}{key} = "{CANARY}\\u0007"\n'))
    assert CANARY not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_private_key_is_refused_and_not_repeated(write: Write) -> None:
    private = (
        Ed25519PrivateKey.generate()
        .private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        .decode()
    )
    with pytest.raises(ConfigProblemsError) as refused:
        load(write(f"{TARGET}[approvers.a]\nkeys = ['''{private}''']"))
    assert refused.value.code == "CONFIG_PRIVATE_KEY"
    assert not any(line in str(refused.value) for line in private.splitlines())


def test_a_command_line_or_path_is_in_no_repr(write: Write) -> None:
    for url in (f'url.file = "{CANARY}.db"', f'url.env = "{CANARY}"', f'url.command = ["{CANARY}"]'):
        config = load(write(TARGET.replace('url.file = "data/app.db"', url)))
        assert CANARY not in repr(config) + str(config) + repr(dataclasses.asdict(config))
        assert "app" in repr(config.targets["app"].database)


def test_a_config_survives_a_copy(write: Write) -> None:
    config = load(write(f'{TARGET}[approvers.a]\nkeys = ["{KEY}"]'))
    assert pickle.loads(pickle.dumps(config)) == config
