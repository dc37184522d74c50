"""A phone that answers: real requests over one connection, with the cookies it was given."""

import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode, urlsplit

_FORM = re.compile(r'<form[^>]* method="post" action="([^"]*)"(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
_STATEMENT = re.compile(r"Stelling nummer (\d+)")


@dataclass(frozen=True)
class Page:
    path: str
    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def form(self) -> tuple[str, dict[str, str]]:
        """Where the first form goes, and what it carries along."""
        found = _FORM.search(self.text)
        assert found, f"{self.status} {self.path}: {self.text}"
        fields = {name: unescape(value) for name, value in _HIDDEN.findall(found[2])}
        return unescape(found[1]), fields

    @property
    def statement(self) -> int | None:
        """The number of the statement that is asked. The tests write it in its words."""
        heading = re.search(r"<h1.*?</h1>", self.text, re.DOTALL)
        found = _STATEMENT.search(heading[0]) if heading else None
        return int(found[1]) if found else None


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    visited: list[Page] = field(default_factory=list)
    _connection: HTTPConnection | None = None

    def get(self, path: str) -> Page:
        return self._send("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Not followed: the redirect is the acknowledgement."""
        return self._send("POST", path, urlencode(fields))

    def begin(self, link: str) -> Page:
        """Open the link of a mail, begin, and see the first statement."""
        action, fields = self.get(urlsplit(link).path).form
        return self.get(self.post(action, fields).header("Location"))

    def answer(self, page: Page, word: str) -> Page:
        """The acknowledgement of an answer to the statement on this page."""
        action, fields = page.form
        return self.post(action, fields | {"antwoord": word})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send(self, method: str, path: str, body: str | None = None) -> Page:
        headers = {"Host": f"localhost:{self.port}", "User-Agent": "canary-agent-7319"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            }
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except BaseException:
            self.close()
            raise
        page = Page(path, response.status, response.getheaders(), text)
        self._keep_cookies(page)
        self.visited.append(page)
        return page

    def _keep_cookies(self, page: Page) -> None:
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.coded_value
