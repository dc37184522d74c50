"""Django's settings. What a host can change is in `environment.py`; the rest is our choice."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from samenspel.web import database, environment, mail_server

DATA_FOLDER = Path(environment.read("SAMENSPEL_DATA") or database.default_data_folder())
ADDRESS = environment.read("SAMENSPEL_ADDRESS") or ""
_address = urlsplit(ADDRESS)
_tls = _address.scheme == "https"

# The command line makes and keeps a key in the data folder and hands it on. A process that was
# started in another way, such as a check, gets one that lasts as long as it does.
SECRET_KEY = environment.read("SECRET_KEY") or secrets.token_urlsafe(48)
REGISTER_KEY = environment.read("REGISTER_KEY") or secrets.token_urlsafe(48)
KEYS_FOLDER = Path(environment.read("SAMENSPEL_KEYS") or DATA_FOLDER / "keys")
DEBUG = False
ALLOWED_HOSTS = [_address.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    # Before allauth: its templates give way to ours of the same name.
    "samenspel.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "procrastinate.contrib.django",
    "samenspel.pages",
    "samenspel.audit",
    "samenspel.post",
    "samenspel.atlas",
    "samenspel.cooperations",
    "samenspel.duties",
    "samenspel.choices",
    "samenspel.soundings",
    "samenspel.dialogues",
    "samenspel.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samenspel.web.upload_limit.upload_limit",
    "samenspel.web.readable_address.readable_address",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Who answers comes no further: what follows knows who is signed in.
    "samenspel.web.answer_routes.answer_routes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samenspel.web.private_pages.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "samenspel.web.urls"
WSGI_APPLICATION = "samenspel.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["django.templatetags.i18n", "samenspel.pages.templatetags.pages"],
        },
    }
]

FORM_RENDERER = "samenspel.pages.form_rendering.DesignSystemRenderer"
# What the pages of an outcome tell of what was done with it: conversations stand above soundings.
FOLLOW_UP = "samenspel.dialogues.pictures.follow_up.follow_up"

# ── Data ──────────────────────────────────────────────────────────────────────────────────
_url = environment.read("DATABASE_URL")
# Without an address the command line starts the private PostgreSQL and sets one. Only
# commands that need no database get here without it.
_url = _url or "postgresql://samenspel@/samenspel"
DATABASES = {
    "default": database.from_url(_url),
    # The routes on which people answer. One database under two names: the other role can read
    # the texts, and pass an answer on, and nothing more.
    "answers": database.from_url(environment.read("ANSWERS_DATABASE_URL") or _url)
    | {"TEST": {"MIRROR": "default"}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts attempts to sign in, for all workers together. In a full cache the oldest attempts
# are forgotten, so it must be larger than an attacker can fill.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_attempt",
        "KEY_FUNCTION": "samenspel.people.attempts.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# ── People ────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "samenspel.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "samenspel.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Nobody can have us write to an address that has no account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# allauth's own would write the address into a table of its own, as not confirmed, and from then
# on refuse a second step.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
ACCOUNT_FORMS = {
    "login": "samenspel.people.forms.LoginForm",
    "reauthenticate": "samenspel.people.forms.ReauthenticateForm",
    "change_password": "samenspel.people.forms.ChangePasswordForm",
    "reset_password": "samenspel.people.forms.AskForPasswordForm",
    "reset_password_from_key": "samenspel.people.forms.NewPasswordForm",
}
MFA_ADAPTER = "samenspel.people.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "samenspel.people.forms.AuthenticateForm",
    "reauthenticate": "samenspel.people.forms.ReauthenticateWithCodeForm",
    "activate_totp": "samenspel.people.forms.ActivateAppForm",
    "add_webauthn": "samenspel.people.forms.AddPasskeyForm",
    "edit_webauthn": "samenspel.people.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samenspel"
# The code of half a minute ago too: somebody types slowly, or a clock is a little off.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys over plain HTTP on localhost only; so does the library.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _address.hostname == "localhost"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cooperations:list"
ACCOUNT_LOGOUT_REDIRECT_URL = "pages:home"

# ── Security ──────────────────────────────────────────────────────────────────────────────
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _tls
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SECURE = _tls
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [ADDRESS] if _tls else []
CSRF_FAILURE_VIEW = "samenspel.pages.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": with that a browser sends `Origin: null` with our own forms, and the CSRF check
# refuses them. Other sites get nothing either way.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _tls
SECURE_SSL_REDIRECT = _tls
SECURE_REDIRECT_EXEMPT = [r"^health/"]
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY: bool = environment.read_yes_no("SAMENSPEL_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
ATLAS_PUBLIC: bool = environment.read_yes_no("SAMENSPEL_ATLAS_PUBLIC")
EXECUTOR = environment.read("SAMENSPEL_EXECUTOR") or "threads"
UPLOAD_LARGEST_BYTES = environment.read_number("SAMENSPEL_UPLOAD_MEGABYTES") * 1_000_000

# ── Language ──────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# ── Files ─────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
# Served from the packages themselves: nothing to collect, nothing that can be out of date.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# ── Mail ──────────────────────────────────────────────────────────────────────────────────
DEFAULT_FROM_EMAIL = mail_server.sender(
    environment.read("SAMENSPEL_MAIL_FROM"), host=_address.hostname or "localhost"
)
_mail_url = environment.read("SAMENSPEL_MAIL_SERVER")
_mail = mail_server.from_url(_mail_url)
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starts_tls, _mail.speaks_tls
EMAIL_TIMEOUT = 20
# None outside the demo: then there is no such mailbox.
DEMO_MAIL_FOLDER = (
    DATA_FOLDER / "demo-mail"
    if environment.read_yes_no("SAMENSPEL_DEMO") and not _mail_url
    else None
)
EMAIL_BACKEND = (
    "samenspel.post.demo_mailbox.EmailBackend"
    if DEMO_MAIL_FOLDER
    else "django.core.mail.backends.smtp.EmailBackend"
)

# ── Logs ──────────────────────────────────────────────────────────────────────────────────
LOGGING_CONFIG = "samenspel.web.logs.configure"
LOGGING = {"level": environment.read("SAMENSPEL_LOG_LEVEL") or "info"}
PROCRASTINATE_ON_APP_READY = None
SILENCED_SYSTEM_CHECKS: list[str] = []
