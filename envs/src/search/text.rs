//! Between text and actions, and from a state to what is read.

use super::{
    reveal,
    types::{Action, Commit, Def, MOST_BYTES, MOST_FOUND, SHOWN_LINES, Showing, State},
    world::PageId,
};
use std::fmt::Write as _;
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};

/// What a Search-R1 agent is told that wrote tags in the wrong way.
const TAG_HINT: &str = "the tags are not closed, or hold nothing: put a query between <search> and </search>, or the final answer \
                        between <answer> and </answer>";

/// The forms of action of a task that is answered in this way.
pub(super) fn forms(commit: Commit) -> ActionForms {
    let text = |name: &str, what: &str| Argument::text(name, MOST_BYTES, what);
    let answer = match commit {
        Commit::Counted => text("answer", "the answer, a number")
            .such_as("3")
            .worked_out(),
        _ => text("answer", "the answer, a name"),
    };
    let forms = vec![
        ActionForm::new("search[QUERY]", "lists the pages that fit these words best")
            .with(text("query", "words to search for")),
        ActionForm::new("open[PAGE]", "shows a page of the last results")
            .with(Argument::shown("page", "its number as it is listed"))
            .on(&["results", "page"]),
        ActionForm::new(
            "find[WORDS]",
            "shows the lines of the open page that hold all these words",
        )
        .with(text("words", "words to look for"))
        .on(&["page"]),
        ActionForm::new("answer[ANSWER]", "ends with this answer").with(answer),
    ];
    ActionForms::new(forms).expect("invariant: four well-formed forms")
}

/// An action's form and what was filled in.
pub(super) struct Said<'t> {
    pub(super) form: &'static str,
    pub(super) value: &'t str,
}

/// Read a text in one of the forms, or in Search-R1's tags, of which the first pair counts.
pub(super) fn written<'t>(def: &Def, text: &'t str) -> Result<Said<'t>, Rejection> {
    if let Some((form, values)) = def.forms.read(text) {
        let name = ["search", "open", "find"]
            .into_iter()
            .find(|n| *n == form.name);
        return Ok(Said {
            form: name.unwrap_or("answer"),
            value: values.first().copied().unwrap_or_default(),
        });
    }
    match tagged(text) {
        Some(said) => Ok(said),
        None if text.contains("<search>") || text.contains("<answer>") => {
            Err(Rejection::new("malformed", TAG_HINT))
        }
        None => Err(def.forms.unknown(text)),
    }
}

/// The first `<search>…</search>` or `<answer>…</answer>` that is closed and not empty.
fn tagged(text: &str) -> Option<Said<'_>> {
    let mut first: Option<(usize, Said<'_>)> = None;
    for (form, open, close) in [
        ("search", "<search>", "</search>"),
        ("answer", "<answer>", "</answer>"),
    ] {
        let Some(at) = text.find(open) else { continue };
        let inside = &text[at + open.len()..];
        let Some(end) = inside.find(close) else {
            continue;
        };
        let value = inside[..end].trim();
        if !value.is_empty() && first.as_ref().is_none_or(|(before, _)| at < *before) {
            first = Some((at, Said { form, value }));
        }
    }
    first.map(|(_, said)| said)
}

/// The page meant by its number, or by its title if it is listed.
pub(super) fn page_of(def: &Def, state: &State, text: &str) -> Result<PageId, Rejection> {
    let number = text.strip_prefix(['p', 'P']).and_then(|n| n.parse().ok());
    if let Some(page) = number.filter(|&page: &PageId| page < def.wiki.pages()) {
        return Ok(page);
    }
    let mut hits = state.results.iter().flat_map(|r| r.hits.iter().copied());
    let titled = hits.find(|&page| def.wiki.name(page).eq_ignore_ascii_case(text));
    titled.ok_or_else(|| {
        let message = "there is no such page: write the number or the title of one of the results";
        Rejection::new("no_such_page", message)
    })
}

/// The canonical text of an action.
pub(super) fn encode(action: &Action, out: &mut String) {
    let written = match action {
        Action::Search(query) => write!(out, "search[{query}]"),
        Action::Open(page) => write!(out, "open[p{page}]"),
        Action::Find(words) => write!(out, "find[{words}]"),
        Action::Answer(answer) => write!(out, "answer[{answer}]"),
    };
    written.expect(WRITES);
}

