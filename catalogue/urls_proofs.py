from django.urls import path

from catalogue.views import proof_files, proofs

app_name = "proofs"
urlpatterns = [
    path("", proofs.index, name="index"),
    path("verify/", proofs.verify, name="verify"),
    path("issuer/", proof_files.issuer, name="issuer"),
    path("keys/", proof_files.keys, name="keys"),
    path("keys/<str:kid>/", proof_files.key, name="key"),
    path("<uuid:key>/", proofs.detail, name="detail"),
    path("<uuid:key>/pdf/", proofs.pdf, name="pdf"),
    path("<uuid:key>/credential/", proof_files.credential, name="credential"),
    path("<uuid:key>/document/", proof_files.document, name="document"),
    path("<uuid:key>/status/", proof_files.status, name="status"),
]
