from __future__ import annotations

from pathlib import Path

from mirnet_gui.ui.model.photo_list import PhotoList

A, B, C = Path("a.jpg"), Path("b.jpg"), Path("c.jpg")


def test_steps_stay_within_the_list() -> None:
    photos = PhotoList([A, B, A, C])
    assert photos.position == "1 of 3"
    assert not photos.has_previous
    assert photos.step(-1) == A
    assert photos.step(1) == B
    assert photos.step(5) == C
    assert not photos.has_next


def test_a_single_photo_has_no_position() -> None:
    assert PhotoList([A]).position == ""
    assert PhotoList().current is None


def test_removing_makes_the_next_one_current() -> None:
    photos = PhotoList([A, B, C])
    photos.go_to(B)
    photos.remove([B])
    assert photos.current == C
    photos.remove([C])
    assert photos.current == A
    photos.remove([A])
    assert photos.current is None


def test_of_many_that_are_removed_the_next_that_stays_is_current() -> None:
    photos = PhotoList([A, B, C])
    photos.go_to(B)
    photos.remove([A, B])
    assert photos.paths == (C,)
    assert photos.current == C
    photos = PhotoList([A, B, C])
    photos.go_to(B)
    photos.remove([B, C, Path("elsewhere")])
    assert photos.current == A


def test_removing_an_earlier_one_keeps_the_current() -> None:
    photos = PhotoList([A, B, C])
    photos.go_to(C)
    photos.remove([A])
    assert photos.current == C


def test_what_is_added_or_put_back_leaves_the_current_where_it_is() -> None:
    photos = PhotoList([A, B])
    photos.go_to(B)
    photos = photos.extended([A, C])
    assert photos.paths == (A, B, C)
    assert photos.current == B
    assert photos.next == C
    photos.remove([A])
    photos.insert(0, A)
    assert photos.paths == (A, B, C)
    assert photos.current == B
