//! Cards: lost, damaged, limited and frozen ones.

use super::Scope;
use crate::tools::{
    bank::{
        case::{Case, HAND_OVER},
        guides::listed,
        library::CARD_LIMITS,
        world::{Account, Customer, Standing},
    },
    kernel::{
        deed::money,
        types::{Def, Facts},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// What documents about each matter are searched by.
const LOST: &str = "lost cards";
const DAMAGED: &str = "damaged cards";
const FROZEN: &str = "frozen cards";
const LIMITS: &str = "card limits";

fn active(customer: &Customer) -> Vec<usize> {
    let all = 0..customer.accounts.len();
    all.filter(|&place| customer.accounts[place].card_is == Standing::Active)
        .collect()
}

/// How cards are spoken of.
fn cards(customer: &Customer, places: &[usize]) -> String {
    let all = places
        .iter()
        .map(|&place| customer.accounts[place].card_kind());
    listed(&all.collect::<Vec<_>>())
}

/// A limit that no card has and every tier allows.
pub(super) fn new_limit(case: &mut Case<'_>) -> i64 {
    36_000 + 500 * i64::from(case.chance.below(20))
}

/// The freezing and replacing of a lost card, and the fact that there is the new one; `evidence` is what else it rests on.
pub(super) fn replace(case: &mut Case<'_>, account: &Account, evidence: Facts) -> Facts {
    let guide = case.guide(LOST, "replace_card");
    let (card, profile) = (account.card.as_str(), case.profile);
    case.maker.note("lost");
    case.means(card);
    let call = json!({"card_id": card});
    case.maker
        .write("freeze_card", call.clone(), profile, evidence | guide);
    case.maker
        .write("replace_card", call.clone(), profile, evidence | guide);
    let needle = format!("the new card {card}-n");
    let new = case
        .maker
        .fact(&format!("that {card} has a successor"), [needle]);
    case.guide(DAMAGED, "reissue_card");
    case.maker.wrong("reissue_card", call, profile);
    new
}

/// The mistakes of replacing cards that are not lost, once all that is to be done to those which are is said.
pub(super) fn keep_others(case: &mut Case<'_>, lost: &[usize]) {
    for (place, account) in case.customer.accounts.iter().enumerate() {
        if !lost.contains(&place) {
            let call = json!({"card_id": account.card});
            case.maker.wrong("replace_card", call, case.profile);
        }
    }
}

/// The limit of a new card.
pub(super) fn limit_of_new(
    case: &mut Case<'_>,
    account: &Account,
    limit: i64,
    new: Facts,
    evidence: Facts,
) {
    let limits = case.document(LIMITS, CARD_LIMITS);
    let card = format!("{}-n", account.card);
    let call = |cents: i64| json!({"card_id": card, "amount": money(cents)});
    let evidence = evidence | limits | case.profile;
    case.maker
        .write("set_card_limit", call(limit), new, evidence);
    case.maker
        .wrong("set_card_limit", call(limit + 10_000), new);
}

pub(super) fn lost(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(2) as usize;
    // There is a card that is not lost and could be frozen.
    let mut case = Case::ticket(scope, |customer| active(customer).len() > count)?;
    let customer = case.customer;
    let places = case.some(count, &active(customer));
    let limit = new_limit(&mut case);
    for &place in &places {
        let account = &customer.accounts[place];
        let new = replace(&mut case, account, 0);
        limit_of_new(&mut case, account, limit, new, 0);
    }
    keep_others(&mut case, &places);
    let (new, it) = match count {
        1 => ("a new one", "the new card"),
        _ => ("new ones", "each new card"),
    };
    case.say(format!(
        "I have lost my {}, and need {new}",
        cards(customer, &places)
    ));
    case.say(format!(
        "Once {it} is there, please set its daily limit to {}",
        money(limit)
    ));
    case.finish()
}

pub(super) fn damaged(mut scope: Scope<'_>) -> Result<Def, String> {
    let (damaged, is_one_lost) = (
        1 + scope.chance.below(2) as usize,
        scope.chance.below(3) > 0,
    );
    let count = damaged + usize::from(is_one_lost);
    // There is a card with which nothing of the kind is to be done: one in order, or the lost one beside the damaged.
    let mut case = Case::ticket(scope, |customer| {
        active(customer).len() >= count && (is_one_lost || customer.accounts.len() > count)
    })?;
    let customer = case.customer;
    let places = case.some(count, &active(customer));
    let (broken, lost) = places.split_at(damaged);
    case.maker.note("damaged");
    let profile = case.profile;
    for &place in broken {
        let guide = case.guide(DAMAGED, "reissue_card");
        let card = &customer.accounts[place].card;
        let standing = case.card(place);
        case.means(card);
        let call = json!({"card_id": card});
        case.maker
            .write("reissue_card", call.clone(), profile, guide | standing);
        case.maker.wrong("freeze_card", call, profile);
    }
    for (place, account) in customer.accounts.iter().enumerate() {
        if !broken.contains(&place) {
            let call = json!({"card_id": account.card});
            case.maker.wrong("reissue_card", call, profile);
        }
    }
    for &place in lost {
        replace(&mut case, &customer.accounts[place], 0);
    }
    keep_others(&mut case, lost);
    let (is, it) = match damaged {
        1 => ("is", "it"),
        _ => ("are", "each"),
    };
    case.say(format!(
        "My {} {is} damaged, please send me {it} once more",
        cards(customer, broken)
    ));
    if is_one_lost {
        case.say(format!(
            "I have lost my {}, and need a new one",
            cards(customer, lost)
        ));
    }
    case.finish()
}

pub(super) fn raise(scope: Scope<'_>) -> Result<Def, String> {
    let terms = &scope.world.terms;
    let is_low = |customer: &Customer, account: &Account| account.limit < terms.card[customer.tier];
    let mut case = Case::ticket(scope, |customer| {
        let low = customer.accounts.iter();
        low.filter(|account| is_low(customer, account)).count() > 0
    })?;
    let customer = case.customer;
    let highest = terms.card[customer.tier];
    let limits = case.document(LIMITS, CARD_LIMITS);
    let (profile, mut all) = (case.profile, limits | case.profile);
    for (place, account) in customer.accounts.iter().enumerate() {
        let standing = case.card(place);
        all |= standing;
        if is_low(customer, account) {
            let call = |cents: i64| json!({"card_id": account.card, "amount": money(cents)});
            let evidence = limits | profile | standing;
            case.maker
                .write("set_card_limit", call(highest), profile | limits, evidence);
            for other in terms.card.into_iter().filter(|other| *other != highest) {
                case.maker
                    .wrong("set_card_limit", call(other), profile | limits);
            }
        }
    }
    let others: Vec<i64> = terms
        .card
        .into_iter()
        .filter(|other| *other != highest)
        .collect();
    case.maker
        .tell("card limit", highest, limits | profile, &others);
    // That no card was left out is known once all were looked at.
    case.maker.done_once(all);
    case.say(
        "Please raise the daily limit of each of my cards to the highest that a card of mine can have, wherever it is lower"
            .into(),
    );
    case.say("Then tell me that limit, as the card limit".into());
    case.finish()
}

pub(super) fn frozen(scope: Scope<'_>) -> Result<Def, String> {
    let by_customer = |account: &&Account| account.card_is == Standing::FrozenByCustomer;
    let mut case = Case::ticket(scope, |customer| {
        let frozen = customer.accounts.iter().filter(by_customer).count();
        (1..customer.accounts.len()).contains(&frozen)
    })?;
    let customer = case.customer;
    let guide = case.guide(FROZEN, "unfreeze_card");
    let limits = case.document(LIMITS, CARD_LIMITS);
    let limit = new_limit(&mut case);
    let (profile, mut all) = (case.profile, case.profile);
    let mut standings = vec![];
    for place in 0..customer.accounts.len() {
        let standing = case.card(place);
        all |= standing;
        standings.push(standing);
    }
    for (account, standing) in customer.accounts.iter().zip(standings) {
        let card = &account.card;
        let unfreeze = json!({"card_id": card});
        let set = json!({"card_id": card, "amount": money(limit)});
        match account.card_is {
            Standing::FrozenByCustomer => {
                case.maker
                    .write("unfreeze_card", unfreeze, profile, guide | standing);
                let evidence = limits | profile | standing;
                case.maker.write("set_card_limit", set, profile, evidence);
                let more = json!({"card_id": card, "amount": money(limit + 5_000)});
                case.maker.wrong("set_card_limit", more, profile);
            }
            Standing::FrozenByBank => {
                case.maker.wrong("unfreeze_card", unfreeze, profile);
                case.maker.wrong("set_card_limit", set, profile);
            }
            Standing::Active => {
                case.maker.wrong("unfreeze_card", unfreeze, profile);
                case.maker.wrong("set_card_limit", set, profile);
            }
        }
    }
    // That no card was left out is known once all were looked at.
    case.maker.done_once(all);
    for account in &customer.accounts {
        case.maker
            .offer_transfer(HAND_OVER[0], &account.card, profile);
    }
    case.say(format!(
        "I froze some of my cards myself. Please make every card active again that I froze, and set the daily limit of each of these to {}",
        money(limit)
    ));
    case.say("Leave my other cards as they are".into());
    case.finish()
}
