mod security;
mod validity;

use super::{
    Candidate, Edit, Invalid, Operator, Shape, Verdict, apply, candidates, gold::unified, hunks,
    inverse, python, sites,
};
use crate::swe::{
    files::patch::{self, Fit},
    repos::{GUARDED, Repository, SKELETONS, draw},
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::chance::Seed;

/// What is offered of every shape.
const SHAPES: [Shape; 4] = [
    Shape::Single,
    Shape::SameFile,
    Shape::AcrossFiles,
    Shape::Feature,
];

fn first_project() -> Repository {
    draw(&SKELETONS[0], Seed(1)).unwrap()
}

#[test]
fn the_repair_gives_the_exact_bytes_back() {
    for skeleton in SKELETONS {
        let repository = draw(skeleton, Seed(3)).unwrap();
        for candidate in sites::all(&repository).unwrap() {
            hold_repair(&repository, &candidate);
        }
        for shape in SHAPES {
            for candidate in candidates(&repository, shape, Seed(3))
                .unwrap()
                .iter()
                .take(60)
            {
                hold_repair(&repository, candidate);
            }
        }
    }
}

/// Holds the edits, the hunks, the lines and the patch of a repair to what the right files are.
fn hold_repair(repository: &Repository, candidate: &Candidate) {
    let gold = candidate.gold(repository);
    let buggy = candidate.buggy(repository);
    assert_eq!(buggy.len(), candidate.files.len());
    let patches = patch::parse(gold.patch.as_bytes()).unwrap();
    assert_eq!(patches.len(), buggy.len());
    for (file, patch) in buggy.iter().zip(&patches) {
        assert_eq!(patch.old, format!("a/{}", file.path));
        assert_eq!(patch.new, format!("b/{}", file.path));
        let (patched, fits) = patch.apply(file.text.as_bytes(), 0);
        let right = repository.file(&file.path).unwrap();
        assert_eq!(patched, right.as_bytes(), "{}", gold.patch);
        let exact = |fit: &Fit| {
            matches!(
                fit,
                Fit::Fits {
                    offset: 0,
                    fuzz: 0,
                    ..
                }
            )
        };
        assert!(fits.iter().all(exact), "{fits:?} of {}", gold.patch);
    }
    for (file, gold) in buggy.iter().zip(&gold.files) {
        let right = repository.file(&file.path).unwrap();
        assert_ne!(
            file.text, right,
            "{:?} changes something",
            candidate.operators
        );
        assert_eq!(apply(&file.text, &gold.edits).as_deref(), Some(right));
        let mut lines: Vec<String> = file.text.split_inclusive('\n').map(str::to_owned).collect();
        for hunk in gold.hunks.iter().rev() {
            let replaced = hunk.first - 1..hunk.first - 1 + hunk.removed.len();
            assert_eq!(lines[replaced.clone()], hunk.removed);
            lines.splice(replaced, hunk.added.iter().cloned());
        }
        assert_eq!(lines.concat(), right, "hunks of {:?}", candidate.operators);
        assert!(!gold.lines.is_empty());
    }
    assert!(!gold.functions.is_empty());
}

#[test]
fn candidates_are_the_same_for_a_seed_and_in_another_order_for_another() {
    let repository = first_project();
    for shape in SHAPES {
        let once = candidates(&repository, shape, Seed(5)).unwrap();
        assert_eq!(once, candidates(&repository, shape, Seed(5)).unwrap());
        assert_ne!(once, candidates(&repository, shape, Seed(6)).unwrap());
        assert!(once.len() >= 20, "{shape:?}: {}", once.len());
    }
}

#[test]
fn combined_bugs_are_where_their_shape_says() {
    let repository = first_project();
    for candidate in candidates(&repository, Shape::SameFile, Seed(5)).unwrap() {
        assert_eq!((candidate.files.len(), candidate.operators.len()), (1, 2));
    }
    for candidate in candidates(&repository, Shape::AcrossFiles, Seed(5)).unwrap() {
        assert_eq!(candidate.files.len(), candidate.operators.len());
        assert!((2..=3).contains(&candidate.files.len()));
    }
}

#[test]
fn every_operator_finds_places_in_the_skeletons_together() {
    let mut places: BTreeMap<Operator, usize> = BTreeMap::new();
    for skeleton in SKELETONS.iter().chain(GUARDED) {
        for candidate in sites::all(&draw(skeleton, Seed(2)).unwrap()).unwrap() {
            *places.entry(candidate.operators[0]).or_default() += 1;
        }
    }
    for operator in Operator::ALL {
        let count = places.get(operator).copied().unwrap_or(0);
        assert!(count > 0, "{} finds no place", operator.name());
    }
}

#[test]
fn no_bug_is_put_into_a_test_or_a_message() {
    let repository = first_project();
    for candidate in sites::all(&repository).unwrap() {
        assert!(!candidate.files[0].path.starts_with("tests/"));
        let text = repository.file(&candidate.files[0].path).unwrap();
        let first = &candidate.files[0].edits[0].span;
        let line = &text[super::lines_around(text, &(first.start..first.start))];
        let moved = [
            Operator::GuardRemoval,
            Operator::ExceptionSwallow,
            Operator::FeatureRemoval,
        ];
        let whole = moved.contains(&candidate.operators[0]);
        assert!(whole || !line.trim_start().starts_with("raise "), "{line}");
    }
}

/// Applies every operator to a text of its own and lists what lines come of it.
fn lines_after(operator: Operator, source: &str) -> BTreeSet<String> {
    let mut repository = first_project();
    repository.files = vec![crate::swe::repos::SourceFile {
        path: "m.py".to_owned(),
        text: source.to_owned(),
    }];
    let all = sites::all(&repository).unwrap();
    let ours = all
        .iter()
        .filter(|candidate| candidate.operators == [operator]);
    ours.map(|candidate| candidate.buggy(&repository)[0].text.clone())
        .collect()
}

#[test]
fn operators_do_what_they_say() {
    let function = |body: &str| {
        format!("def f(a: int, b: int, items: list = None, n=1):\n    \"\"\"Docs.\"\"\"\n{body}")
    };
    let cases: &[(Operator, &str, &[&str])] = &[
        (
            Operator::CompareBoundary,
            "    return a < b\n",
            &["    return a <= b\n"],
        ),
        (
            Operator::CompareNegate,
            "    return a not in b\n",
            &["    return a in b\n"],
        ),
        (
            Operator::LogicSwap,
            "    return a and b\n",
            &["    return a or b\n"],
        ),
        (
            Operator::NotDrop,
            "    return not (a and b)\n",
            &["    return (a and b)\n"],
        ),
        (
            Operator::ConditionDrop,
            "    return a < b <= n\n",
            &["    return a < b\n", "    return b <= n\n"],
        ),
        (
            Operator::ConditionDrop,
            "    return a and (b or n)\n",
            &[
                "    return a\n",
                "    return (b or n)\n",
                "    return a and (b)\n",
                "    return a and (n)\n",
            ],
        ),
        (
            Operator::ArithmeticSwap,
            "    return a // b\n",
            &["    return a * b\n"],
        ),
        (
            Operator::OperandSwap,
            "    return a - b\n",
            &["    return b - a\n"],
        ),
        (
            Operator::SliceShift,
            "    return items[1:b]\n",
            &["    return items[2:b]\n", "    return items[1:b - 1]\n"],
        ),
        (
            Operator::RangeEnd,
            "    return range(a, b + 1)\n",
            &["    return range(a, b)\n"],
        ),
        (
            Operator::CopyDrop,
            "    return list(items)\n",
            &["    return items\n"],
        ),
        (
            Operator::KeywordDrop,
            "    return sorted(items, key=a)\n",
            &["    return sorted(items)\n"],
        ),
        (
            Operator::ArgumentSwap,
            "    return g(a, b)\n",
            &["    return g(b, a)\n"],
        ),
        (
            Operator::WrongVariable,
            "    return a\n",
            &["    return b\n"],
        ),
        (Operator::ReturnDrop, "    return g(a)\n", &["    g(a)\n"]),
        (
            Operator::EarlyReturn,
            "    for x in items:\n        a += x\n    return a\n",
            &["    for x in items:\n        a += x\n        return a\n"],
        ),
        (
            Operator::GuardRemoval,
            "    if a:\n        return b\n    return n\n",
            &["    return n\n"],
        ),
        (
            Operator::BranchSwap,
            "    if a:\n        g(b)\n    else:\n        h(n)\n",
            &["    if a:\n        h(n)\n    else:\n        g(b)\n"],
        ),
        (
            Operator::LoopOnce,
            "    while a:\n        a -= 1\n",
            &["    if a:\n        a -= 1\n"],
        ),
        (
            Operator::ExceptionSwallow,
            "    try:\n        g(a)\n    except KeyError:\n        raise E(a) from None\n",
            &["    try:\n        g(a)\n    except KeyError:\n        return None\n"],
        ),
        (
            Operator::StatementSwap,
            "    a = b\n    b = n\n",
            &["    b = n\n    a = b\n"],
        ),
        (
            Operator::WrongKey,
            "    return a[\"x\"] + b.get(\"y\", 0)\n",
            &[
                "    return a[\"y\"] + b.get(\"y\", 0)\n",
                "    return a[\"x\"] + b.get(\"x\", 0)\n",
            ],
        ),
        (
            Operator::ConversionDrop,
            "    return a.strip()\n",
            &["    return a\n"],
        ),
    ];
    for (operator, body, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|body| function(body)).collect();
        assert_eq!(
            lines_after(*operator, &function(body)),
            expected,
            "{}",
            operator.name()
        );
    }
}

