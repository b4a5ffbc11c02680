//! The documents of a bank: those that open tools, those that state terms, and those about everything else.

use super::{
    guides::{GUIDES, by_tier, capital},
    terms::Terms,
};
use truestep_core::chance::Chance;

/// A document.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) text: String,
}

impl Document {
    /// Its last line: whoever has read that has read it whole.
    pub(super) fn last_line(&self) -> &str {
        self.text.lines().last().unwrap_or_default()
    }
}

/// The document about card limits.
pub(super) const CARD_LIMITS: &str = "Daily limits of cards";
/// The document about new payees.
pub(super) const NEW_PAYEES: &str = "Payees that were added lately";

/// Documents that open nothing and state no terms: title, what they are found by, text.
const OTHERS: [(&str, &str, &str); 20] = [
    (
        "Opening hours",
        "branch visit counter",
        "The counters are open from 9 to 16 on working days.\nSafes can be visited in the same hours.",
    ),
    (
        "Statements on paper",
        "statement fee post",
        "Statements are sent on paper to those who ask for it, once a quarter.\nWhat that costs stands in the list of prices.",
    ),
    (
        "What fees there are",
        "fee prices list",
        "Fees are charged for an overdraft, for a card, for statements on paper and for cash at other banks.\nThe amounts stand in the list of prices, which is sent to every customer in spring.",
    ),
    (
        "Before a dispute",
        "card disputes merchant advice",
        "Many quarrels about a payment end when the customer writes to the merchant once more.\nAdvice of this kind is given on request, and replaces nothing that the customer asks for.",
    ),
    (
        "How long disputes take",
        "card disputes duration",
        "Merchants have some weeks to answer.\nThe customer is told of the result by letter.",
    ),
    (
        "Travelling with cards",
        "card abroad travel",
        "Cards work in most countries. No notice is needed before a journey.\nA list of the exceptions hangs at the counter.",
    ),
    (
        "Designs of cards",
        "card picture colour",
        "Cards come in blue, grey and green.\nA new design is chosen when a card runs out.",
    ),
    (
        "Cards for children",
        "card youth limit",
        "Children from the age of twelve can have a card of their own.\nBoth parents sign for it.",
    ),
    (
        "Saving for a purpose",
        "savings interest account",
        "Money can be put aside for a purpose, with a name and a date.\nInterest is paid at the end of the year.",
    ),
    (
        "Accounts of two people",
        "joint account owner",
        "Two people can share an account. Each can do everything with it.\nTo part it both sign.",
    ),
    (
        "After an account was closed",
        "closing accounts letter",
        "A last statement is sent within a month.\nThe number of the account is not given to anybody else.",
    ),
    (
        "Standing orders and holidays",
        "standing orders day",
        "What falls on a holiday is paid on the next working day.\nThat holds for every month.",
    ),
    (
        "Names of payees",
        "payees spelling",
        "The name of a payee is compared with the name of the account that is paid.\nSmall differences of spelling are let through.",
    ),
    (
        "Transfers to other countries",
        "transfer abroad currency",
        "Money can be sent to most countries.\nIt arrives after two to four working days.",
    ),
    (
        "Transfers that came back",
        "transfer returned",
        "A transfer that cannot be delivered comes back by itself.\nNothing is charged for that.",
    ),
    (
        "Complaints",
        "complaint letter answer",
        "A complaint is answered by letter.\nWhoever is not content with that can turn to the ombudsman.",
    ),
    (
        "A customer has died",
        "inheritance heirs",
        "Heirs make an appointment at a branch.\nUntil then nothing is paid out.",
    ),
    (
        "Change of name",
        "name marriage papers",
        "A new name is entered once the papers have been shown at a branch.\nCards follow within two weeks.",
    ),
    (
        "Coins",
        "coins counting",
        "Coins are counted on Tuesdays.\nThey are brought in bags of one kind each.",
    ),
    (
        "The app",
        "mobile app password",
        "The app works on most phones.\nA forgotten password is set anew at a branch.",
    ),
];

/// The documents of a bank, in order of their ids, which are drawn.
pub(super) fn documents(terms: &Terms, chance: &mut impl Chance) -> Vec<Document> {
    let mut all: Vec<Document> = vec![];
    let mut add = |title, about, text| {
        all.push(Document {
            id: String::new(),
            title,
            about,
            text,
        });
    };
    for guide in &GUIDES {
        add(guide.title, guide.about, (guide.text)(terms));
    }
    let limits = format!(
        "The highest daily limit that a card can have goes by the tier of the customer. {}.\nA lower one can be chosen freely.",
        capital(&by_tier(terms.card))
    );
    add(CARD_LIMITS, "card limits highest tier", limits);
    let payees = format!(
        "Nothing is sent to a payee who was added less than {} days ago, neither at once nor to be reviewed, whatever the amount.\nNobody at the desk can shorten that.",
        terms.cooling
    );
    add(NEW_PAYEES, "new payees waiting days", payees);
    for (title, about, text) in OTHERS {
        add(title, about, text.to_owned());
    }
    for place in (1..all.len()).rev() {
        all.swap(place, chance.below(place as u32 + 1) as usize);
    }
    for (document, number) in all.iter_mut().zip(10..) {
        document.id = format!("D{number}");
    }
    all
}
