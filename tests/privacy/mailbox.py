"""A mail server that takes everything and keeps it in memory, in the order in which it came."""

import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread

_ANSWERS = {b"DATA": b"354 go on", b"QUIT": b"221 bye"}


@dataclass
class Mailbox:
    port: int = 0
    mails: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=no"

    def read(self) -> list[EmailMessage]:
        return [message_from_bytes(mail, policy=policy.default) for mail in list(self.mails)]

    def text_to(self, address: str) -> str:
        """What the last mail to this address says."""
        found = [mail for mail in self.read() if address in str(mail["To"])]
        return str(found[-1].get_content())

    def link_to(self, address: str) -> str:
        """The link of the invitation to this address."""
        found = re.search(r"http://\S+/s/\w+", self.text_to(address))
        assert found, self.text_to(address)
        return found[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mailbox = mailbox
        mailbox.port = self.server_address[1]


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say(b"220 mailbox")
        for line in self.rfile:
            word = line[:4].upper()
            self._say(_ANSWERS.get(word, b"250 well"))
            if word == b"DATA":
                self.server.mailbox.mails.append(b"".join(self._until_a_dot()))
                self._say(b"250 kept")
            if word == b"QUIT":
                return

    def _until_a_dot(self) -> Iterator[bytes]:
        for line in self.rfile:
            if line == b".\r\n":
                return
            yield line.removeprefix(b".")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def taking_mail() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with _Server(mailbox) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
