from django.urls import include, path

from evu import views
from evu.api import site as api
from evu.demo import views as demo
from evu.history import views as history
from evu.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("acting/", views.acting, name="acting"),
    path("language/", views.set_language, name="set_language"),
    path("history/", history.history, name="history"),
    path("history/csv/", history.history_csv, name="history_csv"),
    path("messages/", views.messages, name="messages"),
    path("messages/<int:pk>/", views.read_message, name="read_message"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_page, name="help"),
    path("health/", views.health, name="health"),
    path("demo/", demo.personas, name="demo"),
    path("accounts/", include("evu.urls_accounts")),
    path("me/", include("staff.urls_me")),
    path("staff/", include("staff.urls")),
    path("roles/", include("staff.urls_roles")),
    path("imports/", include("staff.urls_imports")),
    path("api/", api.urls),
    path("courses/calendar/", include("catalogue.urls_calendar")),
    path("courses/outside/", include("catalogue.urls_studies")),
    path("courses/", include("catalogue.urls")),
    path("providing/entry/", include("catalogue.urls_entry")),
    path("providing/catalogue-files/", include("catalogue.urls_feeds")),
    path("providing/", include("catalogue.urls_providing")),
    path("orders/", include("catalogue.urls_orders")),
    path("placements/", include("catalogue.urls_placements")),
    path("trades/", include("catalogue.urls_trades")),
    path("returns/", include("catalogue.urls_returns")),
    path("proofs/", include("catalogue.urls_proofs")),
    path("applications/", include("applications.urls")),
    path("rounds/", include("applications.urls_rounds")),
    path("money/", include("funding.urls")),
    path("distributions/", include("distribution.urls")),
    path("consultations/", include("consultations.urls")),
    path("cover/", include("substitutes.urls")),
    path("reports/", include("reports.urls")),
]
