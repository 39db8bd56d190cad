from __future__ import annotations

from archive.parsing.infobox_groups import Group, group_fields


def test_a_number_and_a_letter_make_group_index_and_part() -> None:
    assert group_fields(["combatant1", "combatant2", "combatant2a"]) == [
        Group("combatant", 1),
        Group("combatant", 2),
        Group("combatant", 2, "a"),
    ]


def test_a_listed_family_needs_no_other_field() -> None:
    assert group_fields(["strength2"]) == [Group("strength", 2)]


def test_another_name_needs_the_same_name_without_its_number() -> None:
    assert group_fields(["leader_title", "leader_title1"]) == [Group(), Group("leader_title", 1)]


def test_another_name_may_have_the_same_name_with_another_number() -> None:
    assert group_fields(["clubs1", "clubs2"]) == [Group("clubs", 1), Group("clubs", 2)]


def test_a_number_that_stands_alone_makes_no_group() -> None:
    assert group_fields(["structure1"]) == [Group()]


def test_one_number_with_two_letters_makes_no_group() -> None:
    assert group_fields(["row1a", "row1b"]) == [Group(), Group()]


def test_a_unit_before_the_digit_makes_no_group() -> None:
    assert group_fields(["area_km2", "area_km", "area_km3"]) == [Group(), Group(), Group()]


def test_separators_before_the_number_belong_to_neither() -> None:
    assert group_fields(["war", "war 2", "post_date_3", "post_date"]) == [
        Group(),
        Group("war", 2),
        Group("post_date", 3),
        Group(),
    ]


def test_a_number_inside_a_name_makes_no_group() -> None:
    assert group_fields(["blank1_name", "blank2_name"]) == [Group(), Group()]


def test_a_name_of_digits_makes_no_group() -> None:
    assert group_fields(["1", "2", "_3"]) == [Group(), Group(), Group()]


def test_a_number_too_long_to_count_makes_no_group() -> None:
    assert group_fields(["units1234567890"]) == [Group()]
