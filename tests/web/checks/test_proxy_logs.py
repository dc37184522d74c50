from pathlib import Path

import pytest

from samenspel.web.checks import proxy_logs
from samenspel.web.checks.answer_routes import SAMPLES
from samenspel.web.checks.finding import Level
from samenspel.web.checks.installation import Installation
from tests.conftest import ROOT

EVERY = " ".join(SAMPLES)
ROUTES = "(s|v|o|meedoen|link-kwijt|uitkomsten)"
QUIET = "access_log off; error_log /dev/null crit;"
PASS = "proxy_pass http://127.0.0.1:8000;"


def found(installation: Installation, name: str, text: str) -> str:
    """The routes that are written down, or who does not."""
    path = installation.machine / "etc" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (finding,) = proxy_logs.check(installation)
    if finding.level is Level.WRONG:
        return finding.what.partition(": ")[2]
    return finding.what


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        # Without a word everything is written down.
        (f"location / {{ {PASS} }}", EVERY),
        (f"{QUIET} location / {{ {PASS} }}", "nginx schrijft niet op wie antwoordt."),
        (
            f"location / {{ {PASS} }} location ~ ^/{ROUTES}/ {{ {QUIET} {PASS} }}",
            "nginx schrijft niet op wie antwoordt.",
        ),
        # A pattern gives way to a beginning that asks for it.
        (
            f"location ^~ /v/ {{ {PASS} }} location ~ ^/{ROUTES}/ {{ {QUIET} {PASS} }}",
            "/v/",
        ),
        # The longest beginning wins.
        (
            f"{QUIET} location / {{ {PASS} }} location /uitkomsten/ {{ access_log /a; {PASS} }}",
            "/uitkomsten/",
        ),
        (f"location / {{ {PASS} }} location /s/ {{ {QUIET} {PASS} }}", EVERY.removeprefix("/s/ ")),
        # An error is written down with the address it was about.
        (f"access_log off; location / {{ {PASS} }}", EVERY),
        (f"# access_log off;\n location / {{ {PASS} }}", EVERY),
        (f"access_log /a.log; access_log off; error_log /b crit; location / {{ {PASS} }}", EVERY),
    ],
)
def test_what_nginx_writes_down(installation: Installation, server: str, expected: str) -> None:
    text = f"http {{ server {{ listen 443 ssl; server_name samen.nl; {server} }} }}"
    assert found(installation, "nginx/nginx.conf", text) == expected


def test_nginx_is_read_with_what_it_includes(installation: Installation) -> None:
    sites = installation.machine / "etc" / "nginx" / "sites-enabled"
    sites.mkdir(parents=True)
    (sites / "samen").write_text(
        'upstream app { server "localhost:8000"; }\n'
        "server { include quiet.conf; location / { proxy_pass http://app/; } }\n"
    )
    quiet = sites.parent / "quiet.conf"
    main = "error_log /var/log/e; http { include /etc/nginx/sites-enabled/*; include nothing; }"
    quiet.write_text("")
    assert found(installation, "nginx/nginx.conf", main) == EVERY
    quiet.write_text(QUIET)
    assert found(installation, "nginx/nginx.conf", main) == "nginx schrijft niet op wie antwoordt."


