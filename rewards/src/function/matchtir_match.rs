use crate::prelude::*;
use serde_json::{Map, Value as Json};

const fn info(name: &'static str, summary: &'static str, status: Status) -> SchemeInfo {
    SchemeInfo {
        name,
        summary,
        family: Family::Action,
        stage: Stage::Function,
        form: Form::Trajectory,
        channels: &[],
        source: "arXiv 2601.10712; quchangle1/MatchTIR@f614ce11",
        status,
        parameters: &[],
    }
}

const INPUT: Build = Build::Function("predicted and gold tool calls");

pub(crate) const GREEDY: Entry = Entry::new(
    info(
        "matchtir:greedy",
        "calls matched to gold calls by falling similarity",
        Status::ReleasedCode,
    ),
    INPUT,
);
pub(crate) const OPTIMAL: Entry = Entry::new(
    info(
        "matchtir:optimal",
        "calls matched to gold calls with the largest total similarity",
        Status::Paper,
    ),
    INPUT,
);
pub(crate) const SOFT: Entry = Entry::new(
    info(
        "matchtir:soft",
        "calls matched to gold calls by entropic optimal transport",
        Status::ReleasedCode,
    ),
    INPUT,
);

/// A tool call.
///
/// # Formula
/// Similarity of a predicted call p and a gold call q: 0 if the names differ (ignoring case), else (1 + J + E)/(2 + |q's
/// arguments|), J the multiset Jaccard of argument names, E the number of q's arguments that p has with an equal value.
/// Matching: greedy by falling similarity ([`greedy_match`]), largest total ([`optimal_match`]), or Σ_j T_ij S_ij of an
/// entropic transport T ([`soft_rewards`]).
/// # Source
/// *MatchTIR*, arXiv 2601.10712, <https://arxiv.org/abs/2601.10712>; quchangle1/MatchTIR at f614ce11, `tool.py`.
/// # Our reading and deviations
/// The paper says Kuhn-Munkres, the code matches greedily: two names. A pair of similarity 0 is never matched. The soft
/// reward of a perfect match is about 1/P, as released; the transport stops after 1,000 rounds, converged or not.
/// # Needs
/// Gold calls; at least one for the soft form.
/// # Range
/// 0..=1.
/// # Known exploits
/// Hard matching does not charge extra calls; it pays for naming the right tool with wrong arguments.
/// # Worked example
/// Similarities (0.9, 0.8), (0.85, 0.1): greedy pays 0.9, 0.1; optimal pays 0.8, 0.85.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolCall {
    /// The tool.
    pub name: String,
    /// The arguments.
    pub arguments: Map<String, Json>,
}

/// Similarity of a predicted to a gold call, 0..=1.
#[must_use]
pub fn call_similarity(predicted: &ToolCall, gold: &ToolCall) -> f64 {
    if predicted.name.to_lowercase() != gold.name.to_lowercase() {
        return 0.0;
    }
    let (p, g) = (&predicted.arguments, &gold.arguments);
    // Names within one call are distinct, so the multiset Jaccard is that of sets.
    let both = g.keys().filter(|k| p.contains_key(*k)).count();
    let jaccard = match (p.len(), g.len()) {
        (0, 0) => 1.0,
        (0, _) | (_, 0) => 0.0,
        (a, b) => both as f64 / (a + b - both) as f64,
    };
    let equal = g
        .iter()
        .filter(|(k, v)| p.get(*k).is_some_and(|x| same(x, v)));
    let equal = equal.count();
    (1.0 + jaccard + equal as f64) / (2.0 + g.len() as f64)
}

/// Whether two values are equal as Python sees them: 1, 1.0 and true are the same.
fn same(a: &Json, b: &Json) -> bool {
    let number = |x: &Json| match x {
        Json::Bool(b) => Some(f64::from(u8::from(*b))),
        other => other.as_f64(),
    };
    match (a, b) {
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            let in_b = |(k, a): (&String, &Json)| b.get(k).is_some_and(|b| same(a, b));
            a.len() == b.len() && a.iter().all(in_b)
        }
        _ if a == b => true,
        _ => number(a)
            .zip(number(b))
            .is_some_and(|(a, b)| (a - b).is_nought()),
    }
}

