"""Marks by their full id ``<post>:<mark>``: a mark's own id is unique within its post only."""

from __future__ import annotations

from collections.abc import Mapping

from services.patrol.domain.posts.post import Mark, Post

BETWEEN = ":"


def full_id(post: str, mark: str) -> str:
    """Return the full id of a mark of a post."""
    return f"{post}{BETWEEN}{mark}"


def full(post: str, mark: str) -> str:
    """Return the full id of a mark that may be given without its post: then it is one of `post`."""
    return mark if BETWEEN in mark else full_id(post, mark)


def post_of(mark: str) -> str:
    """Return the post that a full id is of."""
    return mark.partition(BETWEEN)[0]


def mark_in(post: Post, mark: str) -> Mark | None:
    """Return a post's mark by its full id, None when it has none such."""
    return next((each for each in post.marks if full_id(post.id, each.id) == mark), None)


def idle_limit(post: Post, mark: Mark, by_kind: Mapping[str, int]) -> int | None:
    """Return how many minutes a mark may be without a visit, None when nobody counts. by_kind: the policy's."""
    return by_kind.get(post.kind) if mark.idle is None else mark.idle