def test_what_only_sends_on_to_https_writes_down_too(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMENSPEL_ADDRESS", "https://samen.nl")
    text = (
        "http { server { listen 80; server_name samen.nl; return 301 https://samen.nl; }"
        f" server {{ listen 443; {QUIET} location / {{ {PASS} }} }} }}"
    )
    assert found(installation, "nginx/nginx.conf", text) == EVERY


@pytest.mark.parametrize("address", ["127.0.0.1:80001", "127.0.0.1:9000", "10.0.0.8:8000"])
def test_a_proxy_for_something_else_is_left_alone(installation: Installation, address: str) -> None:
    text = f"http {{ server {{ location / {{ proxy_pass http://{address}; }} }} }}"
    said = found(installation, "nginx/nginx.conf", text)
    assert said == "Er staat geen proxy voor Samenspel."


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("CustomLog /a.log combined", EVERY),
        ("CustomLog /a.log combined env=!answers", EVERY),
        (
            f'SetEnvIf Request_URI "^/{ROUTES}/" answers\nCustomLog /a.log combined env=!answers',
            "Apache schrijft niet op wie antwoordt.",
        ),
        (
            'SetEnvIf Request_URI "^/s/" answers\nCustomLog /a.log combined env=!answers',
            EVERY.removeprefix("/s/ "),
        ),
        ("CustomLog /dev/null combined", "Apache schrijft niet op wie antwoordt."),
        ("", "Apache schrijft niet op wie antwoordt."),
    ],
)
def test_what_apache_writes_down(installation: Installation, site: str, expected: str) -> None:
    text = f"""
        <VirtualHost *:443>
            ServerName samen.nl
            {site}
            ProxyPass / http://localhost:8000/
        </VirtualHost>
    """
    assert found(installation, "apache2/sites-enabled/samen.conf", text) == expected


def test_a_site_of_apache_without_a_log_writes_in_that_of_the_server(
    installation: Installation,
) -> None:
    conf = installation.machine / "etc" / "apache2" / "conf-enabled"
    conf.mkdir(parents=True)
    (conf / "other.conf").write_text("CustomLog /var/log/other.log vhost_combined\n")
    text = "<VirtualHost *>\nProxyPass / http://localhost:8000/\n</VirtualHost>\n"
    assert found(installation, "apache2/sites-enabled/samen.conf", text) == EVERY


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("", "Caddy schrijft niet op wie antwoordt."),
        ("log", EVERY),
        ("log {\n output file /a.log\n}", EVERY),
        ("log\nlog_skip /s/*", EVERY.removeprefix("/s/ ")),
        (
            f"log\n@answers path {' '.join(f'{route}*' for route in SAMPLES)}\nlog_skip @answers",
            "Caddy schrijft niet op wie antwoordt.",
        ),
        (
            "log\n@answers {\npath /s/* /v/*\n}\nlog_skip @answers",
            "/o/ /meedoen/ /link-kwijt/ /uitkomsten/",
        ),
    ],
)
def test_what_caddy_writes_down(installation: Installation, site: str, expected: str) -> None:
    text = f"samen.nl {{\n{site}\nreverse_proxy localhost:8000\n}}\n"
    assert found(installation, "caddy/Caddyfile", text) == expected


def test_a_proxy_that_cannot_be_seen_is_for_the_host_to_look_at(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (finding,) = proxy_logs.check(installation)
    assert finding.level is Level.GOOD
    monkeypatch.setenv("SAMENSPEL_ADDRESS", "https://samen.nl")
    (finding,) = proxy_logs.check(installation)
    assert finding.level is Level.MIND


def test_settings_of_a_proxy_that_we_may_not_read_are_named(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> str:
        raise PermissionError

    monkeypatch.setattr("samenspel.web.checks.caddy.text_of", refuse)
    assert found(installation, "caddy/Caddyfile", "") == (
        "De instellingen van Caddy zijn niet te lezen."
    )


@pytest.mark.parametrize(
    ("language", "name", "around"),
    [
        ("nginx", "nginx/nginx.conf", "http {{ {} }}"),
        ("apache", "apache2/sites-enabled/samen.conf", "{}"),
        ("caddy", "caddy/Caddyfile", "{}"),
    ],
)
def test_the_examples_for_hosts_write_nothing_down(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    name: str,
    around: str,
) -> None:
    monkeypatch.setenv("SAMENSPEL_ADDRESS", "https://samenspel.example.org")
    documented = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    example = documented.partition(f"```{language}\n")[2].partition("```")[0]
    assert "127.0.0.1:8000" in example
    assert found(installation, name, around.format(example)).endswith(
        "schrijft niet op wie antwoordt."
    )