/// The gold call of every predicted one, matched by falling similarity; ties in row order.
#[must_use]
pub fn greedy_match(similarity: &[Vec<f64>]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = similarity
        .iter()
        .enumerate()
        .flat_map(|(i, row)| row.iter().enumerate().map(move |(j, &s)| (s, i, j)))
        .filter(|(s, ..)| *s > 0.0)
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out = vec![None; similarity.len()];
    let mut taken = vec![false; similarity.first().map_or(0, Vec::len)];
    for (_, i, j) in pairs {
        if out[i].is_none() && !taken[j] {
            out[i] = Some(j);
            taken[j] = true;
        }
    }
    out
}

/// The gold call of every predicted one under a matching of largest total similarity (Hungarian method, cubic).
#[must_use]
pub fn optimal_match(similarity: &[Vec<f64>]) -> Vec<Option<usize>> {
    let (rows, columns) = (similarity.len(), similarity.first().map_or(0, Vec::len));
    // A square of costs; rows and columns beyond the matrix cost 0, like an unmatched pair. Index 0 is a sentinel.
    let n = rows.max(columns);
    let cost = |i: usize, j: usize| match similarity.get(i - 1).and_then(|r| r.get(j - 1)) {
        Some(s) => -s,
        None => 0.0,
    };
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let (mut owner, mut way) = (vec![0; n + 1], vec![0; n + 1]);
    for i in 1..=n {
        owner[0] = i;
        let mut column = 0;
        let (mut least, mut used) = (vec![f64::INFINITY; n + 1], vec![false; n + 1]);
        while owner[column] != 0 {
            used[column] = true;
            let (row, mut delta, mut next) = (owner[column], f64::INFINITY, 0);
            for j in (1..=n).filter(|&j| !used[j]) {
                let reduced = cost(row, j) - u[row] - v[j];
                if reduced < least[j] {
                    (least[j], way[j]) = (reduced, column);
                }
                if least[j] < delta {
                    (delta, next) = (least[j], j);
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[owner[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            owner[column] = owner[way[column]];
            column = way[column];
        }
    }
    let mut out = vec![None; rows];
    for j in 1..=columns {
        let i = owner[j];
        if i >= 1 && i <= rows && similarity[i - 1][j - 1] > 0.0 {
            out[i - 1] = Some(j - 1);
        }
    }
    out
}

/// The reward of every predicted call: its similarity to its match, or `unmatched`.
#[must_use]
pub fn matched_rewards(
    similarity: &[Vec<f64>],
    matched: &[Option<usize>],
    unmatched: f64,
) -> Vec<f64> {
    similarity
        .iter()
        .zip(matched)
        .map(|(row, m)| m.map_or(unmatched, |j| row[j]))
        .collect()
}

/// Σ_j T_ij S_ij with T the entropic transport of uniform marginals (Sinkhorn-Knopp, at most 1,000 rounds); empty without
/// predictions or gold calls.
#[must_use]
pub fn soft_rewards(similarity: &[Vec<f64>], regularisation: f64) -> Vec<f64> {
    const ROUNDS: usize = 1000;
    const CLOSE: f64 = 1e-9;
    let (rows, columns) = (similarity.len(), similarity.first().map_or(0, Vec::len));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let (a, b) = (1.0 / rows as f64, 1.0 / columns as f64);
    let kernel: Vec<Vec<f64>> = similarity
        .iter()
        .map(|row| row.iter().map(|s| libm::exp(s / regularisation)).collect())
        .collect();
    let (mut u, mut v) = (vec![a; rows], vec![b; columns]);
    for round in 0..ROUNDS {
        for j in 0..columns {
            v[j] = b / sum((0..rows).map(|i| kernel[i][j] * u[i]));
        }
        for i in 0..rows {
            u[i] = a / sum((0..columns).map(|j| kernel[i][j] * v[j]));
        }
        if round % 10 == 0 {
            let off = sum((0..columns).map(|j| {
                let column = sum((0..rows).map(|i| u[i] * kernel[i][j] * v[j]));
                (column - b) * (column - b)
            }));
            if off.sqrt() < CLOSE {
                break;
            }
        }
    }
    (0..rows)
        .map(|i| sum((0..columns).map(|j| u[i] * kernel[i][j] * v[j] * similarity[i][j])))
        .collect()
}
