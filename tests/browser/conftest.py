"""A real Chromium against a real server, in the window sizes of a desk and of a small phone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samenspel.web.data_folder import secret_kept_in
from samenspel.web.example.story import load_example
from tests.conftest import ROOT

DESK: ViewportSize = {"width": 1180, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
# Chromium looks for updates and hosts of its own unless it is told not to.
_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Files go through the middleware, compressed, and not past it.

    A browser that leaves may have asked for something just before. So the threads are waited for,
    and all of it before the database of the tests goes.
    """
    server = live_server.thread.httpd
    server.set_app(WSGIHandler())
    server.daemon_threads = False
    return live_server


@pytest.fixture(scope="session")
def chromium(live_server: LiveServer) -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium: apt-get install chromium")
    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # Root, as in a container, has no sandbox of its own.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=[*_QUIET, *sandbox])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def axe_source() -> str:
    path = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(viewport=DESK, locale="nl-NL")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def password(transactional_db: None, settings: Settings, tmp_path: Path) -> str:
    """Load the invented cooperation as `samenspel demo` does it, and give its leader's password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA_FOLDER = tmp_path
    settings.KEYS_FOLDER = tmp_path / "keys"
    settings.DEMO_MAIL_FOLDER = tmp_path / "demo-mail"
    settings.EMAIL_BACKEND = "samenspel.post.demo_mailbox.EmailBackend"
    load_example()
    return secret_kept_in(tmp_path, "demo-password")
