//! Rewards of single actions and of transcripts.

use super::{Callable, Wrong, fits, read};
use crate::function::{
    GuiAction, GuiR1, ReSeek, ToolCall, WebShopPurchase, call_similarity, categories_match,
    greedy_match, matched_rewards, optimal_match, search_r1, search_steps, soft_rewards,
    step_search_outcome, title_score, ui_r1, well_formed,
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

const CALLS: &str = r#"{"similarity": [[0.9, 0.8], [0.85, 0.1]], "unmatched": 0}"#;

pub(super) const GREEDY: Callable = Callable {
    name: "matchtir:greedy",
    example: CALLS,
    call: |input| matched(input, greedy_match),
};
pub(super) const OPTIMAL: Callable = Callable {
    name: "matchtir:optimal",
    example: CALLS,
    call: |input| matched(input, optimal_match),
};
pub(super) const SOFT: Callable = Callable {
    name: "matchtir:soft",
    example: r#"{"predicted": [{"name": "search", "arguments": {"q": "x"}}], "gold": [{"name": "search", "arguments": {"q": "x"}}], "regularisation": 0.1}"#,
    call: soft,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    name: String,
    #[serde(default)]
    arguments: Map<String, Json>,
}

/// Calls, or how alike they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matched {
    similarity: Option<Vec<Vec<f64>>>,
    predicted: Option<Vec<Call>>,
    gold: Option<Vec<Call>>,
    #[serde(default)]
    unmatched: f64,
    #[serde(default = "regularisation")]
    regularisation: f64,
}

fn regularisation() -> f64 {
    0.1
}

/// Most calls on a side: the best matching takes the cube of their number.
const MOST_CALLS: usize = 256;

impl Matched {
    fn table(&mut self) -> Result<Vec<Vec<f64>>, Wrong> {
        let call = |c: Call| ToolCall {
            name: c.name,
            arguments: c.arguments,
        };
        let calls = |list: Option<Vec<Call>>| -> Option<Vec<ToolCall>> {
            Some(list?.into_iter().map(call).collect())
        };
        let both = (calls(self.predicted.take()), calls(self.gold.take()));
        let table = match (self.similarity.take(), both) {
            (Some(table), (None, None)) => table,
            (None, (Some(predicted), Some(gold))) => {
                fits(
                    predicted.len().max(gold.len()) <= MOST_CALLS,
                    "at most 256 calls are matched",
                )?;
                let row = |p: &ToolCall| gold.iter().map(|g| call_similarity(p, g)).collect();
                predicted.iter().map(row).collect()
            }
            _ => {
                return Err(Wrong::Fit("give `similarity`, or `predicted` and `gold`"));
            }
        };
        let columns = table.first().map_or(0, Vec::len);
        fits(
            table.iter().all(|row| row.len() == columns),
            "every row of `similarity` has one number a gold call",
        )?;
        fits(
            table.len().max(columns) <= MOST_CALLS,
            "at most 256 calls are matched",
        )?;
        Ok(table)
    }
}

fn matched(input: Json, how: fn(&[Vec<f64>]) -> Vec<Option<usize>>) -> Result<Json, Wrong> {
    let mut given: Matched = read(input)?;
    let table = given.table()?;
    let matched = how(&table);
    let rewards = matched_rewards(&table, &matched, given.unmatched);
    Ok(json!({"matched": matched, "rewards": rewards}))
}

fn soft(input: Json) -> Result<Json, Wrong> {
    let mut given: Matched = read(input)?;
    fits(given.regularisation > 0.0, "`regularisation` is above 0")?;
    let table = given.table()?;
    Ok(json!({"rewards": soft_rewards(&table, given.regularisation)}))
}

pub(super) const SEARCH_R1: Callable = Callable {
    name: "search-r1",
    example: r#"{"text": "<answer> and </answer> ... <answer> The Paris </answer>", "targets": ["paris"], "score": 1, "format_score": 0}"#,
    call: search,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    text: String,
    targets: Vec<String>,
    #[serde(default = "unit")]
    score: f64,
    #[serde(default)]
    format_score: f64,
}

fn unit() -> f64 {
    1.0
}

fn search(input: Json) -> Result<Json, Wrong> {
    let given: Search = read(input)?;
    let reward = search_r1(&given.text, &given.targets, given.score, given.format_score);
    Ok(json!({"exact": reward.exact, "contained": reward.contained}))
}

