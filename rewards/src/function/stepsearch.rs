use super::{four_decimals, is_word, normalised, tagged, token_f1};
use crate::prelude::*;
use std::collections::BTreeMap;

pub(crate) const ENTRY: Entry = Entry::new(
    SchemeInfo {
        name: "stepsearch",
        summary: "information gained by a search step, minus what was seen before",
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "Zillwang/StepSearch@43215ba, qa_step.py; arXiv 2505.15107",
        status: Status::ReleasedCode,
        parameters: &[],
    },
    Build::Function("retrieved documents per step, gold documents, a transcript"),
);

/// StepSearch's rewards of search steps and of the whole transcript.
///
/// # Formula
/// gain_t = mean over gold documents of max(0, best similarity of the step − best so far); penalty_t = share of its documents seen
/// before; step = gain − penalty ([`search_steps`]). Outcome: token F1 + 0.618·key match, or −1 without a final answer
/// ([`step_search_outcome`]). Similarity is the TF-IDF cosine of normalised texts ([`similarities`]).
/// # Source
/// *StepSearch*, arXiv 2505.15107, <https://arxiv.org/abs/2505.15107>; Zillwang/StepSearch at 43215ba, `qa_step.py`; steps are scaled
/// by 0.6 elsewhere.
/// # Our reading and deviations
/// As released: F1 rounded to four decimals; a query replaces its group's score by its own F1 even if lower; the final reward
/// overwrites the last token.
/// # Needs
/// Gold documents and search keys.
/// # Range
/// Steps −1..=1; outcome −1..=1.618.
/// # Known exploits
/// The gain is capped by gold documents; re-wording one key query many times keeps only the last.
/// # Worked example
/// Retrieving a gold document first: 0.6479; the other gold one next: 0.3521.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchSteps {
    /// Gain of every step.
    pub gain: Vec<f64>,
    /// Penalty of every step.
    pub penalty: Vec<f64>,
    /// Gain − penalty.
    pub reward: Vec<f64>,
}

/// Similarity of a document to every gold document: the vectoriser is fitted on the document and the gold ones together.
#[must_use]
pub fn similarities(document: &str, gold: &[String]) -> Vec<f64> {
    let texts = std::iter::once(document).chain(gold.iter().map(String::as_str));
    let counts: Vec<BTreeMap<String, f64>> = texts
        .map(|text| {
            let mut count = BTreeMap::new();
            for word in normalised(text).split(|c: char| !is_word(c)) {
                if word.chars().count() >= 2 {
                    *count.entry(word.to_owned()).or_insert(0.0) += 1.0;
                }
            }
            count
        })
        .collect();
    let texts = counts.len() as f64;
    let weight = |word: &String| {
        let df = counts.iter().filter(|c| c.contains_key(word)).count() as f64;
        libm::log((1.0 + texts) / (1.0 + df)) + 1.0
    };
    let vectors: Vec<BTreeMap<&String, f64>> = counts
        .iter()
        .map(|c| c.iter().map(|(w, n)| (w, n * weight(w))).collect())
        .collect();
    let dot = |a: &BTreeMap<&String, f64>, b: &BTreeMap<&String, f64>| {
        sum(a.iter().filter_map(|(w, x)| b.get(w).map(|y| x * y)))
    };
    let length = |v| dot(v, v).sqrt();
    let own = &vectors[0];
    vectors[1..]
        .iter()
        .map(|g| dot(own, g).over(&(length(own) * length(g))).unwrap_or(0.0))
        .collect()
}

/// The rewards of steps given as retrieved documents; empty without gold documents.
#[must_use]
pub fn search_steps(retrieved: &[Vec<String>], gold: &[String]) -> SearchSteps {
    let mut out = SearchSteps {
        gain: Vec::new(),
        penalty: Vec::new(),
        reward: Vec::new(),
    };
    if gold.is_empty() {
        return out;
    }
    let mut best = vec![0.0; gold.len()];
    let mut seen: Vec<&String> = Vec::new();
    for documents in retrieved {
        let mut here = vec![0.0_f64; gold.len()];
        let mut repeated = 0;
        for document in documents {
            let found = similarities(document, gold);
            here.iter_mut()
                .zip(found)
                .for_each(|(h, s)| *h = h.larger(s));
            repeated += usize::from(seen.contains(&document));
            seen.push(document);
        }
        let gains: Vec<f64> = here
            .iter()
            .zip(&best)
            .map(|(h, b)| (h - b).larger(0.0))
            .collect();
        best.iter_mut()
            .zip(&here)
            .for_each(|(b, h)| *b = b.larger(*h));
        let gain = mean(&gains).unwrap_or(0.0);
        let penalty = (repeated as f64)
            .over(&(documents.len() as f64))
            .unwrap_or(0.0);
        out.gain.push(gain);
        out.penalty.push(penalty);
        out.reward.push(gain - penalty);
    }
    out
}

/// The reward of a transcript and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchOutcome {
    /// The final reward.
    pub score: f64,
    /// Best token F1 over the targets.
    pub answer: f64,
    /// Rewards of the search steps, unscaled and not part of the score.
    pub steps: Vec<f64>,
    /// Mean match of the key groups.
    pub keys: f64,
}

/// Price a transcript with `<search>`, `<information>` and `<answer>` tags.
#[must_use]
pub fn step_search_outcome(
    text: &str,
    targets: &[String],
    key_groups: &[Vec<String>],
    gold: &[String],
    key_weight: f64,
) -> SearchOutcome {
    let best = |text: &str, among: &[String]| {
        let f1 = among.iter().map(|t| four_decimals(token_f1(text, t)));
        f1.fold(0.0, f64::larger)
    };
    let answers = tagged(text, "answer");
    let answer = answers.last().map_or(0.0, |a| best(a.inside, targets));
    if !answers.last().is_some_and(|a| a.after.trim().is_empty()) {
        return SearchOutcome {
            score: -1.0,
            answer,
            steps: Vec::new(),
            keys: 0.0,
        };
    }
    let mut groups = vec![0.0; key_groups.len()];
    for search in tagged(text, "search") {
        // A tag opened twice is no part of the query.
        let query = search.inside.replace("<search>", "");
        let f1: Vec<f64> = key_groups.iter().map(|g| best(&query, g)).collect();
        let top = (0..f1.len()).reduce(|a, b| if f1[b] > f1[a] { b } else { a });
        if let Some(top) = top.filter(|&g| f1[g] > 0.0) {
            groups[top] = f1[top];
        }
    }
    let keys = mean(&groups).unwrap_or(0.0);
    SearchOutcome {
        score: answer + key_weight * keys,
        answer,
        steps: search_steps(&retrievals(text), gold).reward,
        keys,
    }
}

/// The documents of every `<search>…</search>` that is directly followed by `<information>…</information>`, each looked for after
/// the end of the one before.
fn retrievals(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once("<search>") {
        let follows = |(i, close): (usize, &str)| {
            let after = begun[i + close.len()..].trim_start();
            after.strip_prefix("<information>")
        };
        let Some(block) = begun.match_indices("</search>").find_map(follows) else {
            break;
        };
        let Some((inside, after)) = block.split_once("</information>") else {
            break;
        };
        out.push(documents(inside));
        rest = after;
    }
    out
}

/// The pieces after each `##>` up to the next `<##`.
fn documents(block: &str) -> Vec<String> {
    let pieces = block.split("##>").skip(1);
    pieces
        .map(|p| p.split("<##").next().unwrap_or(p).trim().to_owned())
        .collect()
}
