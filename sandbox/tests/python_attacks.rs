//! What hostile Python tries, and what comes of it: an exception that the program could have caught, or a typed cause that
//! stops it. The host goes on, the next instance is whole, and the same attack comes to the same end with the same fuel.
//! `SECURITY.md` lists the cases with their results: `BLESS=1` writes its table.
#![cfg(feature = "python")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "python_cases/mod.rs"]
mod cases;
#[path = "common/python.rs"]
mod python;
#[path = "common/security.rs"]
mod security;

use cases::cases;
use python::{printed, run};
use truestep_sandbox::python::{End, Ran};

/// How a program ended, in a word: a cause, a class of exception, or an exit.
fn word(ran: &Ran) -> String {
    match &ran.end {
        End::Done => "done".into(),
        End::Exit(code) => format!("exit code {code}"),
        End::Raised(raised) => raised.kind.clone(),
        End::Stopped(cause) => cause.kind().into(),
    }
}

#[test]
fn every_attack_comes_to_its_end_and_leaves_host_and_next_instance_whole() {
    let mut wrong = vec![];
    for case in cases() {
        let ran = run(case.code);
        if word(&ran) != case.end {
            wrong.push(format!(
                "{}: {} instead of {}: {:?}",
                case.name,
                word(&ran),
                case.end,
                ran.end
            ));
        }
        assert_eq!(run(case.code), ran, "{}", case.name);
        assert_eq!(printed("print('whole')"), "whole\n", "{}", case.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cases_have_different_names_and_there_are_enough() {
    security::are_different(&results(), 50);
}

const BEGIN: &str = "<!-- python: written by `BLESS=1 cargo test -p truestep-sandbox --features python --test python_attacks` -->\n";
const END: &str = "<!-- end of python -->\n";

#[test]
fn security_md_lists_every_case_with_its_result() {
    security::lists(BEGIN, END, &results());
}

/// Every case with what it comes to.
fn results() -> Vec<(&'static str, &'static str)> {
    let cases = cases().into_iter();
    cases.map(|case| (case.name, case.end)).collect()
}
