"""The least Django that can show a row: the yardstick for every page."""

import dj_database_url

from evu import environment

SECRET_KEY = environment.text("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.bare.urls"
INSTALLED_APPS = ["bench.bare"]
MIDDLEWARE: list[str] = []
DATABASES = {"default": dj_database_url.parse(environment.text("DATABASE_URL"), conn_max_age=600)}
USE_I18N = False
