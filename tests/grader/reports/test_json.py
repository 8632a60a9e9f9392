"""The JSON grade keeps to its published schema, and to the fields that others rely on."""

import json
from pathlib import Path

import jsonschema
import pytest

from grader.reports.json import SCHEMA, content, render
from tests.grader.builders import check_golden
from tests.grader.reports.grades import GRADES

GOLDEN = Path(__file__).parent / "golden"
FILE = Path(__file__).parents[3] / "docs/schema/kata-grade-1.json"
VALIDATOR = jsonschema.Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))


def test_the_schema_is_one():
    VALIDATOR.check_schema(VALIDATOR.schema)
    assert VALIDATOR.schema["title"] == SCHEMA


@pytest.mark.parametrize("name", GRADES)
def test_every_grade_keeps_to_it(name):
    VALIDATOR.validate(json.loads(render(GRADES[name])))


@pytest.mark.parametrize("name", ["one_failing", "errors"])
def test_the_grade_of(name):
    check_golden(GOLDEN / f"{name}.json", render(GRADES[name]))


def _objects(schema):
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from _objects(value)


def test_every_field_written_is_described():
    def check(value, schema):
        if "$ref" in schema:
            schema = VALIDATOR.schema["$defs"][schema["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            for each in value:
                check(each, schema["items"])
        elif isinstance(value, dict) and "environment" not in schema.get("description", ""):
            if isinstance(schema.get("additionalProperties"), dict):
                return
            assert set(value) == set(schema["properties"])
            for key, each in value.items():
                check(each, schema["properties"][key])

    for grade in GRADES.values():
        check(content(grade), VALIDATOR.schema)


@pytest.mark.parametrize(
    "damage",
    [
        lambda grade: grade.update(schema="kata-grade/2"),
        lambda grade: grade.update(complete=False),
        lambda grade: grade.update(points=1.5),
        lambda grade: grade["environment"].pop("layers"),
        lambda grade: grade["chapters"][0]["exercises"][0].update(status="passed"),
        lambda grade: grade["chapters"][0]["exercises"][0]["behaviours"].clear(),
        lambda grade: grade["chapters"][0]["exercises"][0]["behaviours"][0].pop("code"),
    ],
)
def test_the_schema_notices_damage(damage):
    grade = content(GRADES["one_failing"])
    VALIDATOR.validate(grade)
    damage(grade)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(grade)


def test_equal_grades_give_equal_texts_in_ascii():
    text = render(GRADES["errors"])
    assert text == render(GRADES["errors"])
    assert text.isascii()
    assert text.endswith("}\n")
