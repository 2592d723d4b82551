"""A case about a study outside the catalogue that the owner does not accept."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Decision
from applications.queries.outside import study_of
from applications.services.deciding import Outcome, decide
from staff.models import User
from staff.verdict import require


@transaction.atomic
def reject_study(*, application: Application, by: User) -> Decision:
    """Reject the case before the ranking: the letter gives the reason the study was refused for.

    Else the round could not go on, since it ranks all that is sent.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round", "owner", "applicant", "course_run")
        .get(pk=application.pk)
    )
    study = study_of(application)
    require(policy.may_reject_study(by, application, study))
    assert study is not None  # noqa: S101  (the policy says so)
    language = application.applicant.written_language
    with translation.override(language):
        grounds = _(
            "You applied for a study outside the catalogue, and %(owner)s does not accept it. The "
            "reason: %(reason)s"
        ) % {"owner": application.owner, "reason": study.reason}
    outcome = Outcome(
        application_id=application.pk,
        outcome=Decision.Outcome.REJECTED,
        reason_code="study_not_accepted",
        grounds=grounds,
        language=language,
    )
    [decision] = decide(round=application.round, outcomes=[outcome], by=by)
    # Its place in the ranking is free for another.
    Application.objects.filter(pk=application.pk).update(rank=None)
    return decision