const WRITES: &str = "invariant: writing to a string cannot fail";

/// `1 page`, `7 pages`, `no pages`.
fn pages(count: u32) -> String {
    match count {
        0 => "no pages".into(),
        1 => "1 page".into(),
        n => format!("{n} pages"),
    }
}

/// What is read.
pub(super) fn view(def: &Def, state: &State, out: &mut String) {
    let place = match (&state.open, &state.results) {
        _ if state.ended.is_some() => {
            out.push_str("The question has been answered.\n");
            return;
        }
        (Some(open), _) => {
            page(def, open.page, open.find.as_deref(), out);
            "page"
        }
        (None, Some(_)) => {
            results(def, state, out);
            "results"
        }
        (None, None) => {
            writeln!(
                out,
                "A wiki of {}. Search it to begin.",
                pages(def.wiki.pages())
            )
            .expect(WRITES);
            "home"
        }
    };
    if let (Some(_), Some(results)) = (&state.open, &state.results) {
        let listed: Vec<String> = results.hits.iter().map(|p| format!("p{p}")).collect();
        writeln!(
            out,
            "Results for `{}`: {}",
            results.query,
            listed.join(", ")
        )
        .expect(WRITES);
    }
    let forms: Vec<&str> = def
        .forms
        .on_page(place)
        .map(|f| f.template.as_str())
        .collect();
    writeln!(out, "You can: {}", forms.join(", ")).expect(WRITES);
}

fn results(def: &Def, state: &State, out: &mut String) {
    let Some(found) = &state.results else { return };
    let total = pages(found.total);
    match found.hits.len() {
        n if (n as u32) < found.total => writeln!(
            out,
            "Results for `{}`: the best {n} of {total}",
            found.query
        ),
        _ => writeln!(out, "Results for `{}`: {total}", found.query),
    }
    .expect(WRITES);
    for &page in found.hits.iter() {
        let (name, text) = (def.wiki.name(page), listed_text(def, page));
        writeln!(out, "p{page} | {name} | {text}").expect(WRITES);
    }
}

/// The same between Search-R1's tags.
pub(super) fn information(def: &Def, state: &State, out: &mut String) {
    let hits = state.results.iter().flat_map(|results| results.hits.iter());
    out.push_str("<information>\n");
    match &state.open {
        _ if state.ended.is_some() => {}
        Some(open) => page(def, open.page, open.find.as_deref(), out),
        None => {
            for (number, &page) in (1..).zip(hits) {
                let title = def.wiki.name(page);
                let text = listed_text(def, page);
                writeln!(out, "Doc {number}(Title: \"{title}\") {text}").expect(WRITES);
            }
        }
    }
    out.push_str("</information>\n");
}

/// What a list of results shows of a page.
fn listed_text(def: &Def, page: PageId) -> String {
    let lines = def.wiki.lines(page).iter().map(|line| &*line.text);
    let text: Vec<&str> = match def.showing {
        Showing::Snippets => lines.take(1).collect(),
        Showing::Passages => lines.collect(),
    };
    text.join(" ")
}

fn page(def: &Def, page: PageId, find: Option<&str>, out: &mut String) {
    let lines = def.wiki.lines(page);
    writeln!(out, "p{page} | {}", def.wiki.name(page)).expect(WRITES);
    let Some(words) = find else {
        let shown = lines.len().min(def.shown_lines());
        for line in &lines[..shown] {
            writeln!(out, "{}", line.text).expect(WRITES);
        }
        match lines.len() - shown {
            0 => {}
            1 => out.push_str(
                "One more line is not shown; find[WORDS] shows it if it holds these words.\n",
            ),
            more => writeln!(
                out,
                "{more} more lines are not shown; find[WORDS] shows those that hold these words."
            )
            .expect(WRITES),
        }
        return;
    };
    let found = reveal::found(def, page, words);
    match found.len() {
        0 => writeln!(out, "No line holds `{words}`."),
        MOST_FOUND => writeln!(out, "The first {MOST_FOUND} lines with `{words}`:"),
        1 => writeln!(out, "The line with `{words}`:"),
        n => writeln!(out, "The {n} lines with `{words}`:"),
    }
    .expect(WRITES);
    for line in found {
        writeln!(out, "{}", lines[line].text).expect(WRITES);
    }
}

const _: () = assert!(SHOWN_LINES > 1, "a page shows more than its first line");
