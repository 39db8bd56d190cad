from __future__ import annotations

from archive.documents import Field, Infobox, Link, Value
from archive.parsing.infoboxes import parse_infoboxes


def only_field(value: object, name: str = "place") -> Field:
    infoboxes, _ = parse_infoboxes([{name: value}])
    return infoboxes[0].fields[0]


def test_fields_keep_their_order_and_text() -> None:
    infoboxes, problems = parse_infoboxes([{"conflict": {"text": " Siege \n"}, "place": {"text": "Utopia"}}])

    assert problems == ()
    assert [(field.position, field.name, field.text) for field in infoboxes[0].fields] == [
        (0, "conflict", " Siege \n"),
        (1, "place", "Utopia"),
    ]


def test_infoboxes_are_numbered() -> None:
    infoboxes, _ = parse_infoboxes([{}, {"name": {"text": "Utopia"}}])

    assert [infobox.position for infobox in infoboxes] == [0, 1]


def test_a_field_has_all_its_parts() -> None:
    infoboxes, _ = parse_infoboxes(
        [
            {
                "strength1": {
                    "text": "Units:\n300 fighters",
                    "formatting": {"bold": ["Units:"]},
                    "links": [{"type": "internal", "page": "Fighter (person)", "text": "fighters"}],
                }
            }
        ]
    )

    assert infoboxes == (
        Infobox(
            0,
            None,
            (
                Field(
                    position=0,
                    name="strength1",
                    group_name="strength",
                    group_index=1,
                    group_part=None,
                    text="Units:\n300 fighters",
                    number=None,
                    formatting='{"bold": ["Units:"]}',
                    values=(Value(0, 0, "Units", "300 fighters", "quantity", 300, 300, "fighters"),),
                    links=(
                        Link(
                            position=0,
                            kind="internal",
                            text="fighters",
                            target="Fighter (person)",
                            target_key="Fighter (person)",
                            fragment=None,
                            url=None,
                            wiki=None,
                            start=11,
                            end=19,
                        ),
                    ),
                ),
            ),
        ),
    )


def test_the_number_is_the_producers() -> None:
    assert only_field({"text": "1,215", "number": 1215}).number == 1215.0


def test_a_number_that_is_none_is_left_out() -> None:
    assert only_field({"text": "x", "number": "many"}).number is None
    assert only_field({"text": "x", "number": float("nan")}).number is None
    assert only_field({"text": "x", "number": 10**400}).number is None
    assert only_field({"text": "x", "number": True}).number is None


def test_links_are_found_in_order() -> None:
    field = only_field(
        {"text": "Army, Navy, Army", "links": [{"page": "Army"}, {"page": "Army (Utopia)", "text": "Army"}]}
    )

    assert [(link.start, link.end) for link in field.links] == [(0, 4), (12, 16)]


def test_a_link_whose_words_are_not_in_the_text_has_no_offsets() -> None:
    field = only_field({"text": "Army", "links": [{"page": "Navy"}, {"page": "Army"}]})

    assert [(link.position, link.start, link.end) for link in field.links] == [(0, None, None), (1, 0, 4)]


def test_links_that_name_nothing_are_left_out() -> None:
    assert only_field({"text": "Army", "links": [None, "Army", {}, {"type": "internal"}]}).links == ()


def test_a_bare_string_is_the_text() -> None:
    assert only_field("Utopia").text == "Utopia"


def test_null_is_an_empty_text() -> None:
    assert only_field(None).text == ""
    assert only_field({"text": None}).text == ""


def test_a_bare_number_is_text_and_number() -> None:
    field = only_field(42)

    assert (field.text, field.number) == ("42", 42.0)


def test_a_list_of_scalars_is_a_line_each() -> None:
    field = only_field(["1 May 2020", "Utopia"])

    assert field.text == "1 May 2020\nUtopia"
    assert [value.kind for value in field.values] == ["date", "text"]


def test_anything_else_is_kept_as_json() -> None:
    assert only_field({"words": "Utopia"}).text == '{"words": "Utopia"}'
    assert only_field([{"text": "é"}, None]).text == '[{"text": "é"}, null]'
    assert only_field(True).text == "true"


def test_an_unknown_part_of_a_field_is_reported() -> None:
    _, problems = parse_infoboxes([{"place": {"text": "Utopia", "colour": "red"}}])

    assert [(problem.level, problem.stage, problem.kind) for problem in problems] == [
        ("warning", "parse", "infobox_field_parts_unknown")
    ]
    assert "place.colour" in problems[0].message


def test_a_plain_template_name_is_the_type() -> None:
    infoboxes, _ = parse_infoboxes([{"template": "Infobox military conflict", "place": {"text": "Utopia"}}])

    assert infoboxes[0].type == "military conflict"
    assert [(field.position, field.name) for field in infoboxes[0].fields] == [(0, "place")]


def test_a_field_named_type_is_a_field() -> None:
    infoboxes, _ = parse_infoboxes([{"type": {"text": "Airstrike"}}, {"type": "Airstrike"}])

    assert [(infobox.type, [field.name for field in infobox.fields]) for infobox in infoboxes] == [
        (None, ["type"]),
        (None, ["type"]),
    ]


def test_one_mapping_stands_for_a_list() -> None:
    infoboxes, problems = parse_infoboxes({"place": {"text": "Utopia"}})

    assert (len(infoboxes), problems) == (1, ())


def test_no_infoboxes_are_no_problem() -> None:
    assert parse_infoboxes(None) == ((), ())
    assert parse_infoboxes([]) == ((), ())


def test_what_is_no_list_is_reported() -> None:
    infoboxes, problems = parse_infoboxes("none")

    assert infoboxes == ()
    assert [problem.kind for problem in problems] == ["infoboxes_no_list"]


def test_an_entry_that_is_no_mapping_is_reported_and_the_rest_read() -> None:
    infoboxes, problems = parse_infoboxes(["none", {"place": "Utopia"}])

    assert [infobox.position for infobox in infoboxes] == [0]
    assert [problem.kind for problem in problems] == ["infobox_no_mapping"]


def test_names_that_are_no_strings_become_some() -> None:
    infoboxes, _ = parse_infoboxes([{1905: "year", None: "nothing"}])

    assert [field.name for field in infoboxes[0].fields] == ["1905", ""]
