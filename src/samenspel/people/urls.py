"""The flows of allauth that we use, under the names it looks for and Dutch addresses.

What is not here does not exist: no sign-up, no other providers.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from samenspel.people import views

# allauth has overviews of its own; ours is one page.
_to_account = RedirectView.as_view(pattern_name="people:account")

_pages = [path("", views.account, name="account")]
_passkeys = [
    path("", _to_account, name="mfa_list_webauthn"),
    path("nieuw/", never_cache(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("inloggen/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("<int:pk>/verwijderen/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
_recovery_codes = [
    path("", never_cache(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("nieuw/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("bestand/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
_forgotten = [
    path("", views.ask_for_password, name="account_reset_password"),
    path("verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "gelukt/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # The name of an account in base 36, and its token: what stands in the mail.
    re_path(
        r"^(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
urlpatterns = [
    path("", include((_pages, "people"))),
    path("inloggen/", account.login, name="account_login"),
    path("inloggen/tweede-stap/", mfa.authenticate, name="mfa_authenticate"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("uitgezet/", account.account_inactive, name="account_inactive"),
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("bevestigen/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "bevestigen/passkey/",
        never_cache(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("wachtwoord-vergeten/", include(_forgotten)),
    path("tweede-stap/", _to_account, name="mfa_index"),
    path("app/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("app/uitzetten/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", include(_passkeys)),
    path("herstelcodes/", include(_recovery_codes)),
]
