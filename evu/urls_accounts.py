"""The log-in pages that are in use, under allauth's names. Accounts come from the staff import."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import include, path, re_path

from evu.accounts import provider, security, views

passwords = [
    path("change/", views.ChangePassword.as_view(), name="account_change_password"),
    path("set/", views.SetPassword.as_view(), name="account_set_password"),
    path("reset/", views.ResetPassword.as_view(), name="account_reset_password"),
    path("reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ResetPasswordFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
# The second step, and what one may confirm with.
authenticators = [
    path("authenticate/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("reauthenticate/", views.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("app/add/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("codes/new/", views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/confirm/", views.ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
urlpatterns = [
    path("login/", views.Login.as_view(), name="account_login"),
    path("login/code/", views.RequestCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("oidc/<slug:provider_id>/login/", openid_connect.login, name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        provider.callback,
        name="openid_connect_callback",
    ),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", views.Confirm.as_view(), name="account_reauthenticate"),
    path("reauthenticate/done/", views.confirmed, name="account_confirmed"),
    path("password/", include(passwords)),
    path("2fa/", include(authenticators)),
    path("security/", security.security, name="account_security"),
    path("sessions/", security.list_sessions, name="usersessions_list"),
    path("sessions/end/", security.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:pk>/end/", security.end_session, name="end_session"),
]
