"""Who gets which e-mail address: one is never two people's, since it is logged in with."""

from collections.abc import Hashable, Mapping, Sequence

Who = Hashable


def settle(
    wishes: Sequence[tuple[Who, str]], holders: Mapping[str, Who], current: Mapping[Who, str]
) -> set[int]:
    """The places of the wishes that cannot be met, in the order they stand.

    `holders` maps addresses in lower case to whoever has them now, `current` the other way for
    those who wish. An address given up in the same file is free for the next.
    """
    held = dict(holders)
    now = {who: address.lower() for who, address in current.items()}
    waiting = list(range(len(wishes)))
    while True:
        left = []
        for place in waiting:
            who, wish = wishes[place][0], wishes[place][1].lower()
            if held.setdefault(wish, who) != who:
                left.append(place)
            elif now.get(who, "") != wish:
                if held.get(now.get(who, "")) == who:
                    del held[now[who]]
                now[who] = wish
        if len(left) == len(waiting):
            return set(left)
        waiting = left
