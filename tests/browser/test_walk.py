"""The main job, end to end, as the people in it do it: an assistant applies, a principal
recommends, the owner distributes, a union takes part, everybody gets an answer, a substitute
stands in, and the money is followed to the hour of cover it paid."""

import datetime
import io
import threading

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from applications.models import Application, Decision
from applications.states import State
from distribution.models import Proposal
from funding import ledger
from funding.models import Earmark
from substitutes.models import Order, Timesheet
from tests.browser.people import PATIENCE, Person, Visit, shots
from tests.browser.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Jeg vil forstå barna bedre – og bli fagarbeider. 😊"


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("desktop", False, "nb", id="without-scripts"),
    ],
)
def test_from_wish_to_account(chromium, server, worker_and_relay, width, scripts, language):
    world = build(language)
    visit = Visit(
        chromium,
        server,
        width,
        scripts,
        shots(f"{width}-{language}{'' if scripts else '-without-scripts'}"),
    )

    with visit.as_person("assistant") as assistant:
        _apply(assistant, world)
    with visit.as_person("principal") as principal:
        _recommend(principal)
    with visit.as_person("owner") as owner:
        _rank_and_propose(owner, world)
    with visit.as_person("union") as representative:
        _take_part(representative)
    with visit.as_person("owner") as owner:
        _answer_and_decide(owner)
    with visit.as_person("assistant") as assistant:
        _read_letter_and_accept(assistant, language)
    with visit.as_person("principal") as principal:
        _book(principal)
    with visit.as_person("substitute") as substitute:
        _say_yes(substitute)
    _half_a_year_later(visit, world)

    assert ledger.discrepancies() == []
    assert visit.found == []
    assert len(list(worker_and_relay.iterdir())) > 0


def _apply(assistant: Person, world: World) -> None:
    run = world.round.offers.get().course_run_id
    assistant.open_menu("/courses/", "courses")
    assistant.follow("/applications/courses/", "courses-of-the-round")
    assistant.follow(f"/applications/courses/{run}/", "course")
    assistant.press(f"/applications/start/{world.round.pk}/", name="about")
    _next(assistant, "course-step")
    _next(assistant, "scheme")
    _next(assistant, "scheme-errors")
    assert assistant.page.locator("[aria-invalid=true]").count() > 0
    scheme = assistant.page.locator("input[name=scheme]").first.get_attribute("value") or ""
    assistant.choose("scheme", scheme)
    assistant.choose("leave_weekdays", "2")
    assistant.fill({"leave_percent": "20"})
    _next(assistant, "why")
    assistant.fill({"why": WHY})
    if assistant.visit.scripts:  # saved by itself, and it says so
        expect(assistant.page.locator("#saved time, #saved")).to_contain_text("kl.")
        _wait_for(lambda: Application.objects.filter(why=WHY).exists())
    _next(assistant, "check")
    assert Application.objects.get().state == State.DRAFT
    assistant.press("/submit/", name="receipt")
    application = Application.objects.get()
    assert application.state == State.SUBMITTED
    assert application.number in assistant.text()


def _next(person: Person, name: str) -> None:
    person.page.locator(
        "form[data-draft-key] button:not([name], [type=button], [formaction])"
    ).first.click()
    person.look(name)


def _recommend(principal: Person) -> None:
    principal.open_menu("/applications/waiting/", "waiting")
    principal.follow("/advise/", "advise")
    principal.choose("recommended", "yes")
    principal.fill({"reason": "Skolen trenger flere fagarbeidere."})
    principal.page.locator(
        "main form:has([name=reason]) button:not([name]):not([type=button])"
    ).first.click()
    principal.look("advised")
    assert Application.objects.get().state == State.RECOMMENDED


def _rank_and_propose(owner: Person, world: World) -> None:
    round = f"/rounds/{world.round.pk}"
    owner.open_menu("/rounds/", "rounds")
    owner.follow(f"{round}/", "round")
    owner.press(f"{round}/step/", name="with-leaders")
    owner.press(f"{round}/step/", name="with-owner")
    owner.go(f"{round}/queue/")
    owner.look("queue")
    owner.go(f"{round}/ranking/")
    owner.look("ranking")
    owner.page.locator("main form:has([name=seen]) button:not([name=move])").last.click()
    owner.look("ranked")
    owner.go(f"{round}/")
    owner.press(f"{round}/step/", name="distributing")
    owner.open_menu("/distributions/", "distributions")
    owner.press("/propose/", name="proposal")
    proposal = Proposal.objects.get()
    assert proposal.lines.get().outcome == "granted"
    refused = owner.page.request.get(f"{owner.visit.address}/distributions/{proposal.pk}/finalise/")
    assert refused.status == 403
    owner.press(f"/consultations/open/{proposal.pk}/", name="consultation")


