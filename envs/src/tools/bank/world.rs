//! A bank's customers, with their accounts, cards, postings, payees and standing orders, from a seed.

use super::{
    library::{Document, documents},
    names::{FIRST, LAST, MERCHANTS, MONTHLY, PAYEES},
    terms::{DISPUTE_DAYS, FEES, ROW, TIERS, TODAY, Terms, YEAR},
};
use serde_json::{Value, json};
use std::sync::Arc;
use truestep_core::chance::{Chance, Seed};
use truestep_sandbox::{
    Base, BaseBuilder, KeyKind, TableId, TableSpec, ValueKind, tables::BadTable,
};

/// Customers of a bank.
const CUSTOMERS: u32 = 160;
/// Kinds of accounts; each customer has the first two or all.
const KINDS: [&str; 3] = ["checking", "household", "travel"];

/// How a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Active,
    FrozenByCustomer,
    FrozenByBank,
}

/// An account with its card.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) balance: i64,
    pub(super) card: String,
    pub(super) card_is: Standing,
    pub(super) limit: i64,
}

impl Account {
    /// How its card is spoken of.
    pub(super) fn card_kind(&self) -> String {
        format!("{} card", self.kind)
    }
}

/// A posting.
#[derive(Clone, Debug)]
pub(super) struct Posting {
    pub(super) id: String,
    /// Which account, by number.
    pub(super) account: usize,
    pub(super) day: i64,
    pub(super) text: &'static str,
    pub(super) cents: i64,
    pub(super) is_fee: bool,
    pub(super) is_pending: bool,
}

impl Posting {
    /// A card payment that is settled.
    pub(super) fn is_payment(&self) -> bool {
        !self.is_fee && !self.is_pending
    }

    /// A card payment that can be disputed.
    pub(super) fn is_disputable(&self) -> bool {
        self.is_payment() && TODAY - self.day <= DISPUTE_DAYS
    }

    /// A card payment that can be disputed no more.
    pub(super) fn is_too_old(&self) -> bool {
        self.is_payment() && TODAY - self.day > DISPUTE_DAYS
    }
}

/// Somebody who is paid.
#[derive(Clone, Debug)]
pub(super) struct Payee {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) added: i64,
}

/// A standing order.
#[derive(Clone, Debug)]
pub(super) struct Monthly {
    pub(super) id: String,
    /// Which account, by number.
    pub(super) account: usize,
    pub(super) payee: &'static str,
    pub(super) cents: i64,
}

/// A customer.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) tier: usize,
    pub(super) accounts: Vec<Account>,
    pub(super) postings: Vec<Posting>,
    pub(super) payees: Vec<Payee>,
    pub(super) orders: Vec<Monthly>,
    /// Days on which a fee was given back.
    pub(super) fee_refunds: Vec<i64>,
}

impl Customer {
    /// Whether postings of an account are pending.
    pub(super) fn has_pending(&self, account: usize) -> bool {
        let mut postings = self.postings.iter();
        postings.any(|posting| posting.account == account && posting.is_pending)
    }

    /// Fees that can still be given back today.
    pub(super) fn fees_left(&self, terms: &Terms) -> i64 {
        let recent = self.fee_refunds.iter().filter(|day| TODAY - **day <= YEAR);
        terms.fees_a_year[self.tier] - recent.count() as i64
    }
}

/// A bank.
#[derive(Debug)]
pub(super) struct World {
    pub(super) terms: Terms,
    pub(super) documents: Vec<Document>,
    pub(super) customers: Vec<Customer>,
    pub(super) base: Arc<Base>,
}

impl World {
    /// The bank of a seed.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of this file.
    pub(super) fn generate(seed: Seed) -> Result<Self, String> {
        let terms = Terms::draw(&mut seed.stream("bank terms").sampled());
        let documents = documents(&terms, &mut seed.stream("bank documents").sampled());
        let chance = &mut seed.stream("bank world").sampled();
        let customers: Vec<Customer> = (0..CUSTOMERS)
            .map(|number| customer(number, &terms, chance))
            .collect();
        let base = tables(&terms, &documents, &customers).map_err(|error| error.to_string())?;
        Ok(Self {
            terms,
            documents,
            customers,
            base,
        })
    }
}

