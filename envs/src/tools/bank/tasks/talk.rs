//! The same with a customer who has to be asked, and who agrees to each change before it is made.

use super::{
    Scope,
    cards::{keep_others, limit_of_new, new_limit, replace},
};
use crate::tools::{
    bank::{
        case::Case,
        world::{Posting, Standing},
        writes::{REASONS, has, spoken},
    },
    kernel::{deed::money, types::Def},
};
use truestep_core::chance::Chance;

/// Most payments or fees of one customer's wish.
const MOST: u32 = 2;

pub(super) fn dispute(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::talk(scope, |customer| {
        has(customer, count, Posting::is_disputable)
    })?;
    let all = case.all_postings(Posting::is_disputable);
    let payments = case.some(count, &all);
    let reason = case.some(1, &REASONS)[0];
    let words = format!(
        "please dispute what I paid by card to {}.",
        spoken(&payments)
    );
    let request = case.wish("request", "which payments", &words);
    let words = format!("the reason is: {reason}.");
    let why = case.wish("reason", "the reason", &words);
    case.every_posting();
    for payment in &payments {
        case.dispute(payment, reason, request | why);
    }
    case.say("I am not content with what I have paid for".into());
    case.finish()
}

fn is_fee(posting: &Posting) -> bool {
    posting.is_fee
}

pub(super) fn fee(mut scope: Scope<'_>) -> Result<Def, String> {
    let count = 1 + scope.chance.below(MOST) as usize;
    let terms = &scope.world.terms;
    let mut case = Case::talk(scope, |customer| {
        customer.fees_left(terms) >= count as i64 && has(customer, count, is_fee)
    })?;
    let all = case.all_postings(is_fee);
    let fees = case.some(count, &all);
    let words = format!("please give me back {}.", spoken(&fees));
    let request = case.wish("request", "which fees", &words);
    let left = case.fees_left();
    case.every_posting();
    // What can be given back is known once it is known how many fees are left.
    let mut known = request | case.profile | left;
    let mut given = vec![];
    for fee in &fees {
        given.push(case.give_back(fee, left | request));
        known |= case.postings(fee.account);
    }
    let total: i64 = fees.iter().map(|fee| fee.cents).sum();
    let others = [total + 500, total + 1_200];
    let told = case.maker.tell("total", total, known, &others);
    case.maker.after(told, given);
    case.say("I want fees given back, and to be told the total of them".into());
    case.finish()
}

pub(super) fn card(scope: Scope<'_>) -> Result<Def, String> {
    let mut case = Case::talk(scope, |customer| {
        let cards = customer.accounts.iter();
        cards
            .filter(|account| account.card_is == Standing::Active)
            .count()
            > 1
    })?;
    let customer = case.customer;
    let active: Vec<usize> = (0..customer.accounts.len())
        .filter(|&place| customer.accounts[place].card_is == Standing::Active)
        .collect();
    let place = case.some(1, &active)[0];
    let account = &customer.accounts[place];
    let limit = new_limit(&mut case);
    let words = format!(
        "I have lost my {}, and need a new one.",
        account.card_kind()
    );
    let request = case.wish("request", "which card", &words);
    let words = format!("the new card is to have a daily limit of {}.", money(limit));
    let details = case.wish("details", "which limit", &words);
    let new = replace(&mut case, account, request);
    limit_of_new(&mut case, account, limit, new, request | details);
    keep_others(&mut case, &[place]);
    case.say("One of my cards is gone".into());
    case.finish()
}
