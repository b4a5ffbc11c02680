//! WebShop's own numbers and bytes, reproduced: its reward under both versions of its fuzzy matcher, string scores, and
//! whole episodes of its text environment (observations in both text modes, click tables, rewards, end, addresses).
//!
//! `TRUESTEP_WEBSHOP_VECTORS` names another folder with files of the same form; see `tests/data/webshop/README.md`.

#![allow(clippy::print_stdout, reason = "the counts are this test's report")]
#![allow(
    clippy::unwrap_used,
    reason = "a malformed vector file must fail the test"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;
use truestep_envs::shop::compat::amount::Amount;
use truestep_envs::shop::compat::fuzzy::{Fuzz, token_set_ratio};
use truestep_envs::shop::compat::judge;
use truestep_envs::shop::compat::reward::{GoalOptions, Listing, Reward, RewardError, Wanted};

mod webshop;

use webshop::{episode, html, recorded};

/// Figures are compared to this absolute difference.
const TOLERANCE: f64 = 1e-12;

fn folder() -> PathBuf {
    std::env::var_os("TRUESTEP_WEBSHOP_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/webshop"),
        PathBuf::from,
    )
}

fn read_text(name: &str) -> String {
    let path = folder().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn read(name: &str) -> Value {
    serde_json::from_str(&read_text(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The entries of a file: a bare list, or one in the field `name` or `cases`.
fn list<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    let lists = [file, &file[name], &file["cases"]];
    lists.into_iter().find_map(Value::as_array).unwrap()
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many
            .iter()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or("")
}

fn goal_options(goal: &Value) -> GoalOptions {
    match &goal["goal_options"] {
        Value::Object(pairs) => GoalOptions::Dict(
            pairs
                .iter()
                .map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned()))
                .collect(),
        ),
        other => GoalOptions::List(strings(other)),
    }
}

fn amount(value: &Value) -> Option<Amount> {
    value
        .as_f64()
        .map(|dollars| Amount::from_f64(dollars).unwrap())
}

/// Compares a reward with an `info`/`verbose` dictionary of WebShop; says what differs.
fn differs(got: &Reward, info: &Value) -> Option<String> {
    let f = |r: num_rational::Ratio<i64>| *r.numer() as f64 / *r.denom() as f64;
    let kind = got.product.kind;
    let numbers = [
        ("r_type", Some(f(kind.r_type))),
        ("title_score", Some(f(kind.title_score))),
        ("r_att", Some(f(got.r_att))),
        ("w_att", Some(f(got.w_att))),
        ("r_option", got.r_option.map(f)),
        ("w_option", got.w_option.map(f)),
        ("w_price", Some(f(got.w_price))),
    ];
    let truths = [
        ("query_match", kind.query_match),
        ("category_match", kind.category_match),
        ("r_price", got.product.price_ok),
    ];
    for (name, value) in numbers {
        let expected = info.get(name).and_then(Value::as_f64);
        let same = match (value, expected) {
            (Some(a), Some(b)) => (a - b).abs() <= TOLERANCE,
            (a, b) => a.is_none() && b.is_none(),
        };
        if !same {
            return Some(format!("{name}: got {value:?}, expected {expected:?}"));
        }
    }
    truths.into_iter().find_map(|(name, value)| {
        let expected = info.get(name).and_then(Value::as_bool);
        (expected != Some(value)).then(|| format!("{name}: got {value}, expected {expected:?}"))
    })
}

fn judge(case: &Value, fuzz: Fuzz) -> Result<Reward, RewardError> {
    let (product, goal) = (&case["product"], &case["goal"]);
    let (product_nouns, goal_nouns) = (
        strings(&case["product_nouns"]),
        strings(&case["goal_nouns"]),
    );
    let (bullets, attributes) = (
        strings(&product["BulletPoints"]),
        strings(&product["Attributes"]),
    );
    let (wanted, options) = (strings(&goal["attributes"]), goal_options(goal));
    let values: Vec<String> = match &case["options"] {
        Value::Object(map) => map
            .values()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect(),
        other => strings(other),
    };
    judge::reward(
        fuzz,
        Listing {
            query: text(product, "query"),
            product_category: text(product, "product_category"),
            nouns: &product_nouns,
            title: text(product, "Title"),
            description: text(product, "Description"),
            bullets: &bullets,
            attributes: &attributes,
        },
        Wanted {
            query: text(goal, "query"),
            product_category: text(goal, "product_category"),
            nouns: &goal_nouns,
            attributes: &wanted,
            options: &options,
            price_upper: amount(&goal["price_upper"]).unwrap_or(Amount::ZERO),
        },
        amount(&case["price"]),
        values.iter().map(String::as_str),
    )
}

fn check_case(case: &Value, fuzz: Fuzz, expected: &Value) -> Option<String> {
    match judge(case, fuzz) {
        Err(error) => (error.python_exception() != expected["error"].as_str())
            .then(|| format!("got error {error:?}, expected {expected}")),
        Ok(got) => {
            if let Some(error) = expected["error"].as_str() {
                return Some(format!("got {got:?}, expected {error}"));
            }
            let total = expected["total"].as_f64().unwrap();
            if (got.total_f64() - total).abs() > TOLERANCE {
                return Some(format!("total: got {}, expected {total}", got.total));
            }
            let counts = [
                ("num_attr_matches", got.product.attribute_hits),
                ("num_option_matches", got.option_hits),
            ];
            for (name, count) in counts {
                let expected = expected.get(name).and_then(Value::as_u64);
                if expected.is_some_and(|n| n != u64::from(count)) {
                    return Some(format!("{name}: got {count}, expected {expected:?}"));
                }
            }
            differs(&got, &expected["info"])
        }
    }
}

#[test]
fn every_reward_case_agrees_under_both_matchers() {
    let file = read("reward.json");
    let versions = [
        ("expected_thefuzz_0_19", Fuzz::Difflib019),
        ("expected_thefuzz_0_22", Fuzz::Indel022),
    ];
    let (mut checked, mut raised, mut failures) = (0, 0, Vec::new());
    for case in list(&file, "cases") {
        for (field, fuzz) in versions {
            let Some(expected) = case.get(field) else {
                continue;
            };
            checked += 1;
            raised += usize::from(expected.get("error").is_some());
            if let Some(what) = check_case(case, fuzz, expected) {
                failures.push(format!("case {} {fuzz:?}: {what}", case["id"]));
            }
        }
    }
    println!(
        "reward: {checked} results compared, {raised} of them errors, {} differ",
        failures.len()
    );
    assert!(
        checked > 0 && failures.is_empty(),
        "{}",
        failures.join("\n")
    );
}

#[test]
fn every_string_pair_scores_the_same_under_both_matchers() {
    let file = read("token_set_ratio.json");
    let pairs = list(&file, "pairs");
    let (mut checked, mut failures) = (0, Vec::new());
    for pair in pairs {
        for (field, fuzz) in [("s19", Fuzz::Difflib019), ("s22", Fuzz::Indel022)] {
            let Some(expected) = pair.get(field).and_then(Value::as_u64) else {
                continue;
            };
            checked += 1;
            let got = token_set_ratio(fuzz, text(pair, "a"), text(pair, "b"));
            if u64::from(got) != expected {
                failures.push(format!("{pair} {fuzz:?}: got {got}"));
            }
        }
    }
    println!(
        "token_set_ratio: {checked} scores compared, {} differ",
        failures.len()
    );
    assert!(
        checked > 0 && failures.is_empty(),
        "{}",
        failures.join("\n")
    );
}

/// The words the recorded episodes' tagger took for nouns: those of the reward cases, and the last word of each query,
/// which names the kind of product; and those the file itself lists.
fn lexicon(products: &Value, meta: &Value) -> BTreeSet<String> {
    let mut nouns: BTreeSet<String> = strings(&meta["nouns"]).into_iter().collect();
    for case in list(&read("reward.json"), "cases") {
        nouns.extend(strings(&case["goal_nouns"]));
        nouns.extend(strings(&case["product_nouns"]));
    }
    for product in products.as_array().unwrap() {
        nouns.extend(
            text(product, "query")
                .split(' ')
                .next_back()
                .map(str::to_lowercase),
        );
    }
    nouns
}

#[test]
fn every_episode_shows_the_same_bytes_and_pays_the_same_rewards() {
    let file = read("episodes.json");
    let catalog = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.starts_with("catalog"))
        .unwrap();
    let items = read(&format!("{catalog}/items_shuffle.json"));
    let shop = recorded::Shop::new(
        &folder().join(&catalog),
        &file["meta"],
        lexicon(&items, &file["meta"]),
    );
    let mut counts = episode::Counts::new();
    let mut failures = Vec::new();
    for (number, recorded) in file["episodes"].as_array().unwrap().iter().enumerate() {
        *counts.entry("episodes").or_default() += 1;
        for what in episode::replay(&shop, recorded, &mut counts) {
            failures.push(format!("episode {number}: {what}"));
        }
    }
    println!("episodes: {counts:?}, {} differences", failures.len());
    assert!(
        counts.get("steps") > Some(&0) && failures.is_empty(),
        "{}",
        failures.join("\n")
    );
}

#[test]
fn text_taken_from_a_page_skips_what_a_browser_skips() {
    let page = "<head><title>x</title></head>\n<p>a &lt;b&gt; &amp; c</p>\n<li> </li><li></li><pre>\n</pre>";
    assert_eq!(html::visible_texts(page), ["a <b> & c", " "]);
}
