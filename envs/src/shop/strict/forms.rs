//! How an agent may act in the strict shop: the one list of verbs.
//!
//! [`grammar`](super::grammar) reads and writes actions by it; the card, chat, tool schemas, rejections and the line of a
//! page that says what can be done are made from it. A form that a task has no use for at its end - `answer` where nothing
//! is asked, `finish` where nothing is to be cancelled - is not in that task's list. A twin has the list of its feasible
//! task, so that the list gives nothing away.

use super::{
    admit::admit,
    def::{Aim, Def},
    state::State,
    types::{
        ADDRESSES, Action, Filter, MAX_LINES, MAX_QUANTITY, MAX_QUERY_BYTES, Page, REASONS,
        REFUNDS, Sort, Tab, Unit, WRAPS,
    },
};
use std::sync::LazyLock;
use truestep_core::forms::{ActionForm, ActionForms, Argument};

/// The pages, as forms and pages name them.
mod page {
    pub(super) const HOME: &str = "home";
    pub(super) const RESULTS: &str = "results";
    pub(super) const ITEM: &str = "item";
    pub(super) const CART: &str = "cart";
    pub(super) const COUPONS: &str = "coupons";
    pub(super) const ORDERS: &str = "orders";
    pub(super) const ORDER: &str = "order";
    pub(super) const FORM: &str = "return form";
    pub(super) const ALL: [&str; 8] = [HOME, RESULTS, ITEM, CART, COUPONS, ORDERS, ORDER, FORM];
}

/// What a page is called in the list of forms.
#[must_use]
pub fn page_name(page: &Page) -> &'static str {
    match page {
        Page::Home => page::HOME,
        Page::Results { .. } => page::RESULTS,
        Page::Item { .. } => page::ITEM,
        Page::Cart => page::CART,
        Page::Coupons => page::COUPONS,
        Page::Orders(_) => page::ORDERS,
        Page::Order(_) => page::ORDER,
        Page::Form { .. } => page::FORM,
    }
}

/// A verb: what an action begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// `search[TEXT]`
    Search,
    /// `open[ID]`
    Open,
    /// `next`
    Next,
    /// `prev`
    Prev,
    /// `back`
    Back,
    /// `sort[ORDER]`
    Sort,
    /// `filter[NAME]`
    Filter,
    /// `clear_filters`
    ClearFilters,
    /// `specs`
    Specs,
    /// `description`
    Description,
    /// `reviews`
    Reviews,
    /// `select[GROUP: VALUE]`
    Select,
    /// `add_to_cart`
    AddToCart,
    /// `cart`
    Cart,
    /// `coupons`
    Coupons,
    /// `orders`
    Orders,
    /// `remove[LINE]`
    Remove,
    /// `set_quantity[LINE: N]`
    SetQuantity,
    /// `apply_coupon[CODE]`
    ApplyCoupon,
    /// `address[NAME]`
    Address,
    /// `wrap[NAME]`
    Wrap,
    /// `checkout`
    Checkout,
    /// `order[ID]`
    Order,
    /// `cancel_order`
    CancelOrder,
    /// `return[LINE]`
    Return,
    /// `reorder[LINE]`
    Reorder,
    /// `reason[NAME]`
    Reason,
    /// `refund[NAME]`
    Refund,
    /// `submit`
    Submit,
    /// `answer[VALUE]`
    Answer,
    /// `report[infeasible]`
    Report,
    /// `finish`
    Finish,
}

/// One line of the list. The verb's name is its template up to the bracket.
struct Row {
    verb: Verb,
    template: &'static str,
    name_bytes: usize,
    place: &'static [&'static str],
    summary: &'static str,
}

const fn row(
    verb: Verb,
    template: &'static str,
    place: &'static [&'static str],
    summary: &'static str,
) -> Row {
    Row {
        verb,
        template,
        name_bytes: until_bracket(template.as_bytes()),
        place,
        summary,
    }
}

const fn until_bracket(template: &[u8]) -> usize {
    let mut at = 0;
    while at < template.len() && template[at] != b'[' {
        at += 1;
    }
    at
}

/// Everywhere.
const ANYWHERE: &[&str] = &[];

