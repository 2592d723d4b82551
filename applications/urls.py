from django.urls import path

from applications.views import applicant, institution, leader, officer

app_name = "applications"
urlpatterns = [
    # the applicant
    path("courses/", applicant.courses, name="courses"),
    path("courses/<int:pk>/", applicant.course, name="course"),
    path("start/<int:round_pk>/", applicant.start, name="start"),
    path("<int:pk>/", applicant.detail, name="detail"),
    path("<int:pk>/step/<slug:step>/", applicant.step, name="step"),
    path("<int:pk>/autosave/<slug:step>/", applicant.autosave, name="autosave"),
    path("<int:pk>/attach/", applicant.attach, name="attach"),
    path("<int:pk>/submit/", applicant.submit, name="submit"),
    path("<int:pk>/receipt/", applicant.receipt, name="receipt"),
    path("<int:pk>/withdraw/", applicant.withdraw, name="withdraw"),
    path("<int:pk>/accept/", applicant.accept, name="accept"),
    path("<int:pk>/decline/", applicant.decline, name="decline"),
    path("<int:pk>/letter/", applicant.letter, name="letter"),
    path("attachments/<int:pk>/", applicant.attachment, name="attachment"),
    path("attachments/<int:pk>/remove/", applicant.detach, name="detach"),
    path("<int:pk>/applied-there/", institution.applied_there, name="applied_there"),
    # the leader
    path("waiting/", leader.waiting, name="waiting"),
    path("<int:pk>/advise/", leader.advise, name="advise"),
    # the owner, before the ranking
    path("<int:pk>/reject-study/", institution.reject_study, name="reject_study"),
    # the owner, after the decision
    path("<int:pk>/confirm/", officer.confirm, name="confirm"),
    path("terms/<int:pk>/pay/", officer.pay_term, name="pay_term"),
    path("<int:pk>/complete/", officer.complete, name="complete"),
]
