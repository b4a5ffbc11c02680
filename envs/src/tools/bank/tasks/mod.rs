//! The list of bank tasks. A new one is one `build` function, and one line here.

mod cards;
mod close;
mod dispute;
mod fee;
mod fraud;
mod question;
mod standing;
mod talk;
mod transfer;

use super::{case::Scope, world::World};
use crate::tools::{desks::Build, domain};

/// One template.
pub(super) type Template = domain::Template<Build<World>>;

const fn template(name: &'static str, summary: &'static str, build: Build<World>) -> Template {
    Template {
        name,
        version: 3,
        summary,
        random_ceiling_percent: 2,
        build,
    }
}

/// Every template, in order.
pub(super) const TEMPLATES: &[Template] = &[
    template(
        "bank-fee",
        "give back the fees named, each by the tool that its document opens",
        fee::give_back,
    ),
    template(
        "bank-fee-refuse",
        "dispute what can be disputed, and hand over a fee beyond those of the year",
        fee::refuse,
    ),
    template(
        "bank-dispute",
        "dispute the card payments named, each by the procedure for its amount",
        dispute::dispute,
    ),
    template(
        "bank-dispute-late",
        "dispute what can still be disputed, and hand over what was paid too long ago",
        dispute::late,
    ),
    template(
        "bank-dispute-outage",
        "dispute card payments while calls are limited, break off and go unanswered",
        dispute::outage,
    ),
    template(
        "bank-card-lost",
        "freeze and replace lost cards, and set the limit of the new ones",
        cards::lost,
    ),
    template(
        "bank-card-damaged",
        "send damaged cards once more, and replace one that is lost",
        cards::damaged,
    ),
    template(
        "bank-card-limit",
        "raise the limits of all cards to the highest, and tell it",
        cards::raise,
    ),
    template(
        "bank-card-frozen",
        "make the cards active that the customer froze, with another limit",
        cards::frozen,
    ),
    template(
        "bank-close",
        "close an account after moving what is on it",
        close::close,
    ),
    template(
        "bank-close-pending",
        "close one account, and hand over another on which postings are pending",
        close::pending,
    ),
    template(
        "bank-transfer",
        "send money to payees, what is above the limit after a review",
        transfer::send,
    ),
    template(
        "bank-transfer-new",
        "send money to payees, and hand over one who was added too lately, whatever that costs",
        transfer::refuse,
    ),
    template(
        "bank-question",
        "change nothing; tell the total of fees and two limits",
        question::build,
    ),
    template(
        "bank-fraud",
        "report payments that somebody else made, freeze the cards, and hand over",
        fraud::build,
    ),
    template(
        "bank-standing",
        "move, cancel and change standing orders",
        standing::build,
    ),
    template(
        "bank-talk-dispute",
        "ask a customer what to dispute and why, have it agreed, and do it",
        talk::dispute,
    ),
    template(
        "bank-talk-fee",
        "ask a customer which fees to give back, have it agreed, do it and tell the total",
        talk::fee,
    ),
    template(
        "bank-talk-card",
        "ask a customer which card is lost and what limit the new one is to have, have it agreed, and do it",
        talk::card,
    ),
];
