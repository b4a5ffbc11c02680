//! The list of tasks of generated domains. A new one is a `build` function, and one line here.

mod first;
mod make;
mod process;
mod set;
mod sum;

use super::{
    blueprint::{Act, Change, Shape, ToolOf},
    data::{Cell, World},
    theme::What,
    words::amount,
};
use crate::tools::{
    domain,
    kernel::{deed::money, make::Setting, types::Def},
};
use first::{advance, find};
use make::create;
use process::{ask, forbidden, outage, process};
use set::update;
use sum::question;
use truestep_core::chance::Sampled;

/// What a customer can be asked.
pub(super) const ASKS: [&str; 2] = ["name", "request"];
/// What can be told.
pub(super) const TELLS: [&str; 1] = ["total"];
/// Why a task can be handed over.
pub(super) const HAND_OVER: [&str; 2] = ["not allowed", "technical fault"];

type Build = fn(&World, &Setting, Sampled) -> Result<Def, String>;

/// One template.
pub(super) type Template = domain::Template<Build>;

const fn template(name: &'static str, summary: &'static str, build: Build) -> Template {
    Template {
        name,
        version: 2,
        summary,
        random_ceiling_percent: 2,
        build,
    }
}

/// Every template, in order.
pub(super) const TEMPLATES: &[Template] = &[
    template(
        "generated-update",
        "set what is named of who or what is named, and of every row that is so",
        update,
    ),
    template(
        "generated-process",
        "do to every row that is so what its state allows",
        process,
    ),
    template(
        "generated-advance",
        "bring a row from one state to another, step by step",
        advance,
    ),
    template(
        "generated-find",
        "find the first by a column, and change it alone",
        find,
    ),
    template(
        "generated-create",
        "make a row that refers to what is named and to what is found",
        create,
    ),
    template(
        "generated-question",
        "add amounts up and tell the sum; change nothing",
        question,
    ),
    Template {
        version: 3,
        ..template(
            "generated-forbidden",
            "do what the rules allow, and hand over what they do not",
            forbidden,
        )
    },
    template(
        "generated-ask",
        "ask a customer what is wanted and for whom, have each change agreed, do it",
        ask,
    ),
    template(
        "generated-outage",
        "do what is asked while calls are limited and go unanswered",
        outage,
    ),
];

/// What is asked for, a sentence each.
fn pleas(parts: &[String]) -> String {
    let sentence = |(number, part): (usize, &String)| match number {
        0 => format!("Please {part}."),
        _ => format!("Please also {part}."),
    };
    let sentences: Vec<String> = parts.iter().enumerate().map(sentence).collect();
    sentences.join(" ")
}

const NONE: &str = "nothing in this domain's rows is so";

/// A tool that changes a row without being given anything.
fn plain(tool: &ToolOf) -> Option<&Change> {
    match &tool.act {
        Act::Do(change) if change.shape == Shape::Change && change.takes.is_empty() => Some(change),
        _ => None,
    }
}

/// A value in words, as it is asked for.
fn worded(what: &What, cell: &Cell) -> String {
    match (what, cell) {
        (What::Money { .. }, Cell::Number(cents)) => format!("{cents} cents ({})", money(*cents)),
        (_, Cell::Number(number)) => amount(what, *number),
        (_, Cell::Word(word)) => format!("`{word}`"),
        (_, Cell::Text(text)) => format!("`{text}`"),
        (_, Cell::Row(_)) => String::new(),
    }
}
