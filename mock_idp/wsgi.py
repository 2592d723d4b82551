"""One process alone: the codes it gives out are kept in its memory."""

import os

import django
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "mock_idp.settings"
django.setup(set_prefix=False)

from mock_idp.clients import begin_anew  # noqa: E402  (needs the apps)

begin_anew()
application = get_wsgi_application()
