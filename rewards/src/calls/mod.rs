//! Functions by name, from JSON to JSON: for a program that is not written in Rust, and for the command line.
//!
//! Each takes an object and gives one; what it takes is shown by an example that computes. A scheme that prices trajectories
//! is no call: it is a pipeline.

mod actions;
mod answers;
mod pairs;
mod tables;
mod trees;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use truestep_core::json;

/// A function by the name of its scheme.
#[derive(Clone, Copy, Debug)]
pub struct Callable {
    /// The name.
    pub name: &'static str,
    /// What it takes, as JSON; the example of its card where that has one.
    pub example: &'static str,
    /// The function.
    call: fn(Json) -> Result<Json, Wrong>,
}

/// Why a function gives nothing, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CallError(String);

/// What is wrong with what a function was given.
#[derive(Debug)]
enum Wrong {
    /// It has another form.
    Form(String),
    /// Parts of it do not fit each other, or are too many.
    Fit(&'static str),
}

/// Every function that can be called, in the order of the schemes.
pub const CALLS: &[Callable] = &[
    pairs::CSO,
    pairs::DPO,
    pairs::CRM,
    actions::GREEDY,
    actions::OPTIMAL,
    actions::SOFT,
    pairs::CLEANER,
    trees::REST,
    trees::HNC,
    trees::GROUNDED,
    trees::DEEPSEARCH,
    tables::POW3R,
    tables::SARM,
    tables::BI_LEVEL,
    actions::SEARCH_R1,
    actions::STEPSEARCH,
    actions::RESEEK,
    actions::WEBSHOP,
    actions::GUI_R1,
    actions::UI_R1,
    tables::STARC,
    answers::MSCR,
    answers::MAH,
    answers::PAVERL,
];

/// The function of that name; `None` of a scheme that is no function, and of no scheme.
///
/// ```
/// use serde_json::json;
/// let dpo = truestep_rewards::calls::callable("dpo-pair").unwrap();
/// let input = json!({"chosen": -1, "chosen_reference": -1, "rejected": -1, "rejected_reference": -1, "beta": 0.1});
/// assert_eq!(dpo.call(input).unwrap()["loss"], std::f64::consts::LN_2);
/// ```
#[must_use]
pub fn callable(name: &str) -> Option<&'static Callable> {
    CALLS.iter().find(|callable| callable.name == name)
}

impl Callable {
    /// What it gives for `input`. A number beyond doubles is null.
    ///
    /// # Errors
    /// [`CallError`] if the input has another form than the example.
    pub fn call(&self, input: Json) -> Result<Json, CallError> {
        let Self { name, example, .. } = self;
        (self.call)(input).map_err(|wrong| match wrong {
            Wrong::Form(what) => CallError(format!("{what}; `{name}` takes {example}")),
            Wrong::Fit(what) => CallError(format!("`{name}`: {what}")),
        })
    }
}

/// Read what a function takes, from an object alone.
fn read<T: DeserializeOwned>(input: Json) -> Result<T, Wrong> {
    if !input.is_object() {
        return Err(Wrong::Form("expected an object".into()));
    }
    serde_json::from_value(input).map_err(|error| Wrong::Form(json::why(&error)))
}

/// That something holds, or what does not fit.
fn fits(holds: bool, otherwise: &'static str) -> Result<(), Wrong> {
    holds.then_some(()).ok_or(Wrong::Fit(otherwise))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Stage,
        registry::{Build, schemes},
    };
    use serde_json::json;

    fn example(callable: &Callable) -> Json {
        let input = serde_json::from_str(callable.example);
        input.unwrap_or_else(|error| panic!("{}: {error}", callable.name))
    }

    #[test]
    fn every_function_can_be_called_and_every_example_computes() {
        let functions = schemes().filter(|e| matches!(e.build, Build::Function(_)));
        let names: Vec<&str> = functions.map(|e| e.info.name).collect();
        let called: Vec<&str> = CALLS.iter().map(|callable| callable.name).collect();
        assert_eq!(names, called);
        for entry in schemes() {
            let is_function = matches!(entry.build, Build::Function(_));
            assert_eq!(is_function, entry.info.stage == Stage::Function);
        }
        for callable in CALLS {
            let out = callable.call(example(callable)).unwrap();
            assert!(
                out.as_object().is_some_and(|out| !out.is_empty()),
                "{}",
                callable.name
            );
        }
    }

    /// The examples of the cards.
    #[test]
    fn the_worked_examples_come_out() {
        let given = |name: &str| {
            let callable = callable(name).unwrap();
            callable.call(example(callable)).unwrap()
        };
        let near = |x: &Json, y: f64| (x.as_f64().unwrap() - y).abs() < 1e-4;
        assert!(near(&given("dpo-pair")["loss"], std::f64::consts::LN_2));
        assert!(near(&given("pica:crm-loss")["loss"], 0.914_266_7));
        assert_eq!(given("cso")["pairs"][0]["chosen"], "search[b]");
        assert!(near(&given("cleaner:saar")["similarity"], 0.875));
        assert_eq!(given("matchtir:greedy")["matched"], json!([0, 1]));
        assert_eq!(given("matchtir:optimal")["matched"], json!([1, 0]));
        let values = given("rest-mcts:tree")["values"].clone();
        assert!(
            (0..3).all(|i| near(&values[i][1], (i + 1) as f64 / 3.0)),
            "{values}"
        );
        let labels = given("hrm-hnc")["samples"].clone();
        assert_eq!(labels[0]["label"], 0.5);
        assert!(near(&given("grounded-prm")["value"], 7.0 / 9.0));
        let nodes = given("deepsearch:backup")["nodes"].clone();
        assert_eq!(nodes["abc"]["value"], 1.0);
        assert_eq!(nodes[""]["value"], 0.25);
        assert_eq!(given("pow3r:inferred")["adapted"], json!([0.0, 5.0, 1.0]));
        assert!(near(&given("sarm")["progress"], 0.1));
        assert!(near(&given("bi-level-gae")["advantages"][0], 1.85));
        assert_eq!(given("search-r1")["exact"], 1.0);
        assert_eq!(given("reseek")["reward"], 1.0);
        assert_eq!(given("ui-r1")["coordinate"], 0.0);
        assert!(near(&given("starc")["distance"], 0.0));
        assert!(near(&given("mscr")["rewards"][0], 1.49));
        assert!(near(&given("mscr")["rewards"][1], -0.81));
        assert_eq!(given("mah")["preferences"][1]["chosen"], 1);
        assert_eq!(given("paverl")["share"], 0.5);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_nothing_panics() {
        for callable in CALLS {
            for bad in [json!(null), json!([]), json!({}), json!({"x": 1})] {
                let said = callable.call(bad).unwrap_err().to_string();
                assert!(said.contains(callable.name), "{said}");
            }
            // Each field with a value of another kind, or none.
            let whole = example(callable);
            for key in whole.as_object().unwrap().keys() {
                for value in [
                    json!(null),
                    json!({"a": []}),
                    json!([[["x"]]]),
                    json!(-1),
                    json!([]),
                    json!([[1, 2], [3]]),
                    json!(true),
                ] {
                    let mut input = whole.clone();
                    input[key] = value;
                    drop(callable.call(input));
                }
            }
        }
    }
}