/// Some of `all`, each once.
fn some(count: u32, all: &[&'static str], chance: &mut impl Chance) -> Vec<&'static str> {
    let mut all = all.to_vec();
    (0..count)
        .map(|_| all.swap_remove(chance.below(all.len() as u32) as usize))
        .collect()
}

fn customer(number: u32, terms: &Terms, chance: &mut impl Chance) -> Customer {
    let key = 1_000 + number * 7;
    let tier = chance.below(TIERS.len() as u32) as usize;
    let accounts: Vec<Account> = (KINDS.iter().take(2 + chance.below(2) as usize).zip(1..))
        .map(|(&kind, place)| account(key, place, kind, terms.card[tier], chance))
        .collect();
    let postings = postings(key, accounts.len() as u32, chance);
    let payees = some(3 + chance.below(4), &PAYEES, chance);
    let payees = payees.into_iter().zip(1..).map(|(name, place)| Payee {
        id: format!("y{key}{place}"),
        name,
        added: TODAY
            - match chance.below(3) {
                0 => 1 + i64::from(chance.below(12)),
                _ => 60 + i64::from(chance.below(400)),
            },
    });
    let payees = payees.collect();
    let orders = some(2 + chance.below(4), &MONTHLY, chance);
    let orders = orders.into_iter().zip(1..).map(|(payee, place)| Monthly {
        id: format!("s{key}{place}"),
        account: chance.below(accounts.len() as u32) as usize,
        payee,
        cents: 1_000 + 500 * i64::from(chance.below(20)),
    });
    let orders = orders.collect();
    let mut fee_refunds: Vec<i64> = (0..chance.below(4))
        .map(|_| TODAY - 20 - i64::from(chance.below(500)))
        .collect();
    // None so near to the end of the year that it could be counted either way.
    fee_refunds.retain(|day| (TODAY - day - YEAR).abs() > 2);
    fee_refunds.sort_unstable();
    fee_refunds.dedup();
    // First and last names run against one another, so that few are called alike; the phone number tells them apart.
    let (first, last) = (FIRST.len() as u32, LAST.len() as u32);
    let name = format!(
        "{} {}",
        FIRST[(number % first) as usize],
        LAST[((number * 7 + number / first) % last) as usize]
    );
    Customer {
        id: format!("c{key}"),
        name,
        phone: format!("555-{}", 1_000 + number * 41),
        tier,
        accounts,
        postings,
        payees,
        orders,
        fee_refunds,
    }
}

fn account(
    key: u32,
    place: u32,
    kind: &'static str,
    highest: i64,
    chance: &mut impl Chance,
) -> Account {
    Account {
        id: format!("a{key}{place}"),
        kind,
        balance: 60_000 + 5 * i64::from(chance.below(40_000)),
        card: format!("k{key}{place}"),
        card_is: match chance.below(10) {
            0..=6 => Standing::Active,
            7 | 8 => Standing::FrozenByCustomer,
            _ => Standing::FrozenByBank,
        },
        limit: match chance.below(4) {
            0 => highest,
            _ => 10_000 + 5_000 * i64::from(chance.below(6)),
        },
    }
}

fn postings(key: u32, accounts: u32, chance: &mut impl Chance) -> Vec<Posting> {
    let mut all = vec![];
    let mut add = |account: u32, age: u32, text, cents: u32, (is_fee, is_pending)| {
        all.push(Posting {
            id: format!("p{key}{}", 10 + all.len()),
            account: account as usize,
            day: TODAY - i64::from(age),
            text,
            cents: i64::from(cents),
            is_fee,
            is_pending,
        });
    };
    let mut merchants = some(4 * accounts, &MERCHANTS, chance).into_iter();
    for account in 0..accounts {
        for merchant in merchants.by_ref().take(3) {
            let age = 2 + chance.below(95);
            add(
                account,
                age,
                merchant,
                505 + 5 * chance.below(4_000),
                (false, false),
            );
        }
        let merchant = merchants.next();
        if let Some(merchant) = merchant.filter(|_| chance.below(4) == 0) {
            add(
                account,
                1,
                merchant,
                505 + 5 * chance.below(4_000),
                (false, true),
            );
        }
    }
    for fee in FEES {
        if chance.below(3) > 0 {
            let (account, age) = (chance.below(accounts), 5 + chance.below(60));
            add(
                account,
                age,
                fee,
                300 + 50 * chance.below(30),
                (true, false),
            );
        }
    }
    all
}

/// Put a row into a table.
fn put(base: &mut BaseBuilder, table: TableId, key: &str, row: &Value) -> Result<(), BadTable> {
    base.row(table, key, row.to_string().as_bytes())?;
    Ok(())
}

fn tables(
    terms: &Terms,
    documents: &[Document],
    customers: &[Customer],
) -> Result<Arc<Base>, BadTable> {
    let mut base = Base::builder();
    let table = |base: &mut BaseBuilder, name| {
        base.table(TableSpec::new(name, KeyKind::Text, ValueKind::Json))
    };
    let of_terms = table(&mut base, ROW.0)?;
    let row = serde_json::to_value(terms).unwrap_or_default();
    put(&mut base, of_terms, ROW.1, &row)?;
    put(&mut base, of_terms, "today", &json!(TODAY))?;
    let of_documents = table(&mut base, "documents")?;
    for document in documents {
        let row = json!({"title": document.title, "about": document.about, "text": document.text});
        put(&mut base, of_documents, &document.id, &row)?;
    }
    let (people, phones) = (table(&mut base, "customers")?, table(&mut base, "phones")?);
    let (accounts, cards) = (table(&mut base, "accounts")?, table(&mut base, "cards")?);
    let (postings, payees) = (table(&mut base, "postings")?, table(&mut base, "payees")?);
    let standing = table(&mut base, "standing")?;
    table(&mut base, "transfers")?;
    for customer in customers {
        let owner = &customer.id;
        put(&mut base, people, owner, &customer_row(customer))?;
        let digits: String = customer
            .phone
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        put(&mut base, phones, &digits, &json!(owner))?;
        for account in &customer.accounts {
            let row = json!({"owner": owner, "kind": account.kind, "balance": account.balance, "out": 0, "status": "open"});
            put(&mut base, accounts, &account.id, &row)?;
            put(&mut base, cards, &account.card, &card_row(owner, account))?;
        }
        for posting in &customer.postings {
            let account = &customer.accounts[posting.account];
            put(
                &mut base,
                postings,
                &posting.id,
                &posting_row(owner, account, posting),
            )?;
        }
        for payee in &customer.payees {
            let row = json!({"owner": owner, "name": payee.name, "added": payee.added});
            put(&mut base, payees, &payee.id, &row)?;
        }
        for order in &customer.orders {
            let account = &customer.accounts[order.account].id;
            let row = json!({"owner": owner, "account": account, "payee": order.payee, "cents": order.cents, "status": "active"});
            put(&mut base, standing, &order.id, &row)?;
        }
    }
    Ok(base.build())
}

fn customer_row(customer: &Customer) -> Value {
    let accounts = customer.accounts.iter();
    let cards = accounts.clone();
    let accounts: Vec<Value> = accounts
        .map(|account| json!({"id": account.id, "kind": account.kind}))
        .collect();
    let cards: Vec<Value> = cards
        .map(|account| json!({"id": account.card, "kind": account.card_kind()}))
        .collect();
    json!({"name": customer.name, "phone": customer.phone, "tier": TIERS[customer.tier],
        "accounts": accounts, "cards": cards, "fee_refunds": customer.fee_refunds})
}

fn card_row(owner: &str, account: &Account) -> Value {
    let (status, by) = match account.card_is {
        Standing::Active => ("active", ""),
        Standing::FrozenByCustomer => ("frozen", "the customer"),
        Standing::FrozenByBank => ("frozen", "the bank"),
    };
    json!({"owner": owner, "account": account.id, "kind": account.card_kind(), "status": status,
        "frozen_by": by, "limit": account.limit})
}

fn posting_row(owner: &str, account: &Account, posting: &Posting) -> Value {
    let mut row = json!({"owner": owner, "account": account.id, "day": posting.day, "text": posting.text,
        "cents": posting.cents, "kind": if posting.is_fee { "fee" } else { "card payment" },
        "status": if posting.is_pending { "pending" } else { "posted" }});
    if !posting.is_fee {
        row["card"] = json!(account.card);
    }
    row
}
