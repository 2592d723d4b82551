from collections.abc import Iterator
from typing import Any

import pytest
import responses

from evu.accounts import elsewhere
from tests.accounts.provider import ISSUER, Provider


@pytest.fixture
def configured(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Feide, ID-porten and Entra, all three at the same address."""
    for name in ("feide", "idporten", "entra"):
        monkeypatch.setenv(f"{name.upper()}_CLIENT_ID", f"{name}-client")
        monkeypatch.setenv(f"{name.upper()}_CLIENT_SECRET", "a-secret")
        monkeypatch.setenv(f"{name.upper()}_URL", ISSUER)
    provider = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**provider, "APPS": elsewhere.apps()}}


@pytest.fixture
def wire() -> Iterator[None]:
    """Nothing leaves this machine; answers come from `responses`."""
    responses.start()
    yield
    responses.stop(allow_assert=False)
    responses.reset()


@pytest.fixture
def idporten(client: Any, configured: None, wire: None) -> Provider:
    return Provider(client, "idporten")


@pytest.fixture
def feide(client: Any, configured: None, wire: None) -> Provider:
    return Provider(client, "feide")


@pytest.fixture
def entra(client: Any, configured: None, wire: None) -> Provider:
    return Provider(client, "entra")