#[test]
fn differences_are_what_patch_takes() {
    let text = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\n";
    let edits = [
        Edit {
            span: 2..3,
            text: "B".to_owned(),
        },
        Edit {
            span: 20..22,
            text: String::new(),
        },
    ];
    let hunks = hunks(text, &edits);
    let expected = "--- a/x.py\n+++ b/x.py\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -8,7 +8,6 @@\n h\n i\n j\n-k\n l\n m\n n\n";
    let edited = apply(text, &edits).unwrap();
    assert_eq!(unified("x.py", (text, &edited), &hunks), expected);
    let back = inverse(text, &edits);
    assert_eq!(apply(&edited, &back).unwrap(), text);
}

#[test]
fn what_is_no_python_is_refused_with_its_line() {
    for (text, line) in [
        ("def f(:\n    pass\n", 1),
        ("x = 1\nif x\n    pass\n", 2),
        ("x = (1\n", 2),
        ("a b\n", 1),
        ("x = 'a\n", 1),
    ] {
        assert_eq!(python::parse(text).unwrap_err().line, line, "{text}");
    }
    let deep = format!("x = {}1{}\n", "(".repeat(5000), ")".repeat(5000));
    assert!(python::parse(&deep).is_err());
    assert!(python::parse(&format!("x = {}1\n", "-".repeat(5000))).is_err());
    for chain in ["x = 1{}\n", "x = a{}\n"].iter().zip([" + 1", "()"]) {
        let long = chain.0.replace("{}", &chain.1.repeat(100_000));
        assert!(python::parse(&long).is_err());
    }
}

