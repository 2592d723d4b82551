"""Log-ins at Feide, ID-porten and Entra: there for those who configure them. See docs/login.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

from evu import environment

# A claim of the token or of the userinfo, and the kind of identity it is matched as.
FEIDE_CLAIMS: Final = {
    "https://n.feide.no/claims/nin": "national_id",
    "https://n.feide.no/claims/eduPersonPrincipalName": "feide",
}
ENTRA_SHARED: Final = ("/common", "/organizations", "/consumers")


@dataclass(frozen=True, slots=True)
class Place:
    """`acr`: the levels that are good enough; the first is asked for. None: any level."""

    id: str
    name: str
    url: str
    scope: tuple[str, ...]
    claims: dict[str, str]
    acr: tuple[str, ...]
    has_userinfo: bool

    def app(self) -> dict[str, Any]:
        """As allauth wants it in SOCIALACCOUNT_PROVIDERS."""
        prefix = self.id.upper()
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": environment.text(f"{prefix}_CLIENT_ID"),
            "secret": environment.text(f"{prefix}_CLIENT_SECRET"),
            "settings": {
                "server_url": self.url.rstrip("/"),
                "scope": list(self.scope),
                "claims": self.claims,
                "acr": list(self.acr),
                "fetch_userinfo": self.has_userinfo,
            },
        }


def apps() -> list[dict[str, Any]]:
    """Whatever has a client id in the environment. Raises ImproperlyConfigured on a half one."""
    return [place.app() for place in _places()]


def _places() -> Iterator[Place]:
    if environment.text("FEIDE_CLIENT_ID", ""):
        yield Place(
            "feide",
            "Feide",
            environment.text("FEIDE_URL", "https://auth.dataporten.no"),
            tuple(environment.text("FEIDE_SCOPE", "openid userid-feide").split()),
            FEIDE_CLAIMS,
            tuple(environment.words("FEIDE_ACR")),
            has_userinfo=True,
        )
    if environment.text("IDPORTEN_CLIENT_ID", ""):
        yield Place(
            "idporten",
            "ID-porten",
            environment.text("IDPORTEN_URL", "https://idporten.no"),
            ("openid", "profile"),
            {"pid": "national_id"},
            tuple(environment.words("IDPORTEN_ACR", "idporten-loa-substantial,idporten-loa-high")),
            has_userinfo=False,
        )
    if environment.text("ENTRA_CLIENT_ID", ""):
        yield Place(
            "entra",
            "Microsoft Entra",
            _one_tenant(environment.text("ENTRA_URL")),
            ("openid", "profile"),
            {environment.text("ENTRA_NAME_CLAIM", "preferred_username"): "entra"},
            tuple(environment.words("ENTRA_ACR")),
            has_userinfo=False,
        )


def _one_tenant(url: str) -> str:
    """In a tenant of their own anybody may call themselves anything: one tenant is trusted."""
    if any(shared in url for shared in ENTRA_SHARED):
        raise ImproperlyConfigured(
            "ENTRA_URL must name one tenant: https://login.microsoftonline.com/<tenant id>/v2.0"
        )
    return url
