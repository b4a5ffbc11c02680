//! Which grammar can say what: found by asking each to say it.

mod forms;

pub use forms::{Form, forms};

use super::{ALL, Grammar, Mode, Screen};
use std::fmt::Write as _;

/// What a grammar can say of a row: the words of its variants.
fn cell(grammar: Grammar, form: &Form, screen: Screen, mode: Mode) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (word, verb) in &form.variants {
        let said = grammar
            .print(std::slice::from_ref(verb), screen, mode)
            .is_ok();
        if said && !words.contains(word) {
            words.push(word);
        }
    }
    if words.contains(&"any") {
        return "any".into();
    }
    words.join(", ")
}

/// The grammars and what each can say, as a document.
#[must_use]
pub fn table() -> String {
    let screen = Screen::new(1080, 2400).expect("invariant: both sides are within bounds");
    let mut text = String::from(INTRODUCTION);
    text.push_str(
        "\n| # | grammar | points | several at once | published at |\n|---|---|---|---|---|\n",
    );
    for (index, grammar) in ALL.iter().enumerate() {
        let about = grammar.about();
        let batch = if about.batch { "yes" } else { "" };
        let mut space = grammar.space(Mode::Strict).name().to_owned();
        if grammar.space(Mode::Released) != grammar.space(Mode::Strict) {
            let _ = write!(
                space,
                ", as released {}",
                grammar.space(Mode::Released).name()
            );
        }
        let _ = writeln!(
            text,
            "| {} | `{}` | {space} | {batch} | {} |",
            index + 1,
            about.name,
            about.source
        );
    }
    text.push_str("\n## An example of each, and where the released parser differs\n\n");
    for (index, grammar) in ALL.iter().enumerate() {
        let about = grammar.about();
        let example = about.example.replace('\n', "↵").replace('\t', "⇥");
        let _ = writeln!(
            text,
            "{}. {}: `{}`. As released: {}.",
            index + 1,
            about.summary,
            example.replace('`', "'"),
            about.quirks
        );
    }
    text.push_str(EXPLANATION);
    let numbers: Vec<String> = (1..=ALL.len()).map(|number| number.to_string()).collect();
    let _ = writeln!(text, "\n| | {} |", numbers.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(ALL.len()));
    for form in forms() {
        let cells: Vec<String> = ALL
            .iter()
            .map(|grammar| cell(*grammar, &form, screen, Mode::Strict))
            .collect();
        let _ = writeln!(text, "| {} | {} |", form.name, cells.join(" | "));
    }
    text
}

/// What stands before the tables.
const INTRODUCTION: &str = "# Action grammars of graphical interfaces

Published models and suites act on screens in languages of their own. Each of those below is a codec between a text and
one set of verbs (`truestep_envs::gui::grammar`): it reads *strictly*, as the grammar's documentation says, and *as
released*, as its authors' own parser does. This page is made by asking every codec to say every verb; a test compares it.

Twelve are held to recordings of what the released code returned for given texts: `gelab`, `autoglm`,
`qwen3vl/mobile_use`, `qwen3vl/computer_use`, `mai-ui`, `gui-owl-1.5`, `ui-tars/0-1000`, `ui-tars/resized-pixels`,
`seed/ui-tars-2`, `openai/computer`, `anthropic/computer_toolset_20260801` and `anthropic/browser_toolset_20260801`. The
others rest on the published sources that the table names, as they were read.
";

/// What stands before the table of verbs.
const EXPLANATION: &str = "
## Points and pixels

A point keeps the numbers that were written, exactly. Its pixel is the one whose area holds it, `floor(x * side / span)`;
the far edge belongs to the last pixel, and nothing lies beyond it. A pixel is written as the whole number of the space
nearest to its middle, the lower one of two. So every pixel comes back where a side has no more pixels than the space has
numbers, and elsewhere one at most `floor(side / (2 * span)) + 1` away: two on a side of 2,400 in a space of 1,000.

## Verbs

A cell says what the grammar can say, read strictly: for a place, whether it may be a point, an element by its index or by
its name, or where the cursor is (here). An empty cell: it has no words for it. The numbers are those of the list above.
";
