//! What an agent's text means, what a question's words mean, and what an answer rests on.

use super::super::{
    Reader, SEARCH_R1, Search,
    ends::{Way, shortest},
    options::default_wiki,
    tasks,
    types::{Action, Def, State},
};
use std::sync::LazyLock;
use truestep_core::{
    chance::{Enumerated, Seed},
    model::{Dynamics as _, Render as _, Truth as _, Unheard},
    task::Task,
};

static SEARCH: LazyLock<Search> = LazyLock::new(|| Search::new(default_wiki()));

fn define(name: &str, seed: u64) -> Def {
    let template = tasks::ALL.iter().find(|t| t.name == name).unwrap();
    let task = Task::new(template.id(), Seed(seed));
    SEARCH.define(&task).unwrap()
}

fn apply(def: &Def, state: &mut State, action: &Action) {
    let mut chance = Enumerated::default();
    Reader::step(def, &mut (), state, action, &mut chance, &mut Unheard).unwrap();
}

fn code(def: &Def, text: &str) -> String {
    let read = Reader::decode(def, &State::default(), text);
    read.map_or_else(
        |reason| reason.code.into_owned(),
        |action| format!("{action:?}"),
    )
}

/// A state with everything known and the first menu query's results listed.
fn before_the_answer(def: &Def) -> State {
    let mut state = State::default();
    let way = shortest(def, &state, Way::First);
    for action in &way[..way.len() - 1] {
        apply(def, &mut state, action);
    }
    state
}

#[test]
fn a_text_holds_one_action_on_one_line() {
    let def = define("chain2", 1);
    for text in [
        "answer[A]\nsearch[x]",
        "search[x]\r\nanswer[A]",
        "search[one\ntwo]",
        "answer[A] search[x]",
        "search[x]; then answer[A]",
        "<answer>A] SEARCH [x</answer>",
    ] {
        assert_eq!(code(&def, text), "malformed", "{text}");
    }
    assert_eq!(code(&def, " search[x]\n"), code(&def, "search[x]"));
    assert_eq!(
        code(&def, "<search>\nx\n</search>"),
        code(&def, "search[x]")
    );
    assert!(code(&def, "answer[a]b]").starts_with("Answer"));
}

#[test]
fn thoughts_are_not_read() {
    let def = define("chain2", 1);
    let x = code(&def, "search[x]");
    for text in [
        "<think>or <search>y</search>?</think><search>x</search>",
        "<search>x</search><think><answer>y</answer></think>",
        "or <answer>y</answer>?</think> <search>x</search>",
        "<think>a <think>b</think> <search>y</search></think><search>x</search>",
        "<search>x</search><think>not closed <search>y</search>",
        "first <search>x</search> then <answer>y</answer>",
    ] {
        assert_eq!(code(&def, text), x, "{text}");
    }
    for text in [
        "<think><search>x</search></think>",
        "<think><search>x</search>",
        "<search>x</search></think>",
        "<search>a<think>b</think>c</search>",
    ] {
        assert_eq!(code(&def, text), "malformed", "{text}");
    }
}

#[test]
fn a_page_is_opened_by_its_number_its_place_or_its_title() {
    let def = define("chain2", 1);
    let mut state = State::default();
    apply(
        &def,
        &mut state,
        &Action::Search(def.queries[0].text.clone()),
    );
    let hits = state.results.as_ref().unwrap().hits.clone();
    for (at, &page) in hits.iter().enumerate() {
        let title = def.wiki.name(page);
        let ways = [
            format!("p{page}"),
            format!("P{page}"),
            format!("{}", at + 1),
            format!("Doc {}", at + 1),
            format!("doc{}", at + 1),
            title.to_owned(),
            format!("\"{title}\""),
            format!("'{}'", title.to_lowercase()),
            format!("\u{201c}{title}\u{201d}"),
            format!("the {title}"),
            title.strip_prefix("The ").unwrap_or(title).to_owned(),
        ];
        for way in ways {
            let read = Reader::decode(&def, &state, &format!("open[{way}]"));
            assert_eq!(read, Ok(Action::Open(page)), "{way}");
        }
    }
    for none in ["0", "Doc 0", "Doc", "Doc 99", "p", "p+1", "\"\"", "the"] {
        let read = Reader::decode(&def, &state, &format!("open[{none}]"));
        assert_eq!(read.unwrap_err().code, "no_such_page", "{none}");
    }
    // A number that is no place in the list is that of a page.
    let beyond = hits
        .iter()
        .find(|page| **page as usize > hits.len())
        .unwrap();
    let read = Reader::decode(&def, &state, &format!("open[{beyond}]"));
    assert_eq!(read, Ok(Action::Open(*beyond)));
}

