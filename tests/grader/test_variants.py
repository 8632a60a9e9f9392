"""The header of a variant says what it believes and loses; one that doesn't is refused."""

import pytest

from grader import variants
from grader.errors import BrokenTree
from tests.grader.builders import exercise, write

EXERCISE = exercise("ch27/ex01", "a b c")
FOLDER = "tests/ch27_things/variants/ex01_thing"


def header(text, name="reject_x", *, root):
    write(root, f"{FOLDER}/{name}.py", f'"""{text}"""\n\nraise SystemExit("never imported")\n')
    return variants.read(root, EXERCISE, name)


def test_a_reject_variant_says_what_it_believes_kills_and_loses(tmp_path):
    variant = header(
        "A lock made in the method\nprotects: it is a lock.\n\n"
        "kills: test_a\nloses: test_a test_b\n  test_c\nrequires-python: >=3.12\n",
        root=tmp_path,
    )
    assert variant == variants.Variant(
        name="reject_x",
        path=f"{FOLDER}/reject_x.py",
        code=f"{FOLDER}/reject_x.py",
        accept=False,
        belief="A lock made in the method protects: it is a lock.",
        kills=("test_a",),
        loses=("test_a", "test_b", "test_c"),
        requires_python=">=3.12",
    )


def test_empty_lines_between_fields_are_fine(tmp_path):
    variant = header("B.\n\nkills: test_a\n\nloses: test_a\n", root=tmp_path)
    assert (variant.kills, variant.loses) == (("test_a",), ("test_a",))


def test_an_accept_variant_says_which_design_it_is(tmp_path):
    variant = header("A semaphore of one.\n\nrequires-python: >=3.12", "accept_x", root=tmp_path)
    assert (variant.accept, variant.belief) == (True, "A semaphore of one.")
    assert (variant.kills, variant.loses, variant.requires_python) == ((), (), ">=3.12")


def test_the_code_of_the_stub_variant_is_the_pristine_stub(tmp_path):
    variant = header("B.\n\nkills: test_a\nloses: test_a", "reject_stub", root=tmp_path)
    assert variant.code == "tests/ch27_things/stubs/ex01_thing.py"


def test_variants_are_found_by_name(tmp_path):
    header("B.\n\nkills: test_a\nloses: test_a", root=tmp_path)
    header("D.", "accept_y", root=tmp_path)
    write(tmp_path, f"{FOLDER}/__pycache__/accept_y.pyc", "")
    assert [each.name for each in variants.find(tmp_path, EXERCISE)] == ["accept_y", "reject_x"]


def test_a_tree_may_carry_no_variants(tmp_path):
    assert variants.find(tmp_path, EXERCISE) == ()


def test_a_missing_variant_is_no_broken_tree(tmp_path):
    with pytest.raises(FileNotFoundError):
        variants.read(tmp_path, EXERCISE, "reject_x")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("reject_x", "B.", "it kills nothing; add `kills:`"),
        ("reject_x", "B.\n\nkills: test_a", "it loses nothing; add `loses:`"),
        ("reject_x", "B.\n\nkills:\nloses: test_a", "it kills nothing"),
        ("reject_x", "kills: test_a\nloses: test_a", "its header states no belief"),
        ("reject_x", "B.\n\nkills: test_a\nloses: test_b", "it kills `test_a` but doesn't list"),
        ("reject_x", "B.\n\nkills: test_z\nloses: test_z", "`kills:` names `test_z`, which is no"),
        ("reject_x", "B.\n\nkills: test_a\nloses: test_a test_z", "`loses:` names `test_z`"),
        ("reject_x", "B.\n\nkills: test_a\nloses: test_a test_a", "names `test_a` twice"),
        (
            "reject_x",
            "B.\n\nkills: test_a\nkills: test_b\nloses: test_a",
            "`kills:` is there twice",
        ),
        (
            "reject_x",
            "B.\n\nkills: test_a\nlooses: test_a",
            "a field of its header isn't understood",
        ),
        ("reject_x", "B.\n\nkills: test_a\nloses: test_a\ntest_b", "a line of its header isn't"),
        ("accept_x", "D.\n\nloses: test_a", "an accept variant loses nothing; delete `loses:`"),
        ("accept_x", "", "it has no header; begin with a docstring"),
        ("accept_x", '"""', "it doesn't parse"),
        ("reject_X", "B.\n\nkills: test_a\nloses: test_a", "no variant is called so"),
        ("wrong", "B.", "no variant is called so; call it accept_….py or reject_….py"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path, name, text, says):
    with pytest.raises(BrokenTree) as refusal:
        header(text, name, root=tmp_path)
    assert refusal.value.file == f"{FOLDER}/{name}.py"
    assert says in str(refusal.value)
