from staff.services.profile import choose_language

__all__ = ["choose_language"]
