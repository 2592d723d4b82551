"""Choices that need a sentence each before one can choose."""


class Card(str):
    """A choice's label with a line that explains it: it is drawn as a card."""

    description: str

    def __new__(cls, label: str, description: str) -> "Card":
        card = super().__new__(cls, label)
        card.description = description
        return card