#[test]
fn information_stands_in_tags_once_there_is_some() {
    let def = define("chain2", 1);
    let mut state = State::default();
    let shown = |state: &State| {
        let mut text = String::new();
        Reader::observe(&def, state, &(), SEARCH_R1, &mut text);
        text
    };
    assert!(!shown(&state).contains("<information>"));
    apply(
        &def,
        &mut state,
        &Action::Search(def.queries[0].text.clone()),
    );
    assert!(shown(&state).starts_with("<information>\nDoc 1(Title: "));
}

#[test]
fn a_number_is_right_in_digits_alone() {
    let def = define("count", 1);
    let right = def.accepted[0].clone();
    let state = before_the_answer(&def);
    let said = |form: &str| {
        let text = format!("answer[{}]", form.replace('#', &right));
        let action = Reader::decode(&def, &state, &text).unwrap();
        let mut after = state.clone();
        apply(&def, &mut after, &action);
        let supported = Reader::supported(&def, &state, &action);
        assert_eq!(supported, after.ended, "{text}");
        after.ended.unwrap()
    };
    for form in ["#", " #. ", "the #", "\"#\"", "'#'."] {
        assert!(said(form), "{form}");
    }
    for form in [
        "-#",
        "+#",
        "\u{2212}#",
        "0#",
        "#.0",
        ".#",
        "# novels",
        "one",
        "#%",
    ] {
        assert!(!said(form), "{form}");
    }
}

/// Right by another name is right, and supported once that other name was told.
#[test]
fn another_name_is_supported_once_it_was_told() {
    let mut seen = 0;
    for seed in 0..200 {
        let def = define("chain2", seed);
        let Some(alias) = def.question.aliases.first().cloned() else {
            continue;
        };
        let mut state = before_the_answer(&def);
        let by = |form: &str| Reader::decode(&def, &state, &format!("answer[{form}]")).unwrap();
        let (own, other) = (by(&def.accepted[0]), by(&alias));
        assert_eq!(Reader::supported(&def, &state, &own), Some(true));
        let told = def.accepted_by[1];
        assert_eq!(
            Reader::supported(&def, &state, &other),
            Some(state.known.includes(told))
        );
        let mut after = state.clone();
        apply(&def, &mut after, &other);
        assert_eq!(after.ended, Some(true));
        let text = format!("search[{alias}]");
        let search = Reader::decode(&def, &state, &text).unwrap();
        apply(&def, &mut state, &search);
        assert!(state.known.includes(told), "{alias}");
        assert_eq!(Reader::supported(&def, &state, &other), Some(true));
        seen += 1;
    }
    assert!(seen > 5, "{seen} of 200 answers have another name");
}

/// Nothing that follows a relative clause could belong to it, and no two of them stand side by side.
#[test]
fn no_question_can_be_read_in_two_ways() {
    for template in tasks::ALL {
        for seed in 0..60 {
            let text = define(template.name, seed).question.text;
            let asked = text.split(". Answer").next().unwrap();
            let clause = asked.find("the school at which");
            let year = asked
                .find("in the year in which")
                .or(asked.find("In the year in which"));
            if let (Some(clause), Some(year)) = (clause, year) {
                assert!(year < clause, "{text}");
            }
            assert!(!asked.contains("whose birthplace"), "{text}");
            assert!(!asked.contains("campus is "), "{text}");
            let clauses = ["that has", " whose ", "at which", " who "];
            let count: usize = clauses.iter().map(|c| asked.matches(c).count()).sum();
            let is_who = usize::from(asked.contains(", who "));
            assert!(count <= 1 + is_who, "{text}");
        }
    }
}
