"""What people have written about themselves and asked to have corrected, with the answers."""

from typing import Final

from evu.demo.clock import at, office_hours
from evu.demo.places import MUNICIPALITY
from evu.demo.stage import Hired, Stage
from staff import services
from staff.models import Correction, Qualification, Subject
from staff.reference.files import bring_up_to_date, rows

# Persona → telephone, and the codes of what they teach or work in.
WRITTEN: Final = {
    "teacher": ("412 34 501", ("MAT01", "NAT01")),
    "vocational-teacher": ("412 34 502", ("HEA03",)),
    "skilled-worker": ("412 34 503", ("BUA03",)),
    "assistant": ("412 34 504", ()),
}
FIRST_DAY: Final = 1


def write(stage: Stage) -> None:
    """Some have filled in their page, one waits for the owner, one has been answered."""
    bring_up_to_date(Subject, "code", [dict(row) for row in rows("subjects.csv")])
    for number, (slug, (phone, codes)) in enumerate(WRITTEN.items()):
        with at(office_hours(stage.days.ago(60), number)):
            _fill_in(stage.persona(slug), phone, codes)
    _confirm_learning(stage, stage.persona("teacher"))
    _ask(stage.persona("assistant"), stage, "Jeg har hatt 80 prosent, men skal ha 85 fra nå av.")
    answered = _ask(stage.persona("teacher"), stage, "Jeg har ny stilling som kontaktlærer.")
    with at(office_hours(stage.days.ago(FIRST_DAY))):
        services.answer_correction(
            correction=answered,
            state=Correction.State.DECLINED,
            answer="Kontaktlærer er en funksjon, ikke en stilling. Lønnen for den er registrert.",
            by=stage.officers[MUNICIPALITY],
        )


def _fill_in(hired: Hired, phone: str, codes: tuple[str, ...]) -> None:
    services.change_contact(email=hired.user.email, phone=phone, by=hired.user)
    for subject in Subject.objects.filter(code__in=codes):
        services.teach(employee=hired.employee, subject=subject, by=hired.user)


def _confirm_learning(stage: Stage, hired: Hired) -> None:
    with at(office_hours(stage.days.ago(30))):
        for qualification in Qualification.objects.filter(
            employee=hired.employee, verified_on=None
        ):
            services.verify_qualification(
                qualification=qualification, by=stage.leaders[hired.workplace.pk]
            )
    with at(office_hours(stage.days.ago(5))):
        services.add_qualification(
            employee=hired.employee,
            kind=Qualification.Kind.DEGREE,
            facts={
                "title": "Matematikk 1 for ungdomstrinnet",
                "institution": "Høgskolen i Elvedal",
                "level": 6,
                "credits": 30,
                "credit_system": Qualification.CreditSystem.HIGHER,
                "year": stage.days.ago(5).year,
            },
            by=hired.user,
        )


def _ask(hired: Hired, stage: Stage, text: str) -> Correction:
    with at(office_hours(stage.days.ago(4), 30)):
        return services.ask_correction(
            employee=hired.employee, about=Correction.About.POSITION, text=text, by=hired.user
        )