def _take_part(representative: Person) -> None:
    representative.follow("/consultations/", "consultation")
    assert Application.objects.get().number not in representative.text()
    page = representative.page
    page.check("input[name$='-view'][value=agrees_with_remarks]")
    page.fill("textarea[name$='-text']", "Endelig kommer assistentene med.")
    representative.press("/state/", name="stated")


def _answer_and_decide(owner: Person) -> None:
    owner.go("/consultations/")
    owner.look("consultations")
    owner.follow("/consultations/", "to-answer")
    owner.page.fill("textarea[name^='answer-']", "Takk. Vi fortsetter neste år.")
    owner.press("/answer/", name="answered")
    owner.page.fill("[name='close-held_on']", timezone.localdate().isoformat())
    owner.page.fill("[name='close-minutes']", "Enighet om fordelingen.")
    owner.press("/close/", name="closed")
    owner.follow("/finalise/", "confirm")
    owner.page.locator("main form:has([name=csrfmiddlewaretoken]) button").first.click()
    owner.look("decided")
    application = Application.objects.get()
    assert application.state == State.GRANTED
    earmark = Earmark.objects.with_balances().get()
    assert earmark.reserved_ore == application.cost_ore


def _read_letter_and_accept(assistant: Person, language: str) -> None:
    _wait_for(lambda: Decision.objects.exclude(letter="").exists())
    application = Application.objects.get()
    assistant.go(f"/applications/{application.pk}/")
    assistant.look("granted")
    letter = assistant.page.request.get(
        f"{assistant.visit.address}/applications/{application.pk}/letter/"
    )
    pdf = PdfReader(io.BytesIO(letter.body()))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Amina Yusuf-Lundestad" in text
    assert application.number in text
    assert "Assistentløftet" in text
    assert pdf.trailer["/Root"]["/Lang"].startswith(language)
    assistant.press("/accept/", name="accepted")
    assert Application.objects.get().state == State.ACCEPTED


def _book(principal: Person) -> None:
    _wait_for(lambda: Order.objects.exists())
    principal.open_menu("/cover/", "cover")
    principal.follow("/cover/orders/", "order")
    principal.press("/book/", "button[name=substitute]", name="asked")
    assert Order.objects.get().state == "offered"


def _say_yes(substitute: Person) -> None:
    substitute.follow("/cover/bookings/", "booking")
    substitute.press("/answer/", "button[value=yes]", name="booked")
    assert Order.objects.get().state == "filled"


def _half_a_year_later(visit: Visit, world: World) -> None:
    run = Application.objects.get().course_run
    later = datetime.datetime.combine(
        run.starts_on + datetime.timedelta(days=60), datetime.time(12), tzinfo=datetime.UTC
    )
    with time_machine.travel(later, tick=True):
        with visit.as_person("principal") as principal:
            principal.go(f"/cover/orders/{Order.objects.get().pk}/")
            principal.press("/hours/", name="hours")
        with visit.as_person("owner") as owner:
            _confirm_and_pay(owner, world)
        with visit.as_person("assistant") as assistant:
            assistant.open_menu("/reports/", "reports")
            assistant.follow("/reports/rounds/", "report")


def _confirm_and_pay(owner: Person, world: World) -> None:
    owner.go(f"/rounds/{world.round.pk}/participants/")
    owner.look("participants")
    owner.press("/confirm/", name="confirmed")
    owner.press("/pay/", name="paid")
    application = Application.objects.get()
    sheet = Timesheet.objects.get()
    earmark = Earmark.objects.with_balances().get()
    fees = application.cost_lines.get(kind="fees").total_ore
    assert earmark.paid_ore == fees + sheet.amount_ore
    assert sheet.transfer.commitment == application.commitment
    owner.open_menu("/money/", "money")
    owner.follow("/money/earmarks/", "account")
    csv = owner.page.request.get(f"{owner.visit.address}/reports/rounds/{world.round.pk}/csv/")
    assert csv.text().startswith("\ufeff")
    owner.go(f"/reports/rounds/{world.round.pk}/")
    owner.press("/pdf/", name="report-ordered")


def _wait_for(condition) -> None:
    """Until a worker has done it: asked of the database, again and again, for a while."""
    waited = 0
    while not condition():
        assert waited < PATIENCE, "the worker did not do it in time"
        threading.Event().wait(0.1)
        waited += 100
