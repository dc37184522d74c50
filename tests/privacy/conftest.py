from collections.abc import Iterator

import pytest

from tests.privacy.installation import Installation
from tests.privacy.mailbox import Mailbox, taking_mail
from tests.privacy.story import Story, told


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    with taking_mail() as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def installation(
    tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox
) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("installation"), mail=mailbox.url)
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture(scope="session")
def story(installation: Installation, mailbox: Mailbox) -> Iterator[Story]:
    """A round of 120 people, from being invited until after the closing."""
    with told(installation, mailbox) as story:
        yield story
