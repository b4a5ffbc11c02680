//! The verbs of the strict shop: the one list of what an action begins with, where it works and what it does.

use crate::shop::strict::world::{
    action::Action,
    page::{Page, Tab},
};

/// The pages, as forms and pages name them.
pub(crate) mod page {
    pub(crate) const HOME: &str = "home";
    pub(crate) const RESULTS: &str = "results";
    pub(crate) const ITEM: &str = "item";
    pub(crate) const CART: &str = "cart";
    pub(crate) const COUPONS: &str = "coupons";
    pub(crate) const ORDERS: &str = "orders";
    pub(crate) const ORDER: &str = "order";
    pub(crate) const FORM: &str = "return form";
    pub(crate) const ALL: [&str; 8] = [HOME, RESULTS, ITEM, CART, COUPONS, ORDERS, ORDER, FORM];
}

/// What a page is called in the list of forms.
#[must_use]
pub(crate) fn page_name(page: &Page) -> &'static str {
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
pub(crate) enum Verb {
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
    /// `restore[LINE]`
    Restore,
    /// `set_quantity[LINE: N]`
    SetQuantity,
    /// `apply_coupon[CODE]`
    ApplyCoupon,
    /// `remove_coupon`
    RemoveCoupon,
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
pub(crate) struct Row {
    pub(crate) verb: Verb,
    pub(crate) template: &'static str,
    name_bytes: usize,
    pub(crate) place: &'static [&'static str],
    pub(crate) summary: &'static str,
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
pub(crate) const ROWS: [Row; 34] = {
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
        row(Verb::Specs, "specs", &[ITEM], "shows kind, category, weight and attributes"),
        row(Verb::Description, "description", &[ITEM], "shows the description and the warranty"),
        row(Verb::Reviews, "reviews", &[ITEM], "shows the number of reviews"),
        row(Verb::Select, "select[GROUP: VALUE]", &[ITEM], "chooses an option, which may change the price; first values are preselected"),
        row(Verb::AddToCart, "add_to_cart", &[ITEM], "adds one unit with the options chosen"),
        row(Verb::Cart, "cart", ANYWHERE, "goes to the cart"),
        row(Verb::Coupons, "coupons", ANYWHERE, "goes to the coupons there are"),
        row(Verb::Orders, "orders", ANYWHERE, "goes to the list of past orders"),
        row(Verb::Remove, "remove[LINE]", &[CART], "removes a line of the cart"),
        row(Verb::Restore, "restore[LINE]", &[CART], "puts back a removed line that lay in the cart at the start, as it lay there"),
        row(Verb::SetQuantity, "set_quantity[LINE: N]", &[CART], "sets how many of a line are bought"),
        row(Verb::ApplyCoupon, "apply_coupon[CODE]", &[CART], "uses a coupon in place of any other"),
        row(Verb::RemoveCoupon, "remove_coupon", &[CART], "uses no coupon"),
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
    pub(crate) fn named(name: &str) -> Option<Self> {
        let row = ROWS
            .iter()
            .find(|row| row.verb.name().eq_ignore_ascii_case(name));
        row.map(|row| row.verb)
    }

    /// As actions write it.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        let row = &ROWS[self as usize];
        &row.template[..row.name_bytes]
    }

    /// Whether it is written with brackets.
    pub(crate) fn is_bracketed(self) -> bool {
        let row = &ROWS[self as usize];
        row.name_bytes < row.template.len()
    }

    /// How it is written without anything to fill in; `None` if there is something to fill in.
    pub(crate) fn plain(self) -> Option<&'static str> {
        let is_plain = !self.is_bracketed() || self == Verb::Report;
        is_plain.then_some(ROWS[self as usize].template)
    }

    /// The verb of an action.
    pub(crate) fn of(action: &Action) -> Self {
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
            Action::Restore(_) => Verb::Restore,
            Action::SetQuantity(..) => Verb::SetQuantity,
            Action::ApplyCoupon(_) => Verb::ApplyCoupon,
            Action::RemoveCoupon => Verb::RemoveCoupon,
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
    pub(crate) fn plain_action(self) -> Option<Action> {
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
            Verb::RemoveCoupon => Action::RemoveCoupon,
            Verb::Checkout => Action::Checkout,
            Verb::CancelOrder => Action::CancelOrder,
            Verb::Submit => Action::Submit,
            Verb::Report => Action::Report,
            Verb::Finish => Action::Finish,
            _ => return None,
        })
    }
}
