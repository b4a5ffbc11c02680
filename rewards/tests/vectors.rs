//! Every file of numeric cases is met by our functions.
//!
//! Walks `tests/data/credit`, or the folder named by `TRUESTEP_CREDIT_VECTORS`; a file without an adapter fails. Prints a
//! table: file, cases, passed. `tests/data/edges` holds further cases in the same form, worked out from the same definitions.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking"
)]

mod adapters;

use adapters::{ADAPTERS, Case, ordered};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    env, fs,
    io::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

/// Relative and absolute tolerance of a case.
fn tolerance(scheme: &str, name: &str) -> (f64, f64) {
    // MatchTIR's soft transport stops at an iteration limit, STARC's value iteration at 1e-8, and cases named tiny_spread
    // lose digits to cancellation.
    match (scheme, name) {
        (_, "tiny_spread") => (1e-8, 1e-12),
        ("matchtir_rewards", _) => (1e-6, 1e-9),
        ("starc_metrics", _) => (1e-7, 1e-7),
        _ => (1e-9, 1e-12),
    }
}

fn differ(path: &str, got: &Value, expected: &Value, tol: (f64, f64), out: &mut Vec<String>) {
    match (got, expected) {
        (Value::Number(g), Value::Number(e)) => {
            let (g, e) = (g.as_f64().unwrap(), e.as_f64().unwrap());
            // A zero may be stored as the rounding noise of a mean over a small constant; ours is exact.
            if g == 0.0 && e.abs() <= 1e-9 {
                return;
            }
            // The authors iterate these values until they change by less than 1e-8.
            let iterated = path.contains(".authors_value") && e.abs() < 1e-6;
            let tol = if iterated { (tol.0, 1e-6) } else { tol };
            if (g - e).abs() > tol.0 * g.abs().max(e.abs()) + tol.1 {
                out.push(format!("{path}: got {g}, expected {e}"));
            }
        }
        (Value::Array(g), Value::Array(e)) if g.len() == e.len() => {
            for (i, (g, e)) in g.iter().zip(e).enumerate() {
                differ(&format!("{path}[{i}]"), g, e, tol, out);
            }
        }
        (Value::Object(g), Value::Object(e)) => {
            for (key, e) in e {
                match g.get(key) {
                    Some(g) => differ(&format!("{path}.{key}"), g, e, tol, out),
                    None => out.push(format!("{path}.{key}: missing")),
                }
            }
            for key in g.keys().filter(|k| !e.contains_key(*k)) {
                out.push(format!("{path}.{key}: not expected"));
            }
        }
        _ if got == expected => {}
        _ => out.push(format!("{path}: got {got}, expected {expected}")),
    }
}

#[test]
fn every_numeric_case_is_met() {
    walk(&env::var_os("TRUESTEP_CREDIT_VECTORS").map_or_else(|| data("credit"), PathBuf::from));
}

#[test]
fn the_edges_of_every_definition_are_met() {
    walk(&data("edges"));
}

fn data(folder: &str) -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    tests.join(folder)
}

/// Check every file of a folder and print the table.
fn walk(folder: &Path) {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    let (mut wrong, mut table) = (Vec::new(), String::new());
    let (mut all, mut all_passed) = (0, 0);
    for file in &files {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let content = ordered::read(&fs::read_to_string(file).unwrap());
        let (cases, mut failures) = check(stem, &content);
        let failed: BTreeSet<usize> = failures.iter().map(|(case, _)| *case).collect();
        let passed = cases - failed.len();
        table += &format!("{stem:<45} {cases:>5} {passed:>6}\n");
        (all, all_passed) = (all + cases, all_passed + passed);
        wrong.extend(failures.drain(..).map(|(_, what)| what));
    }
    let head = format!("{:<45} {:>5} {:>6}\n", "file", "cases", "passed");
    let foot = format!(
        "{:<45} {all:>5} {all_passed:>6}\n",
        format!("{} files", files.len())
    );
    // Written past the capture of the test harness: the table is what a run over another folder is for.
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{head}{table}{foot}").as_bytes())
        .unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Number of cases of a file, and what differs in which of them.
fn check(stem: &str, content: &Value) -> (usize, Vec<(usize, String)>) {
    let cases = content["cases"].as_array().unwrap();
    let named = |name: &str| ADAPTERS.iter().find(|(known, _)| *known == name);
    // A file that is called otherwise says what it is about.
    let scheme = content["scheme"].as_str().unwrap_or("");
    let Some((scheme, adapter)) = named(stem).or_else(|| named(scheme)) else {
        let all = (0..cases.len().max(1)).map(|i| (i, format!("{stem}: no adapter")));
        return (cases.len().max(1), all.collect());
    };
    let mut failures = vec![];
    for (i, case) in cases.iter().enumerate() {
        let name = case["name"].as_str().unwrap_or("");
        let at = format!("{stem}#{i} {name}");
        let mut wrong = vec![];
        match catch_unwind(AssertUnwindSafe(|| adapter(&Case(case)))) {
            Ok(got) => {
                let tol = tolerance(scheme, name);
                differ(&at, &got, &case["expected"], tol, &mut wrong);
            }
            Err(_) => wrong.push(format!("{at}: panicked")),
        }
        failures.extend(wrong.into_iter().map(|what| (i, what)));
    }
    (cases.len(), failures)
}

#[test]
fn every_adapter_has_its_file() {
    let folder = data("credit");
    for (name, _) in ADAPTERS {
        assert!(folder.join(format!("{name}.json")).exists(), "{name}");
    }
}