#[test]
fn verdicts_count_what_was_not_reached_as_no_evidence() {
    let ids: Vec<String> = (0..10).map(|number| format!("t{number}")).collect();
    let run = |failing: usize, reached: usize| -> Vec<(String, bool)> {
        ids[..reached]
            .iter()
            .enumerate()
            .map(|(at, id)| (id.clone(), at >= failing))
            .collect()
    };
    assert_eq!(Verdict::of(&ids, &run(0, 10)), Err(Invalid::Survived));
    assert_eq!(Verdict::of(&ids, &run(5, 10)), Err(Invalid::TooMany));
    assert_eq!(Verdict::of(&ids, &run(1, 9)), Err(Invalid::OtherTests));
    let verdict = Verdict::of(&ids, &run(4, 10)).unwrap();
    assert_eq!(
        (verdict.fail_to_pass.len(), verdict.pass_to_pass.len()),
        (4, 6)
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(words in proptest::collection::vec(0_usize..WORDS.len(), 0..60)) {
        let text: String = words.into_iter().map(|word| WORDS[word]).collect();
        hold_any(&text);
    }

    #[test]
    fn any_characters_are_read_or_refused(text in "\\PC{0,80}") {
        hold_any(&text);
    }
}

/// What texts are made of that look like Python.
const WORDS: [&str; 40] = [
    "\n", "\n    ", "\n  ", " ", "def ", "class ", "if ", "elif ", "else", ":", "for ", " in ",
    "while ", "try", "except ", "return ", "raise ", "x", "y.z", "(", ")", "[", "]", "{", "}", ",",
    "=", "+=", " not ", " and ", "-", "*", "**", "1", "\"s\"", "\"\"\"", "#", "lambda ", "\\\n",
    "é",
];

/// Asks every operator about a text that is all there is of a project.
fn hold_any(text: &str) {
    let mut repository = first_project();
    repository.files = vec![crate::swe::repos::SourceFile {
        path: "m.py".to_owned(),
        text: text.to_owned(),
    }];
    if let Ok(all) = sites::all(&repository) {
        for candidate in all {
            hold_repair(&repository, &candidate);
        }
    }
}
