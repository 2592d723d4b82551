"""What the three places say about a person, in the claims each of them uses."""

import hashlib
from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.contrib.auth.models import User

from mock_idp.people import Person, everybody

LEVELS = {
    "idporten": "idporten-loa-substantial",
    "feide": "urn:mace:feide.no:auth:level:fad08:2",
    "entra": "1",
}


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """A subject that differs from client to client, as ID-porten's does."""

    def get_user_sub(self, client: Client, user: User) -> str:
        return hashlib.sha256(f"{client.id}:{user.username}".encode()).hexdigest()

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        return next(
            (user for user in User.objects.all() if self.get_user_sub(client, user) == sub), None
        )

    def get_claims(
        self, purpose: str, user: User, client: Client, scopes: Iterable[str], **kwargs: Any
    ) -> dict[str, Any]:
        person = everybody()[user.username]
        return {"sub": self.get_user_sub(client, user), **_claims(client.id, person)}

    def populate_id_token(
        self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **kwargs: Any
    ) -> None:
        user = self.get_user_by_sub(client, id_token["sub"])
        assert user is not None  # noqa: S101  (it has just been asked for)
        assert user.last_login is not None  # noqa: S101
        id_token["acr"] = LEVELS[client.id]
        id_token["auth_time"] = int(user.last_login.timestamp())


def _claims(client_id: str, person: Person) -> dict[str, str]:
    if client_id == "feide":
        return {
            "name": person.name,
            "https://n.feide.no/claims/eduPersonPrincipalName": person.feide,
        }
    if client_id == "idporten":
        return {"pid": person.national_id, "locale": "nb"}
    return {"name": person.name, "preferred_username": person.entra}