pub(super) const STEPSEARCH: Callable = Callable {
    name: "stepsearch",
    example: r#"{"retrieved": [["the tower is in Paris"], ["Paris is in France"]], "gold": ["the tower is in Paris", "Paris is in France"], "text": "<answer>France</answer>", "targets": ["France"], "keys": [["tower"]], "key_weight": 0.618}"#,
    call: stepsearch,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepSearch {
    retrieved: Vec<Vec<String>>,
    gold: Vec<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    targets: Vec<String>,
    #[serde(default)]
    keys: Vec<Vec<String>>,
    #[serde(default = "key_weight")]
    key_weight: f64,
}

fn key_weight() -> f64 {
    0.618
}

fn stepsearch(input: Json) -> Result<Json, Wrong> {
    let given: StepSearch = read(input)?;
    let steps = search_steps(&given.retrieved, &given.gold);
    let whole = step_search_outcome(
        &given.text,
        &given.targets,
        &given.keys,
        &given.gold,
        given.key_weight,
    );
    Ok(json!({
        "gain": steps.gain, "penalty": steps.penalty, "rewards": steps.reward,
        "outcome": {"score": whole.score, "answer": whole.answer, "steps": whole.steps, "keys": whole.keys},
    }))
}

pub(super) const RESEEK: Callable = Callable {
    name: "reseek",
    example: r#"{"judged_good": true, "utility": 0.8, "threshold": 0.5, "matched": 1, "mismatched": 1}"#,
    call: reseek,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    judged_good: bool,
    utility: f64,
    threshold: f64,
    matched: f64,
    mismatched: f64,
}

fn reseek(input: Json) -> Result<Json, Wrong> {
    let given: Judged = read(input)?;
    let rule = ReSeek {
        threshold: given.threshold,
        matched: given.matched,
        mismatched: given.mismatched,
    };
    Ok(json!({
        "is_good": rule.is_good(given.utility),
        "reward": rule.reward(given.judged_good, given.utility),
    }))
}

pub(super) const WEBSHOP: Callable = Callable {
    name: "webshop",
    example: r#"{"attributes": [1, 2], "options": [1, 1], "price_ok": true, "query_match": true, "categories": ["a › b", "a › b"], "titles": ["red running shoes", "red shoes"]}"#,
    call: webshop,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Purchase {
    /// Met and asked.
    attributes: (u32, u32),
    options: (u32, u32),
    price_ok: bool,
    query_match: bool,
    /// Of the product and of the goal.
    categories: (String, String),
    titles: (String, String),
}

fn webshop(input: Json) -> Result<Json, Wrong> {
    let given: Purchase = read(input)?;
    let wide = |(met, asked): (u32, u32)| (met as usize, asked as usize);
    let purchase = WebShopPurchase {
        attributes: wide(given.attributes),
        options: wide(given.options),
        price_ok: given.price_ok,
        query_match: given.query_match,
        category_match: categories_match(&given.categories.0, &given.categories.1),
        title_score: title_score(&given.titles.0, &given.titles.1),
    };
    Ok(
        json!({"reward": purchase.reward(), "type_factor": purchase.type_factor(), "title_score": purchase.title_score}),
    )
}

pub(super) const GUI_R1: Callable = Callable {
    name: "gui-r1",
    example: r#"{"predicted": {"action": "click", "place": [50, 60]}, "truth": {"action": "click", "place": [10, 20, 100, 120]}, "raw": "<think>t</think><answer>[{'action': 'click', 'point': [50, 60], 'input_text': 'no input text'}]</answer>", "accuracy_weight": 0.8, "format_weight": 0.2, "radius": 140, "f1_threshold": 0.5}"#,
    call: gui,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gui {
    predicted: Acted,
    truth: Acted,
    raw: String,
    #[serde(default = "accuracy_weight")]
    accuracy_weight: f64,
    #[serde(default = "format_weight")]
    format_weight: f64,
    #[serde(default = "radius")]
    radius: f64,
    #[serde(default = "half")]
    f1_threshold: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Acted {
    action: String,
    #[serde(default)]
    place: Vec<f64>,
    #[serde(default)]
    text: String,
}

fn accuracy_weight() -> f64 {
    0.8
}

fn format_weight() -> f64 {
    0.2
}

fn radius() -> f64 {
    140.0
}

fn half() -> f64 {
    0.5
}

fn gui(input: Json) -> Result<Json, Wrong> {
    let given: Gui = read(input)?;
    let action = |acted: Acted| GuiAction {
        action: acted.action,
        place: acted.place,
        text: acted.text,
    };
    let rule = GuiR1 {
        accuracy_weight: given.accuracy_weight,
        format_weight: given.format_weight,
        radius: given.radius,
        f1_threshold: given.f1_threshold,
    };
    let accuracy = rule.accuracy(&action(given.predicted), &action(given.truth));
    let format = f64::from(u8::from(well_formed(&given.raw)));
    Ok(json!({"reward": rule.reward(accuracy, format), "accuracy": accuracy, "format": format}))
}

pub(super) const UI_R1: Callable = Callable {
    name: "ui-r1",
    example: r#"{"completion": "<think>t</think><answer>[{'action': 'click', 'coordinate': [60, 100]}]</answer>", "solution": "<answer>[{'action': 'click', 'coordinate': [10, 20, 100, 120]}]</answer>", "scale": [2, 1.5]}"#,
    call: ui,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ui {
    completion: String,
    solution: String,
    #[serde(default = "same")]
    scale: [f64; 2],
}

fn same() -> [f64; 2] {
    [1.0; 2]
}

fn ui(input: Json) -> Result<Json, Wrong> {
    let given: Ui = read(input)?;
    let reward = ui_r1(&given.completion, &given.solution, given.scale);
    Ok(
        json!({"action_type": reward.action_type, "coordinate": reward.coordinate, "format": reward.format}),
    )
}
