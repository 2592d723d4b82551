from django.urls import path

from catalogue.views import produced, return_files, return_rates, returns

app_name = "returns"
urlpatterns = [
    path("", returns.index, name="index"),
    path("csv/", return_files.country, name="country_csv"),
    path("counties/<int:pk>/", returns.county, name="county"),
    path("counties/<int:pk>/csv/", return_files.county, name="county_csv"),
    path("colleges/<int:pk>/", returns.college, name="college"),
    path("colleges/<int:pk>/csv/", return_files.college, name="college_csv"),
    path("rates/", return_rates.rates, name="rates"),
    path("rates/new/", return_rates.set_rate, name="set_rate"),
    path("produced/", produced.produced, name="produced"),
    path("produced/csv/", produced.produced_csv, name="produced_csv"),
]
