"""Feeds: where a provider's courses are fetched from, and what a worker does when it asks one."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from audit.services import record
from catalogue import feeds, messages, policy
from catalogue.models import CatalogueFeed, CatalogueFile, Provider
from catalogue.services.files import put_away, receive
from notifications.outbox import owe
from staff.importing.states import ImportState
from staff.models import User
from staff.verdict import require


@transaction.atomic
def keep_feed(*, provider: Provider, address: str, by: User) -> CatalogueFeed:
    """Where the provider's courses are to be fetched from now on; asked at once where the address
    is new. Raises ValidationError."""
    require(policy.may_deliver(by, provider.pk))
    if fault := feeds.fault_of(address):
        raise ValidationError({"address": ValidationError(fault, code="unsafe")})
    Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    feed = CatalogueFeed.objects.filter(provider=provider).first()
    feed = feed or CatalogueFeed(provider=provider)
    is_new = feed.address != address
    if is_new:
        feed.etag, feed.asked_at, feed.failure = "", None, ""
    feed.address, feed.kept_by = address, by
    feed.full_clean(exclude=["kept_by"])
    feed.save()
    record("feed.kept", subject=feed, by=by, address=address)
    if is_new:
        owe("catalogue.tasks.fetch_feed", feed_id=feed.pk)
    return feed


@transaction.atomic
def drop_feed(*, feed: CatalogueFeed, by: User) -> None:
    """The feed is not asked any more; files that came from it stay."""
    require(policy.may_deliver(by, feed.provider_id))
    record("feed.dropped", subject=feed, by=by, address=feed.address)
    feed.delete()


@transaction.atomic
def ask_feed(*, feed: CatalogueFeed, by: User) -> None:
    """Owe the feed a question now, not only tonight."""
    require(policy.may_deliver(by, feed.provider_id))
    record("feed.asked", subject=feed, by=by)
    owe("catalogue.tasks.fetch_feed", feed_id=feed.pk)


@transaction.atomic
def fetch_feed(feed_id: int) -> None:
    """Ask the feed. What is new comes in as a file to look at, in place of one that waited."""
    feeds_locked = CatalogueFeed.objects.select_for_update(of=("self",))
    feed = feeds_locked.select_related("provider", "kept_by").filter(pk=feed_id).first()
    if feed is None:
        return
    failed_before, feed.failure = feed.failure, ""
    feed.asked_at = timezone.now()
    with translation.override(feed.kept_by.written_language):
        try:
            fetched = feeds.fetch(feed.address, feed.etag)
            if fetched.content is not None:
                _take_in(feed, fetched.content)
                feed.etag = fetched.etag
        except feeds.Unfetchable as failure:
            feed.failure = str(failure)
        except ValidationError as failure:
            feed.failure = " ".join(failure.messages)
    feed.save()
    if feed.failure and not failed_before:
        record("feed.failed", subject=feed, by=None, failure=feed.failure)
        messages.feed_failed(feed)


def _take_in(feed: CatalogueFeed, content: bytes) -> None:
    """Nothing, where it is what we had last; a file that waits is put away for the newer one."""
    earlier = CatalogueFile.objects.filter(feed=feed).order_by("-pk").first()
    if earlier is not None and earlier.sha256 == hashlib.sha256(content).hexdigest():
        return
    file = receive(feed.provider, content, feed.address[:255], by=None, feed=feed)
    waiting = CatalogueFile.objects.select_for_update(of=("self",)).filter(
        feed=feed, state__in=(ImportState.CHECKED, ImportState.FAILED)
    )
    for older in waiting.exclude(pk=file.pk):
        put_away(older, by=None)