/// The list, in the order agents are told it; row `i` is verb `i`.
#[rustfmt::skip]
const ROWS: [Row; 32] = {
    use page::{CART, FORM, ITEM, ORDER, ORDERS, RESULTS};
    [
        row(Verb::Search, "search[TEXT]", ANYWHERE, "lists the best 30 hits, paid placements first"),
        row(Verb::Open, "open[ID]", &[RESULTS, CART, ORDER], "opens a product that the page lists"),
        row(Verb::Next, "next", &[RESULTS, ORDERS], "turns to the next page of the list"),
        row(Verb::Prev, "prev", &[RESULTS, ORDERS], "turns to the page before"),
        row(Verb::Back, "back", &[ITEM, ORDER, FORM], "goes back to where this page was opened"),
        row(Verb::Sort, "sort[ORDER]", &[RESULTS], "sorts the list; back to its first page"),
        row(Verb::Filter, "filter[NAME]", &[RESULTS], "filters the list further; back to its first page"),
        row(Verb::ClearFilters, "clear_filters", &[RESULTS], "drops all filters; back to the first page"),
        row(Verb::Specs, "specs", &[ITEM], "shows kind, category, weight, warranty and attributes"),
        row(Verb::Description, "description", &[ITEM], "shows the description"),
        row(Verb::Reviews, "reviews", &[ITEM], "shows the number of reviews"),
        row(Verb::Select, "select[GROUP: VALUE]", &[ITEM], "chooses an option; first values are preselected"),
        row(Verb::AddToCart, "add_to_cart", &[ITEM], "adds one unit with the options chosen"),
        row(Verb::Cart, "cart", ANYWHERE, "goes to the cart"),
        row(Verb::Coupons, "coupons", ANYWHERE, "goes to the coupons there are"),
        row(Verb::Orders, "orders", ANYWHERE, "goes to the list of past orders"),
        row(Verb::Remove, "remove[LINE]", &[CART], "removes a line of the cart"),
        row(Verb::SetQuantity, "set_quantity[LINE: N]", &[CART], "sets how many of a line are bought"),
        row(Verb::ApplyCoupon, "apply_coupon[CODE]", &[CART], "uses a coupon in place of any other"),
        row(Verb::Address, "address[NAME]", &[CART], "sets where the purchase is sent"),
        row(Verb::Wrap, "wrap[NAME]", &[CART], "sets how it is wrapped"),
        row(Verb::Checkout, "checkout", &[CART], "buys what is in the cart; ends the episode"),
        row(Verb::Order, "order[ID]", &[ORDERS], "opens an order that the page lists"),
        row(Verb::CancelOrder, "cancel_order", &[ORDER], "cancels the order, if it is pending"),
        row(Verb::Return, "return[LINE]", &[ORDER], "opens the form to return a line of the order"),
        row(Verb::Reorder, "reorder[LINE]", &[ORDER], "puts one unit of a line of the order into the cart"),
        row(Verb::Reason, "reason[NAME]", &[FORM], "chooses the reason of the return"),
        row(Verb::Refund, "refund[NAME]", &[FORM], "chooses how to be refunded"),
        row(Verb::Submit, "submit", &[FORM], "sends the return; ends the episode"),
        row(Verb::Answer, "answer[VALUE]", ANYWHERE, "answers the question; ends the episode"),
        row(Verb::Report, "report[infeasible]", ANYWHERE, "says that it cannot be done; ends the episode"),
        row(Verb::Finish, "finish", ANYWHERE, "says that all is done; ends the episode"),
    ]
};

