"""Claims about solutions, and what is said when they don't hold."""

from dataclasses import replace

import pytest

from grader.records import Kind, Status, Verdict
from grader.solutions import claims
from tests.grader.authoring import accept, reference, reject, stub
from tests.grader.builders import exercise, failed, judgement, outcome

KNOWN = exercise(names="a b", kind=Kind.BROKEN, stubs=("tests/ch27_things/stubs/ex01_thing.py",))
PASSED = judgement(KNOWN)
FAILS_A = judgement(KNOWN, failed("a"))
FAILS_B = judgement(KNOWN, failed("b", "deadlock", message="nobody wakes it"))
FAILS_BOTH = judgement(KNOWN, failed("a"), failed("b"))

SOUND = (
    reference(KNOWN, PASSED),
    stub(KNOWN, FAILS_BOTH, kills="a", loses="a b"),
    accept(KNOWN, PASSED, "accept_x"),
    accept(KNOWN, PASSED, "accept_y"),
    reject(KNOWN, FAILS_A, "reject_x", kills="a"),
    reject(KNOWN, FAILS_B, "reject_y", kills="b"),
)


def check(*changed, known=KNOWN, without=()):
    """What is wrong with the sound results once those of the same name are changed."""
    own = {each.trial.name: each for each in (*SOUND, *changed)}
    return claims.check(known, [own[name] for name in own if name not in without])


def only(found):
    """The one disagreement that there should be."""
    assert len(found) == 1, [each.problem for each in found]
    return found[0]


def test_results_that_are_as_claimed():
    assert check() == ()


def test_a_reference_that_fails():
    found = only(check(reference(KNOWN, FAILS_B)))

    assert found.file == "solutions/ch27_things/ex01_thing.py"
    assert found.problem == "the reference fails `test_b` (deadlock: nobody wakes it)"


def test_a_correct_design_that_fails():
    found = only(check(accept(KNOWN, FAILS_B)))

    assert found.file.endswith("variants/ex01_thing/accept_x.py")
    assert "this correct design fails `test_b`" in found.problem


def test_a_kill_that_passes():
    found = only(check(reject(KNOWN, FAILS_B, kills="b a", belief="The belief of reject_y.")))

    assert found.problem == "`test_a` accepts it, and must not"


def test_a_wrong_solution_that_passes_everything():
    found = check(reject(KNOWN, PASSED, kills="a"))

    assert [each.problem for each in found] == ["`test_a` accepts it, and must not"]


def test_a_failure_that_is_not_listed():
    found = only(check(reject(KNOWN, FAILS_BOTH, kills="a", belief="The belief of reject_stub.")))

    assert found.problem == "it also fails `test_b` (wrong-value)"
    assert found.mend.splitlines()[-1] == "loses: test_a test_b"


def test_a_listed_failure_that_passes():
    found = only(check(reject(KNOWN, FAILS_A, kills="a", loses="b a")))

    assert found.problem == "it passes `test_b`, which its header lists"
    assert found.mend.splitlines()[-1] == "loses: test_a"


def test_a_line_to_paste_wraps_as_headers_may():
    names = [f"a_rather_long_name_{n}" for n in range(8)]
    known = exercise(names=" ".join(names), stubs=KNOWN.stubs)
    judged = judgement(known, *(failed(name) for name in names))

    found = claims.check(
        known, [stub(known, judged, kills="x"), reject(known, judged, kills=names[0])]
    )

    mend = next(each.mend for each in found if each.file.endswith("reject_x.py"))
    first, second, *rest = mend.splitlines()[1:]
    assert first.startswith("loses: test_a_rather_long_name_0 test_")
    assert second.startswith("    test_")
    assert " ".join([first, second, *rest]).split()[1:] == [f"test_{name}" for name in names]


def test_a_stub_that_passes_everything():
    found = check(stub(KNOWN, PASSED, kills="a"))

    assert "the stub passes every behaviour, so nothing is left to do" in [
        each.problem for each in found
    ]


def test_a_blank_stub_that_passes_something():
    blank = replace(KNOWN, kind=Kind.BLANK)

    found = check(
        stub(KNOWN, FAILS_A, kills="a", belief="The belief of reject_x."),
        reject(KNOWN, FAILS_BOTH, "reject_z", kills="a b"),
        known=blank,
    )

    assert only(found).problem == "the blank stub passes `test_b`"


def test_a_stub_without_a_header_is_given_one():
    found = only(check(stub(KNOWN, FAILS_A), reject(KNOWN, FAILS_BOTH, "reject_z", kills="a b")))

    assert found.file == "tests/ch27_things/variants/ex01_thing/reject_stub.py"
    assert found.mend.splitlines()[1:] == [
        '"""…the wrong belief.',
        "",
        "kills: test_a",
        "loses: test_a",
        '"""',
    ]


@pytest.mark.parametrize(
    ("gone", "problem"),
    [
        ("accept_x", "1 accept variants, and needs 2"),
        ("reject_x", "2 reject variants, and needs 3"),
    ],
)
def test_too_few_variants(gone, problem):
    found = check(without=[gone])

    assert any(problem in each.problem for each in found)


def test_a_stub_that_is_not_written_is_no_wrong_solution():
    blank = replace(KNOWN, kind=Kind.BLANK)
    empty = judgement(blank, outcome("a", Verdict.NOT_STARTED), outcome("b", Verdict.NOT_STARTED))

    found = check(stub(blank, empty, kills="a b"), known=blank, without=["reject_y"])

    assert "no reject variant fails `test_b`" in [each.problem for each in found]
    assert any("it has 1 reject variants" in each.problem for each in found)


def test_a_variant_that_cannot_run_here_is_believed():
    absent = reject(KNOWN, None, "reject_y", kills="b", absent="needs Python >=3.12")

    found = check(absent, stub(KNOWN, FAILS_A, kills="a", belief="The belief of reject_x."))

    assert found == ()


def test_wrong_solutions_that_cannot_be_told_apart():
    twin = reject(KNOWN, FAILS_A, "reject_z", kills="a", belief="Another belief.")

    found = only(check(twin))

    assert "reject_x.py and reject_z.py fail in the same way (test_a: wrong-value)" in found.problem


def test_wrong_solutions_with_one_explanation():
    assert (
        check(reject(KNOWN, FAILS_A, "reject_z", kills="a", belief="The belief of reject_x.")) == ()
    )


def test_an_honest_variant_that_is_suspected():
    suspected = replace(FAILS_A, status=Status.NEEDS_A_LOOK, notices=("a test never ended",))

    found = only(check(reject(KNOWN, suspected, kills="a")))

    assert found.problem == "it is taken for tampering: a test never ended"


def test_a_variant_that_is_refused():
    refused = judgement(
        KNOWN,
        outcome("a", Verdict.NOT_REACHED),
        outcome("b", Verdict.NOT_REACHED),
        status=Status.ERROR,
        message="syntax error: invalid syntax",
        line=3,
    )

    found = only(check(reject(KNOWN, refused, kills="a")))

    assert found.problem.endswith("not graded: syntax error: invalid syntax (line 3)")


def test_a_fault_of_the_grader_is_no_disagreement_of_the_author():
    broken = judgement(KNOWN, outcome("b", Verdict.INTERNAL_ERROR, message="fixture gone"))

    found = check(reference(KNOWN, broken))

    assert only(found).ours
    assert only(found).problem == "the grader itself failed on it: `test_b`: fixture gone"
