import pytest

from samenspel.web.checks import address
from samenspel.web.checks.finding import Level
from samenspel.web.checks.installation import Installation
from tests.web.checks.conftest import levels

GOOD, MIND, WRONG = Level.GOOD, Level.MIND, Level.WRONG


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [GOOD, GOOD]),
        ({"SAMENSPEL_ADDRESS": "http://localhost:8000"}, [GOOD, GOOD]),
        (
            {"SAMENSPEL_ADDRESS": "https://samen.nl", "SAMENSPEL_BEHIND_PROXY": "yes"},
            [GOOD, GOOD],
        ),
        (
            {"SAMENSPEL_ADDRESS": "http://samen.nl", "SAMENSPEL_BEHIND_PROXY": "yes"},
            [WRONG, GOOD],
        ),
        ({"SAMENSPEL_ADDRESS": "https://samen.nl"}, [GOOD, WRONG, GOOD]),
        ({"SAMENSPEL_BEHIND_PROXY": "yes"}, [GOOD, MIND, GOOD]),
        ({"SAMENSPEL_DEMO": "yes"}, [GOOD, GOOD]),
        (
            {
                "SAMENSPEL_ADDRESS": "https://samen.nl",
                "SAMENSPEL_BEHIND_PROXY": "yes",
                "SAMENSPEL_DEMO": "yes",
            },
            [GOOD, WRONG, GOOD],
        ),
        ({"SAMENSPEL_MAIL_SERVER": "smtps://mail.samen.nl"}, [GOOD, GOOD]),
        ({"SAMENSPEL_MAIL_SERVER": "smtp://mail.samen.nl"}, [GOOD, GOOD]),
        ({"SAMENSPEL_MAIL_SERVER": "smtp://localhost:25"}, [GOOD, GOOD]),
        ({"SAMENSPEL_MAIL_SERVER": "smtp://mail.samen.nl:25?tls=no"}, [GOOD, WRONG]),
    ],
)
def test_nobody_on_the_way_reads_along(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    expected: list[Level],
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert levels(address.check(installation)) == expected