impl Verb {
    /// The verb named `name`, case aside.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let row = ROWS
            .iter()
            .find(|row| row.verb.name().eq_ignore_ascii_case(name));
        row.map(|row| row.verb)
    }

    /// As actions write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        let row = &ROWS[self as usize];
        &row.template[..row.name_bytes]
    }

    /// Whether it is written with brackets.
    pub(super) fn is_bracketed(self) -> bool {
        let row = &ROWS[self as usize];
        row.name_bytes < row.template.len()
    }

    /// How it is written without anything to fill in; `None` if there is something to fill in.
    pub(super) fn plain(self) -> Option<&'static str> {
        let is_plain = !self.is_bracketed() || self == Verb::Report;
        is_plain.then_some(ROWS[self as usize].template)
    }

    /// The verb of an action.
    pub(super) fn of(action: &Action) -> Self {
        match action {
            Action::Search(_) => Verb::Search,
            Action::Open(_) => Verb::Open,
            Action::Next => Verb::Next,
            Action::Prev => Verb::Prev,
            Action::Back => Verb::Back,
            Action::Sort(_) => Verb::Sort,
            Action::Filter(_) => Verb::Filter,
            Action::ClearFilters => Verb::ClearFilters,
            // The item's head has no verb; going there is `back`'s business.
            Action::Tab(Tab::Main | Tab::Specs) => Verb::Specs,
            Action::Tab(Tab::Description) => Verb::Description,
            Action::Tab(Tab::Reviews) => Verb::Reviews,
            Action::Select(..) => Verb::Select,
            Action::AddToCart => Verb::AddToCart,
            Action::Cart => Verb::Cart,
            Action::Coupons => Verb::Coupons,
            Action::Orders => Verb::Orders,
            Action::Remove(_) => Verb::Remove,
            Action::SetQuantity(..) => Verb::SetQuantity,
            Action::ApplyCoupon(_) => Verb::ApplyCoupon,
            Action::Address(_) => Verb::Address,
            Action::Wrap(_) => Verb::Wrap,
            Action::Checkout => Verb::Checkout,
            Action::Order(_) => Verb::Order,
            Action::CancelOrder => Verb::CancelOrder,
            Action::Return(_) => Verb::Return,
            Action::Reorder(_) => Verb::Reorder,
            Action::Reason(_) => Verb::Reason,
            Action::Refund(_) => Verb::Refund,
            Action::Submit => Verb::Submit,
            Action::Answer(_) => Verb::Answer,
            Action::Report => Verb::Report,
            Action::Finish => Verb::Finish,
        }
    }

    /// The action of a verb that has nothing to fill in.
    pub(super) fn plain_action(self) -> Option<Action> {
        Some(match self {
            Verb::Next => Action::Next,
            Verb::Prev => Action::Prev,
            Verb::Back => Action::Back,
            Verb::ClearFilters => Action::ClearFilters,
            Verb::Specs => Action::Tab(Tab::Specs),
            Verb::Description => Action::Tab(Tab::Description),
            Verb::Reviews => Action::Tab(Tab::Reviews),
            Verb::AddToCart => Action::AddToCart,
            Verb::Cart => Action::Cart,
            Verb::Coupons => Action::Coupons,
            Verb::Orders => Action::Orders,
            Verb::Checkout => Action::Checkout,
            Verb::CancelOrder => Action::CancelOrder,
            Verb::Submit => Action::Submit,
            Verb::Report => Action::Report,
            Verb::Finish => Action::Finish,
            _ => return None,
        })
    }

    fn arguments(self, asked: Asked) -> Vec<Argument> {
        let line = |what: &str| Argument::integer("line", 1, MAX_LINES as i64, what);
        let cart_line = || line("the line of the cart, as numbered");
        let order_line = || line("the line of the order, as numbered");
        match self {
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

    fn of(aim: &Aim) -> Self {
        match aim {
            Aim::Answer { unit, .. } => Asked::Answer(*unit),
            Aim::Cancel { .. } => Asked::Finish,
            Aim::Purchase(_) | Aim::Return { .. } | Aim::Report { .. } => Asked::Nothing,
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
            let arguments = row.verb.arguments(self);
            arguments.into_iter().fold(form, ActionForm::with)
        };
        ActionForms::new(rows.map(form).collect()).expect(
            "invariant: the names of the rows differ and their templates hold their arguments",
        )
    }
}

/// What a page's line is made from.
#[allow(dead_code, reason = "read by `write_here`")]
struct Offered {
    /// The action, if it has nothing to fill in: then it is named only where it is admitted.
    action: Option<Action>,
    template: &'static str,
}

/// The forms of each kind of task, and what each page may offer of them.
struct Lists {
    asked: Asked,
    forms: ActionForms,
    #[allow(dead_code, reason = "read by `write_here`")]
    pages: Vec<Vec<Offered>>,
}

static LISTS: LazyLock<Vec<Lists>> = LazyLock::new(|| {
    let offered = |asked: Asked, name: &str| {
        let here = |row: &&Row| {
            asked.allows(row.verb) && (row.place.is_empty() || row.place.contains(&name))
        };
        let offer = |row: &Row| Offered {
            action: row.verb.plain_action(),
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
pub fn forms(def: &Def) -> &'static ActionForms {
    &lists(Asked::of(&def.aim)).forms
}

/// The forms of all tasks together: the card's table.
#[must_use]
pub fn all() -> &'static ActionForms {
    &lists(Asked::Any).forms
}

/// Append what can be done on the page shown, as templates separated by commas; nothing once the episode has ended. What
/// needs no filling in is named only where it is admitted.
#[allow(dead_code, reason = "the pages' line is the view's to write")]
pub(super) fn write_here(def: &Def, state: &State, out: &mut String) {
    let name = page_name(state.page());
    let number = page::ALL.iter().position(|page| *page == name);
    let offers = number.and_then(|i| lists(Asked::of(&def.aim)).pages.get(i));
    let is_open = |offered: &&Offered| {
        let action = offered.action.as_ref();
        action.is_none_or(|action| admit(def, state, action).is_ok())
    };
    if state.ending().is_some() {
        return;
    }
    for (number, offered) in offers.into_iter().flatten().filter(is_open).enumerate() {
        out.push_str(if number == 0 { "" } else { ", " });
        out.push_str(offered.template);
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
