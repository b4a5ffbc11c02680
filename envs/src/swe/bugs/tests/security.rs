//! What takes a guard away, and what does not.

use super::super::{Operator, Shape, candidates};
use super::lines_after;
use crate::swe::repos::{GUARDED, draw};
use std::collections::BTreeSet;
use truestep_core::chance::Seed;

#[test]
fn a_weakness_is_no_mistake_of_another_shape() {
    let repository = draw(&GUARDED[0], Seed(3)).unwrap();
    for shape in [
        Shape::Single,
        Shape::SameFile,
        Shape::AcrossFiles,
        Shape::Feature,
    ] {
        for candidate in candidates(&repository, shape, Seed(1)).unwrap() {
            let weak = candidate
                .operators
                .iter()
                .any(|one| one.weakness().is_some());
            assert!(!weak, "{candidate:?}");
        }
    }
    let all = candidates(&repository, Shape::Vulnerability, Seed(1)).unwrap();
    let kinds: BTreeSet<_> = all.iter().map(|one| one.operators[0].weakness()).collect();
    assert!(kinds.len() == 4 && !kinds.contains(&None), "{kinds:?}");
}

/// What a function becomes that returns an expression.
fn after(operator: Operator, expression: &str) -> Vec<String> {
    let begin = "def f(a, b):\n    return ";
    let all = lines_after(operator, &format!("{begin}{expression}\n")).into_iter();
    let own = all.map(|text| text.trim_start_matches(begin).trim_end().to_owned());
    own.collect()
}

#[test]
fn guards_are_taken_away_where_they_stand() {
    let escaped = after(Operator::EscapeDrop, "escape(a) + escape(a + b)");
    assert_eq!(escaped, ["a + escape(a + b)", "escape(a) + (a + b)"]);
    let loaded = after(Operator::UnsafeLoad, "ast.literal_eval(a)");
    assert_eq!(loaded, ["eval(a)"]);
    let path = after(Operator::PathGuardDrop, "[inside(a.b), inside(*a)]");
    assert_eq!(path, ["[a.b, inside(*a)]"]);
}

#[test]
fn a_check_is_dropped_and_another_call_is_not() {
    let source = "class A:\n    def f(self, a):\n        self._check_owner(a)\n        self.log(a)\n        if a:\n            raise ValueError(a)\n        return a\n";
    let mut repository = super::first_project();
    repository.files = vec![crate::swe::repos::SourceFile {
        path: "m.py".to_owned(),
        text: source.to_owned(),
    }];
    let all = candidates(&repository, Shape::Vulnerability, Seed(1)).unwrap();
    let [one] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(one.operators, [Operator::CheckDrop]);
    assert_eq!(
        one.buggy(&repository)[0].text,
        source.replace("        self._check_owner(a)\n", "")
    );
}
