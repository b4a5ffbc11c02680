//! How an agent may act in the strict shop, made from the list of [`verbs`](super::verbs).
//!
//! The card, chat, tool schemas, rejections and the line of a page that says what can be done are made from it. A form
//! that a task has no use for at its end - `answer` where nothing is asked, `finish` where nothing is to be cancelled - is
//! not in that task's list. A twin has the list of its feasible task, so that the list gives nothing away.

use crate::shop::strict::{
    rules::admit::admit,
    text::verbs::{ROWS, Row, Verb, page, page_name},
    world::{
        action::{Action, Unit},
        def::Def,
        limits::{MAX_LINES, MAX_QUANTITY, MAX_QUERY_BYTES},
        listing::{Filter, Sort},
        objective::Objective,
        page::Page,
        records::{ADDRESSES, REASONS, REFUNDS, WRAPS},
        state::State,
        variant::choosable,
    },
};
use std::sync::LazyLock;
use truestep_core::forms::{ActionForm, ActionForms, Argument};

/// What is to be filled in.
fn arguments(verb: Verb, asked: Asked) -> Vec<Argument> {
    let line = |what: &str| Argument::integer("line", 1, MAX_LINES as i64, what);
    let cart_line = || line("the line of the cart, as numbered");
    let order_line = || line("the line of the order, as numbered");
    match verb {
        Verb::Search => {
            let most = MAX_QUERY_BYTES as u32;
            vec![Argument::text(
                "text",
                most,
                "what to look for, without brackets",
            )]
        }
        Verb::Open => vec![Argument::shown("id", "the id of the product")],
        Verb::Sort => vec![Argument::choice(
            "order",
            Sort::ALL.map(Sort::name),
            "in which order",
        )],
        Verb::Filter => {
            let names = Filter::ALL.map(Filter::name);
            vec![Argument::choice("name", names, "what is kept")]
        }
        Verb::Select => vec![
            Argument::shown("group", "the name of the option"),
            Argument::shown("value", "one of its values"),
        ],
        Verb::Remove => vec![cart_line()],
        Verb::Restore => vec![line("the removed line, as numbered")],
        Verb::SetQuantity => {
            let most = i64::from(MAX_QUANTITY);
            let n = Argument::integer("n", 1, most, "how many units");
            vec![cart_line(), n.worked_out()]
        }
        Verb::ApplyCoupon => vec![Argument::shown("code", "the code of the coupon")],
        Verb::Address => vec![Argument::choice("name", ADDRESSES, "which address")],
        Verb::Wrap => vec![Argument::choice("name", WRAPS, "which wrapping")],
        Verb::Order => vec![Argument::shown("id", "the id of the order")],
        Verb::Return | Verb::Reorder => vec![order_line()],
        Verb::Reason => vec![Argument::choice("name", REASONS, "the reason")],
        Verb::Refund => vec![Argument::choice("name", REFUNDS, "the refund")],
        Verb::Answer => vec![asked.value()],
        _ => vec![],
    }
}

/// Longest text of an answer, bytes.
const MAX_ANSWER_BYTES: u32 = 40;

/// Which ends a task has beside buying, returning and reporting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// None.
    Nothing,
    /// An answer in this unit.
    Answer(Unit),
    /// Any answer: for the card, which speaks of all tasks.
    Any,
    /// `finish`.
    Finish,
}

impl Asked {
    const ALL: [Asked; 8] = [
        Asked::Nothing,
        Asked::Finish,
        Asked::Any,
        Asked::Answer(Unit::Asin),
        Asked::Answer(Unit::Money),
        Asked::Answer(Unit::Grams),
        Asked::Answer(Unit::Months),
        Asked::Answer(Unit::Count),
    ];

    fn of(objective: &Objective) -> Self {
        match objective {
            Objective::Answer { unit, .. } => Asked::Answer(*unit),
            Objective::Cancel { .. } => Asked::Finish,
            Objective::Purchase(_) | Objective::Return { .. } | Objective::Report { .. } => {
                Asked::Nothing
            }
        }
    }

    fn allows(self, verb: Verb) -> bool {
        match verb {
            Verb::Answer => matches!(self, Asked::Answer(_) | Asked::Any),
            Verb::Finish => matches!(self, Asked::Finish | Asked::Any),
            _ => true,
        }
    }

    /// The value of an answer.
    fn value(self) -> Argument {
        let written = |example: &str, what: &str| {
            let value = Argument::text("value", MAX_ANSWER_BYTES, what).such_as(example);
            // Money and weights are asked for as sums too.
            value.worked_out()
        };
        match self {
            Asked::Answer(Unit::Asin) => Argument::shown("value", "the id of the product"),
            Asked::Answer(Unit::Money) => written("$12.34", "the amount"),
            Asked::Answer(Unit::Grams) => written("350 g", "the weight"),
            Asked::Answer(Unit::Months) => {
                Argument::text("value", MAX_ANSWER_BYTES, "the time").such_as("12 months")
            }
            Asked::Answer(Unit::Count) => {
                Argument::text("value", MAX_ANSWER_BYTES, "the number").such_as("7")
            }
            _ => Argument::text("value", MAX_ANSWER_BYTES, "what was asked for"),
        }
    }

