"""Proofs of completion: one's own, and what anybody sees who has the address of one."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import signing
from catalogue.forms.proofs import NO_PROOF, VerifyForm
from catalogue.models import Proof
from catalogue.queries import proofs as queries
from catalogue.queries.proofs import Finding
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator

SHARED = "shared"


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    mine = queries.proofs_of(request.user)
    page = NearestEndPaginator(mine, mine).get_page(request.GET.get("page"))
    rows = [(proof, queries.achieved(proof)) for proof in page]
    return render(request, "proofs/index.html", {"page": page, "rows": rows})


@login_not_required
@require_safe
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """The holder's own page; for anybody else whether it holds, and what it says."""
    return _page(request, _proof_or_404(key))


@require_safe
def pdf(request: StaffRequest, key: UUID) -> HttpResponse:
    from staff.pdf import to_pdf  # WeasyPrint's libraries are only needed where it is used

    proof = get_object_or_404(Proof.objects.visible_to(request.user), key=key)
    if proof.revoked_at:
        return _page(request, proof, status=409)
    html = render_to_string("proofs/pdf.html", _told(proof))
    content = to_pdf(html, language=translation.get_language())
    return _file(content, "application/pdf", f"{_file_name(proof)}.pdf")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a proof that somebody has been given holds."""
    form = VerifyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    checked = None
    if form.is_valid():
        if form.key is not None:
            return redirect("proofs:detail", form.key)
        try:
            checked = queries.check_token(form.cleaned_data["given"])
        except signing.NotAToken:
            form.add_error("token", NO_PROOF)
    context: dict[str, object] = {"form": form, "checked": checked}
    if checked is not None and checked.finding == Finding.HOLDS:
        context |= _told(checked.proof)
    return render(request, "proofs/verify.html", context, status=422 if form.errors else 200)


def _proof_or_404(key: UUID) -> Proof:
    proof = queries.proof_at(key)
    if proof is None:
        raise Http404
    return proof


def _page(request: HttpRequest, proof: Proof, *, status: int = 200) -> HttpResponse:
    is_holder = request.user.is_authenticated and request.user.pk == proof.holder_id
    mine = is_holder and request.GET.get("view") != SHARED
    context = _told(proof) | {"finding": queries.check(proof), "is_holder": is_holder}
    if mine:
        context["newer"] = queries.replacing(proof)
    template = "proofs/mine.html" if mine else "proofs/shown.html"
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _told(proof: Proof | None) -> dict[str, object]:
    if proof is None:
        return {}
    return {
        "proof": proof,
        "achieved": queries.achieved(proof),
        "address": proof.credential["id"],
    }


def _file_name(proof: Proof) -> str:
    return f"evu-{slugify(proof.credential['name'])[:60] or 'proof'}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
