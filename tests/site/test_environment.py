"""The environment of an installation: what is read, what is refused, what a message may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from listina.site.environment import Environment, Mode, variables_table
from listina.site.errors import EnvironmentInvalidError

COMPLETE = {
    "LISTINA_SECRET_KEY": "a-key-of-thirty-two-characters-or-more",
    "LISTINA_DATABASE_PASSWORD": "tajné heslo",
    "LISTINA_PKI_PIN": "tajný PIN",
    "LISTINA_DATABASE_HOST": "/run/postgresql",
    "LISTINA_STORAGE_FOLDER": "/srv/listina/files",
    "LISTINA_PKI_FOLDER": "/srv/listina/pki",
    "LISTINA_BASE_URL": "https://listina.example/",
}


def test_a_complete_environment_is_read_with_its_defaults() -> None:
    environment = Environment.read({**COMPLETE, "PATH": "/bin", "LANG": "cs_CZ.UTF-8"})

    assert environment.mode is Mode.TEST
    assert environment.base_url == "https://listina.example"
    assert environment.hostname == "listina.example"
    assert environment.database_role == "listina_app"
    assert environment.key_folder == Path("/srv/listina/pki/officials")


def test_a_misspelt_variable_is_an_error_that_names_the_near_one() -> None:
    with pytest.raises(
        EnvironmentInvalidError,
        match=r"TIMESTAMP_TIMEOUT is no setting of Listina \(did you mean LISTINA_TIMESTAMP_TIMEOUT_SECONDS\?\)",
    ):
        Environment.read({**COMPLETE, "LISTINA_TIMESTAMP_TIMEOUT": "5"})


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_what_has_no_default_must_be_given(missing: str) -> None:
    with pytest.raises(EnvironmentInvalidError, match=f"{missing} is missing"):
        Environment.read({name: value for name, value in COMPLETE.items() if name != missing})


def test_all_problems_are_named_together() -> None:
    with pytest.raises(EnvironmentInvalidError) as refusal:
        Environment.read({"LISTINA_LISTEN_PORT": "0", "LISTINA_MODUS": "live"})

    message = str(refusal.value)
    assert "LISTINA_LISTEN_PORT needs a whole number from 1 to 65535" in message
    assert "did you mean LISTINA_MODE?" in message
    assert "LISTINA_SECRET_KEY is missing" in message


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("LISTINA_SECRET_KEY", "short-secret", "at least 32"),
        ("LISTINA_STORAGE_FOLDER", "relative/folder", "absolute path"),
        ("LISTINA_BASE_URL", "http://listina.example", "https://listina.example"),
        ("LISTINA_BASE_URL", "https://listina.example/below", "https://listina.example"),
        ("LISTINA_MODE", "production", "one of: test, live"),
        ("LISTINA_TIMESTAMP_URLS", "ftp://tsa.example", "http"),
        ("LISTINA_TIMESTAMP_TIMEOUT_SECONDS", "nan", "needs seconds"),
        (
            "LISTINA_TIMESTAMP_TIMEOUT_SECONDS",
            "ten",
            r"LISTINA_TIMESTAMP_TIMEOUT_SECONDS needs seconds from 0.1 to 120\.$",
        ),
        ("LISTINA_BEHIND_PROXY", "true", "yes or no"),
        ("LISTINA_LOG_LEVEL", "LOUD", "one of: DEBUG"),
        ("LISTINA_TLS_KEY_FILE", "/etc/key.pem", "needs LISTINA_TLS_CERTIFICATE_FILE"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_expected(variable: str, value: str, reason: str) -> None:
    with pytest.raises(EnvironmentInvalidError, match=reason):
        Environment.read({**COMPLETE, variable: value})


def test_no_message_and_no_representation_shows_a_secret() -> None:
    with pytest.raises(EnvironmentInvalidError) as refusal:
        Environment.read({**COMPLETE, "LISTINA_SECRET_KEY": "short-secret"})

    assert "short-secret" not in str(refusal.value)
    shown = repr(Environment.read(COMPLETE))
    assert COMPLETE["LISTINA_SECRET_KEY"] not in shown
    assert COMPLETE["LISTINA_DATABASE_PASSWORD"] not in shown
    assert COMPLETE["LISTINA_PKI_PIN"] not in shown


def test_a_live_installation_names_its_operator_and_its_legal_title() -> None:
    with pytest.raises(EnvironmentInvalidError, match="LISTINA_OPERATOR_NAME and LISTINA_LEGAL_TITLE"):
        Environment.read({**COMPLETE, "LISTINA_MODE": "live", "LISTINA_OPERATOR_NAME": "Agentura"})

    live = Environment.read(
        {
            **COMPLETE,
            "LISTINA_MODE": "live",
            "LISTINA_OPERATOR_NAME": "Agentura",
            "LISTINA_LEGAL_TITLE": "§ 26 odst. 3 zákona č. 300/2008 Sb.",
        }
    )
    assert live.mode is Mode.LIVE


def test_a_kill_point_is_refused_in_a_live_installation() -> None:
    with pytest.raises(EnvironmentInvalidError, match="LISTINA_KILL_AT is for tests"):
        Environment.read(
            {
                **COMPLETE,
                "LISTINA_MODE": "live",
                "LISTINA_OPERATOR_NAME": "Agentura",
                "LISTINA_LEGAL_TITLE": "§ 26",
                "LISTINA_KILL_AT": "signed",
            }
        )


def test_every_variable_is_explained_in_the_operators_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "operator-guide.md").read_text(encoding="utf-8")

    for variable, explanation, default in variables_table():
        assert f"| `{variable}` | {explanation} | {default} |" in guide
