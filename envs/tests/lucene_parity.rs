//! Search results and analysis, held to what Anserini over Lucene gave.
//!
//! `TRUESTEP_LUCENE_VECTORS` names a folder with `NAME.jsonl`, one query a line: `query` and `hits`, the best fifty as pairs
//! of product id and score to four digits, or null where the search raised; beside each file `catalog_NAME`, a folder in
//! WebShop's three-file form; and `code_points.tsv`, what Lucene's English analyser makes of every code point. Without the
//! variable nothing is compared.

#![cfg(feature = "shop")]
#![allow(clippy::print_stdout, reason = "the counts are this test's report")]
#![allow(
    clippy::unwrap_used,
    reason = "a malformed vector file must fail the test"
)]

use serde::Deserialize;
use std::path::{Path, PathBuf};
use truestep_envs::shop::catalog::Catalog;
use truestep_envs::shop::search::{has_too_many_terms, terms};

/// Scores are given to four digits; half of the last, and what a float adds to it.
const TOLERANCE: f64 = 0.000_051;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TRUESTEP_LUCENE_VECTORS").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: TRUESTEP_LUCENE_VECTORS names no folder");
    }
    folder
}

#[derive(Deserialize)]
struct Line {
    query: String,
    hits: Option<Vec<(String, f64)>>,
}

/// What differs between the recorded list and ours; `None` if nothing does.
fn differs(catalog: &Catalog, line: &Line) -> Option<String> {
    let raised = has_too_many_terms(&line.query);
    let Some(expected) = &line.hits else {
        return (!raised).then(|| "answered, expected an exception".to_owned());
    };
    if raised {
        return Some("refused, expected an answer".to_owned());
    }
    let hits = catalog.hits(&line.query);
    if hits.len() != expected.len() {
        return Some(format!(
            "{} results, expected {}",
            hits.len(),
            expected.len()
        ));
    }
    hits.iter()
        .zip(expected)
        .enumerate()
        .find_map(|(place, (hit, (asin, score)))| {
            let id = truestep_envs::shop::product::ProductId(hit.document);
            let found = catalog.product(id).asin.clone();
            let near = (f64::from(hit.score) - score).abs() <= TOLERANCE;
            (found != *asin || !near).then(|| {
                format!(
                    "place {place}: {found} {}, expected {asin} {score}",
                    hit.score
                )
            })
        })
}

fn compare(folder: &Path, name: &str, failures: &mut Vec<String>) -> usize {
    let (catalog, report) = Catalog::load_webshop(folder.join(format!("catalog_{name}"))).unwrap();
    let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
    let mut compared = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let line: Line = serde_json::from_str(line).unwrap();
        compared += 1;
        if let Some(what) = differs(&catalog, &line) {
            let query: String = line.query.chars().take(60).collect();
            failures.push(format!("{name}: {query:?}: {what}"));
        }
    }
    println!(
        "{name}: {} products, {compared} lists compared",
        report.products
    );
    compared
}

#[test]
fn every_result_list_is_that_of_lucene() {
    let Some(folder) = folder() else { return };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".jsonl").map(str::to_owned)
        })
        .collect();
    names.sort();
    let mut failures = Vec::new();
    let compared: usize = names
        .iter()
        .map(|name| compare(&folder, name, &mut failures))
        .sum();
    println!("lists: {compared} compared, {} differ", failures.len());
    assert!(
        compared > 0 && failures.is_empty(),
        "{}",
        failures.join("\n")
    );
}

/// What the analyser makes of a character alone and between letters, in the words of the file.
fn behaviour(letter: char) -> (&'static str, &'static str) {
    let alone = match terms(&format!("q {letter} q")).len() {
        2 => "none",
        3 => "term",
        _ => "several",
    };
    let between = match terms(&format!("x{letter}y")).len() {
        1 => "joins",
        2 => "splits",
        3 => "stands",
        _ => "several",
    };
    (alone, between)
}

#[test]
fn every_code_point_is_analysed_as_lucene_does() {
    let Some(folder) = folder() else { return };
    let path = folder.join("code_points.tsv");
    if !path.exists() {
        println!("skipped: the folder has no code_points.tsv");
        return;
    }
    let text = std::fs::read_to_string(path).unwrap();
    let (mut compared, mut failures) = (0, Vec::new());
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let point = |text| u32::from_str_radix(text, 16).unwrap();
        for letter in (point(fields[0])..=point(fields[1])).filter_map(char::from_u32) {
            compared += 1;
            let (alone, between) = behaviour(letter);
            if (alone, between) != (fields[2], fields[3]) {
                failures.push(format!(
                    "U+{:04X}: {alone} {between}, expected {} {}",
                    letter as u32, fields[2], fields[3]
                ));
            }
        }
    }
    println!(
        "code points: {compared} compared, {} differ",
        failures.len()
    );
    failures.truncate(40);
    assert!(
        compared > 0 && failures.is_empty(),
        "{}",
        failures.join("\n")
    );
}
