"""A place to log in at that answers as it is told, also wrongly."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import responses
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

ISSUER = "https://idp.example.org"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KID = "the-key"


class Provider:
    """Plays Feide, ID-porten or Entra in front of one browser. Needs `responses` to be active."""

    def __init__(self, client: Any, name: str) -> None:
        self.client = client
        self.name = name
        self.asked: dict[str, str] = {}
        self.userinfo: dict[str, Any] = {}
        responses.get(
            f"{ISSUER}/.well-known/openid-configuration",
            json={
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/jwks",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
        )
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        responses.get(f"{ISSUER}/jwks", json={"keys": [{**public, "kid": KID, "alg": "RS256"}]})

    def begin(self, **form: str) -> Any:
        """Presses the button; what we ask the provider for is then in `asked`."""
        answer = self.client.post(reverse("openid_connect_login", args=[self.name]), form)
        if answer.context and "url" in answer.context:
            query = parse_qs(urlsplit(answer.context["url"]).query)
            self.asked = {key: values[0] for key, values in query.items()}
        return answer

    def claims(self, **changed: Any) -> dict[str, Any]:
        """A token as it should be; None takes a claim away."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": f"{self.name}-client",
            "sub": "a-pairwise-subject",
            "iat": now,
            "exp": now + 120,
            "auth_time": now,
            "nonce": self.asked.get("nonce", ""),
            "acr": "idporten-loa-substantial",
            **changed,
        }
        return {key: value for key, value in claims.items() if value is not None}

    def come_back(self, id_token: str | None = None, **changed: Any) -> Any:
        """The browser is sent back with a code; the code gives the token."""
        if id_token is None:
            id_token = signed(self.claims(**changed))
        given = {"access_token": "an-access-token", "token_type": "Bearer", "id_token": id_token}
        responses.post(f"{ISSUER}/token", json=given)
        responses.get(f"{ISSUER}/userinfo", json={"sub": "a-pairwise-subject", **self.userinfo})
        return self.call_back(code="a-code", state=self.asked.get("state", ""))

    def call_back(self, **query: str) -> Any:
        return self.client.get(reverse("openid_connect_callback", args=[self.name]), query)

    def log_in(self, **changed: Any) -> Any:
        self.begin()
        return self.come_back(**changed)


def signed(claims: dict[str, Any], *, key: Any = KEY, kid: str = KID, alg: str = "RS256") -> str:
    return jwt.encode(claims, key, algorithm=alg, headers={"kid": kid})