    fn forms(self) -> ActionForms {
        let rows = ROWS.iter().filter(|row| self.allows(row.verb));
        let form = |row: &Row| {
            let form = ActionForm::new(row.template, row.summary).on(row.place);
            let filled_in = arguments(row.verb, self);
            filled_in.into_iter().fold(form, ActionForm::with)
        };
        ActionForms::new(rows.map(form).collect()).expect(
            "invariant: the names of the rows differ and their templates hold their arguments",
        )
    }
}

/// What a page's line is made from.
struct Offered {
    verb: Verb,
    template: &'static str,
}

/// The forms of each kind of task, and what each page may offer of them.
struct Lists {
    asked: Asked,
    forms: ActionForms,
    pages: Vec<Vec<Offered>>,
}

static LISTS: LazyLock<Vec<Lists>> = LazyLock::new(|| {
    let offered = |asked: Asked, name: &str| {
        let here = |row: &&Row| {
            asked.allows(row.verb) && (row.place.is_empty() || row.place.contains(&name))
        };
        let offer = |row: &Row| Offered {
            verb: row.verb,
            template: row.template,
        };
        ROWS.iter().filter(here).map(offer).collect()
    };
    let lists = |asked: Asked| Lists {
        asked,
        forms: asked.forms(),
        pages: page::ALL.map(|name| offered(asked, name)).into(),
    };
    Asked::ALL.map(lists).into()
});

fn lists(asked: Asked) -> &'static Lists {
    let found = LISTS.iter().find(|lists| lists.asked == asked);
    found.expect("invariant: there are lists for everything that can be asked")
}

/// The forms of a task.
#[must_use]
pub(crate) fn forms(def: &Def) -> &'static ActionForms {
    &lists(Asked::of(&def.objective)).forms
}

/// The forms of all tasks together: the card's table.
#[must_use]
pub(crate) fn all() -> &'static ActionForms {
    &lists(Asked::Any).forms
}

/// Append what can be done on the page shown, as templates separated by commas; nothing once the episode has ended.
pub(crate) fn write_here(def: &Def, state: &State, out: &mut String) {
    let name = page_name(state.page());
    let number = page::ALL.iter().position(|page| *page == name);
    let offers = number.and_then(|i| lists(Asked::of(&def.objective)).pages.get(i));
    if state.ending().is_some() {
        return;
    }
    let is_possible = |offered: &&Offered| can_be_done(def, state, offered.verb);
    for (number, offered) in offers.into_iter().flatten().filter(is_possible).enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        out.push_str(offered.template);
    }
}

/// Whether a verb can do something on a page that it belongs to: with some argument, if it takes one.
fn can_be_done(def: &Def, state: &State, verb: Verb) -> bool {
    let any = |count: usize, action: fn(u8) -> Action| {
        (0..count as u8).any(|i| admit(def, state, &action(i)).is_ok())
    };
    match (verb, state.page()) {
        (Verb::Open | Verb::Sort, Page::Results { listing, .. }) => !def.hits(listing).is_empty(),
        (Verb::Filter, Page::Results { listing, .. }) => {
            let is_left = Filter::ALL.iter().any(|&f| !listing.filters.contains(f));
            is_left && !def.hits(listing).is_empty()
        }
        (Verb::ClearFilters, Page::Results { listing, .. }) => listing.filters.0 != 0,
        (Verb::Select, Page::Item { product, .. }) => {
            choosable(&def.product(*product)).any(|(_, values)| values > 1)
        }
        (Verb::Open, Page::Cart) => {
            !state.lines().is_empty() || state.removed(def).next().is_some()
        }
        (Verb::Remove | Verb::SetQuantity, _) => !state.lines().is_empty(),
        (Verb::Restore, _) => any(def.cart.len(), Action::Restore),
        (Verb::ApplyCoupon, _) => !def.coupons.is_empty(),
        (Verb::Order, _) => !def.orders.is_empty(),
        (Verb::Return, Page::Order(order)) => {
            any(def.orders[usize::from(*order)].lines.len(), Action::Return)
        }
        (Verb::Reorder, Page::Order(order)) => {
            any(def.orders[usize::from(*order)].lines.len(), Action::Reorder)
        }
        _ => {
            let plain = verb.plain_action();
            plain.is_none_or(|action| admit(def, state, &action).is_ok())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_its_row_and_its_name() {
        for (number, row) in ROWS.iter().enumerate() {
            assert_eq!(row.verb as usize, number, "{}", row.template);
            assert_eq!(Verb::named(&row.verb.name().to_uppercase()), Some(row.verb));
            let form = all().get(row.verb.name()).unwrap();
            assert_eq!(form.template, row.template);
            assert_eq!(
                row.verb.plain().is_some(),
                form.arguments.is_empty(),
                "{}",
                row.template
            );
            assert_eq!(row.verb.plain_action().is_some(), form.arguments.is_empty());
            if let Some(action) = row.verb.plain_action() {
                assert_eq!(Verb::of(&action), row.verb);
            }
            assert!(row.place.iter().all(|place| page::ALL.contains(place)));
        }
    }

    #[test]
    fn a_task_is_told_the_ends_it_has() {
        let has = |asked: Asked, name: &str| lists(asked).forms.get(name).is_some();
        assert!(!has(Asked::Nothing, "answer") && !has(Asked::Nothing, "finish"));
        assert!(has(Asked::Finish, "finish") && !has(Asked::Finish, "answer"));
        assert!(has(Asked::Answer(Unit::Grams), "answer"));
        assert!(Asked::ALL.iter().all(|&asked| has(asked, "report")));
    }
}
