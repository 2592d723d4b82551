from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the staff import: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
