//! Between text and actions, and from a state to what is read.

use super::{
    grade, reveal,
    types::{Action, Commit, Def, MOST_BYTES, MOST_FOUND, SHOWN_LINES, Showing, State},
    world::PageId,
};
use std::fmt::Write as _;
use truestep_core::{
    forms::{ActionForm, ActionForms, Argument},
    truth::Rejection,
};

/// What a Search-R1 agent is told that wrote tags in the wrong way.
const TAG_HINT: &str = "the tags are not closed, hold nothing or stand in a thought: put a query between <search> and </search>, or \
                        the final answer between <answer> and </answer>, and thoughts between <think> and </think> before it";
/// What is said of a text in which more than one action stands.
const ONE_ACTION: &str = "one action at a time, on one line: write one of your actions, and the next when you see what comes of it";

/// The forms of action of a task that is answered in this way.
pub(super) fn forms(commit: Commit) -> ActionForms {
    let text = |name: &str, what: &str| Argument::text(name, MOST_BYTES, what);
    let answer = match commit {
        Commit::Counted => text("answer", "the answer, a number in digits")
            .such_as("3")
            .worked_out(),
        _ => text("answer", "the answer, a name"),
    };
    let forms = vec![
        ActionForm::new("search[QUERY]", "lists the pages that fit these words best")
            .with(text("query", "words to search for")),
        ActionForm::new("open[PAGE]", "shows a page of the last results")
            .with(Argument::shown(
                "page",
                "its number as it is listed, or its title",
            ))
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

/// Read a text in one of the forms, or in Search-R1's tags, of which the first pair outside of thoughts counts.
pub(super) fn written<'t>(def: &Def, text: &'t str) -> Result<Said<'t>, Rejection> {
    let said = match def.forms.read(text) {
        Some((form, values)) => {
            let value = values.first().copied().unwrap_or_default();
            if value.contains(['\n', '\r']) {
                return Err(Rejection::new("malformed", ONE_ACTION));
            }
            let mut names = ["search", "open", "find"].into_iter();
            let form = names.find(|name| *name == form.name).unwrap_or("answer");
            Said { form, value }
        }
        None => match spoken(text).into_iter().find_map(tagged) {
            Some(said) => said,
            None if text.contains("<search>") || text.contains("<answer>") => {
                return Err(Rejection::new("malformed", TAG_HINT));
            }
            None => return Err(def.forms.unknown(text)),
        },
    };
    match holds_another(said.value) {
        true => Err(Rejection::new("malformed", ONE_ACTION)),
        false => Ok(said),
    }
}

/// Whether one action ends within a value and another begins: `a] search[b`.
fn holds_another(value: &str) -> bool {
    let Some((_, after)) = value.split_once(']') else {
        return false;
    };
    let mut before_brackets = after.split('[').rev().skip(1);
    before_brackets.any(|text| {
        let last = text
            .trim_end()
            .rsplit(|c: char| !c.is_ascii_alphabetic())
            .next();
        let names = ["search", "open", "find", "answer"];
        last.is_some_and(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word)))
    })
}

/// What of a text is no thought. One that is not closed goes on to the end; one that is closed and not begun was begun
/// before the text.
fn spoken(text: &str) -> Vec<&str> {
    const OPEN: &str = "<think>";
    const CLOSE: &str = "</think>";
    let (mut parts, mut rest) = (vec![], text);
    loop {
        match (rest.find(OPEN), rest.find(CLOSE)) {
            (Some(open), close) if close.is_none_or(|close| open < close) => {
                parts.push(&rest[..open]);
                match close {
                    Some(close) => rest = &rest[close + CLOSE.len()..],
                    None => return parts,
                }
            }
            (_, Some(close)) => {
                parts.clear();
                rest = &rest[close + CLOSE.len()..];
            }
            (_, None) => {
                parts.push(rest);
                return parts;
            }
        }
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

/// The page meant by its number (`p17`), by its place in the last results (`1`, `Doc 1`) or by its title there.
pub(super) fn page_of(def: &Def, state: &State, text: &str) -> Result<PageId, Rejection> {
    let hits: &[PageId] = state.results.as_ref().map_or(&[], |results| &results.hits);
    let after = |word: &str| {
        let head = text.get(..word.len())?;
        let is_word = head.eq_ignore_ascii_case(word);
        is_word.then(|| text[word.len()..].trim())
    };
    let is_number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| text.parse::<usize>().ok();
    if let Some(number) = after("p").filter(is_number).and_then(number)
        && number < def.wiki.pages() as usize
    {
        return Ok(number as PageId);
    }
    let place = after("doc").unwrap_or(text);
    if let Some(number) = Some(place).filter(is_number).and_then(number) {
        let placed = number.checked_sub(1).and_then(|at| hits.get(at));
        let named = hits.iter().find(|&&page| page as usize == number);
        if let Some(&page) = placed.or(named) {
            return Ok(page);
        }
    }
    let asked = grade::squad(text.trim_matches(['\u{201c}', '\u{201d}']));
    let titled = hits
        .iter()
        .find(|&&page| grade::squad(def.wiki.name(page)) == asked);
    titled.copied().ok_or_else(|| {
        let message = "there is no such page: write the number, the place in the list or the title of one of the last results";
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
            home(def, out);
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

/// Before anything was looked for.
fn home(def: &Def, out: &mut String) {
    let pages = pages(def.wiki.pages());
    writeln!(out, "A wiki of {pages}. Search it to begin.").expect(WRITES);
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

/// The same between Search-R1's tags. Before anything was looked for there is no information.
pub(super) fn information(def: &Def, state: &State, out: &mut String) {
    if *state == State::default() {
        return home(def, out);
    }
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
