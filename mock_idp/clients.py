"""The site that people log in to, as a client of each of the three."""

from allauth.idp.oidc.models import Client
from django.core.management import call_command
from django.db import connection

from mock_idp import settings

NAMES = {"feide": "Feide", "idporten": "ID-porten", "entra": "Microsoft Entra"}
SCOPES = {
    "feide": ["openid", "userid-feide"],
    "idporten": ["openid", "profile"],
    "entra": ["openid", "profile"],
}


def begin_anew() -> None:
    """Empty tables in a schema of their own, and the three clients."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {settings.SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {settings.SCHEMA}")
    call_command("migrate", run_syncdb=True, verbosity=0)
    for client_id, name in NAMES.items():
        client = Client(id=client_id, name=name, skip_consent=True)
        client.set_scopes(SCOPES[client_id])
        back = f"/accounts/oidc/{client_id}/login/callback/"
        client.set_redirect_uris([f"{site}{back}" for site in settings.SITES])
        client.set_secret(settings.CLIENT_SECRET)
        client.save()
