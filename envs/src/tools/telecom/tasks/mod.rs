//! The list of telecom tasks. A new one is one `build` function, and one line here.

mod bills;
mod data;
mod errands;
mod plans;
mod service;
mod sims;
mod talk;
mod trips;

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
        "telecom-no-service",
        "bring a phone back to service by what its settings show",
        service::phone,
    ),
    template(
        "telecom-sim-locked",
        "unlock a SIM by the code that the desk has",
        service::locked,
    ),
    template(
        "telecom-suspended",
        "have overdue bills paid by the card named, and resume the line",
        service::suspended,
    ),
    template(
        "telecom-layers",
        "resume a line, and then set right what its phone has besides",
        service::layers,
    ),
    template(
        "telecom-fraud",
        "switch roaming at one line, and hand over another that is suspended for suspected fraud",
        service::fraud,
    ),
    template(
        "telecom-outage",
        "change nothing on a phone that an outage has cut off; open a ticket",
        service::outage,
    ),
    template(
        "telecom-no-data",
        "bring mobile data back by what the phone shows",
        data::none,
    ),
    template(
        "telecom-two-causes",
        "set right two things that keep a phone from calls and data",
        data::two_causes,
    ),
    template(
        "telecom-slow",
        "make data fast by what the phone shows, of which there may be two things",
        data::slow,
    ),
    template(
        "telecom-pictures",
        "set right what keeps a phone from sending pictures",
        data::pictures,
    ),
    template(
        "telecom-roaming",
        "switch on what is off abroad, at the line, on the phone or both",
        data::roaming,
    ),
    template(
        "telecom-used-up",
        "add data or move to another plan, as wished, and tell the price",
        data::used_up,
    ),
    template(
        "telecom-plan",
        "move lines to the cheapest plan for what they use, and tell the price",
        plans::build,
    ),
    template(
        "telecom-plan-bound",
        "move one line, and hand over another that is bound",
        plans::bound,
    ),
    template(
        "telecom-question",
        "change nothing; tell a total of charges and a price",
        bills::question,
    ),
    template(
        "telecom-charge",
        "refund charges that were never ordered, and tell the total",
        bills::dispute,
    ),
    template(
        "telecom-charge-refuse",
        "refund what may be, and hand over a charge that may not",
        bills::refuse,
    ),
    template(
        "telecom-charge-faults",
        "refund charges while calls are limited, break off and go unanswered",
        bills::outage,
    ),
    template(
        "telecom-sim",
        "replace a lost SIM by the PIN, and switch roaming off at every line",
        sims::lost,
    ),
    template(
        "telecom-sim-refuse",
        "do what asks for no PIN, and hand over a SIM where the PIN is wrong",
        sims::unverified,
    ),
    template(
        "telecom-leave",
        "have overdue bills paid, and issue a porting code",
        sims::leave,
    ),
    template(
        "telecom-unlock",
        "unlock phones that may be, and hand over one that may not",
        sims::unlock,
    ),
    template(
        "telecom-travel",
        "book the cheapest roaming pack for a trip and switch roaming on",
        trips::travel,
    ),
    template(
        "telecom-talk-service",
        "ask which phone has no service, have what it shows set right as agreed",
        talk::service,
    ),
    template(
        "telecom-talk-suspended",
        "ask which line and which card, have bills paid and the line resumed as agreed",
        talk::suspended,
    ),
    template(
        "telecom-talk-data",
        "ask what is wanted where data is used up, have it agreed, do it and tell the price",
        talk::data,
    ),
    template(
        "telecom-talk-charge",
        "ask which charges were never ordered, have refunds agreed, and make them",
        talk::charge,
    ),
    template(
        "telecom-talk-sim",
        "ask which SIM is lost and for the PIN, have it agreed, and replace it",
        talk::sim,
    ),
];
