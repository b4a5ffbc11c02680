//! A case at the desk: which customer, what there is to find out about them and in documents, and the mistakes that lie near.

use super::{
    guides::GUIDES,
    library::{CARD_LIMITS, Document, NEW_PAYEES},
    policy,
    terms::TIERS,
    world::{Customer, Posting, Standing, World},
};
use crate::tools::kernel::{
    make::Maker,
    rule::Rule,
    types::{Def, Facts},
};
use crate::tools::{desks, draws, words};
use serde_json::json;
use std::collections::BTreeMap;
use truestep_core::chance::Sampled;

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;
/// Reasons to hand over, as the desk lists them.
pub(super) const HAND_OVER: [&str; 3] = ["not allowed", "suspected fraud", "technical fault"];

/// What a task is built in.
pub(super) type Scope<'w> = desks::Scope<'w, World>;

/// A case in the making.
pub(super) struct Case<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Sampled,
    pub(super) customer: &'w Customer,
    pub(super) maker: Maker,
    /// The fact of who the customer is, by id.
    pub(super) id: Facts,
    /// The fact of the customer's tier, accounts and cards.
    pub(super) profile: Facts,
    /// The facts of what is posted to each account, once they are asked for.
    postings: BTreeMap<usize, Facts>,
    /// The facts that documents were found, and that they were read, by title.
    found: BTreeMap<&'static str, Facts>,
    read: BTreeMap<&'static str, Facts>,
    sentences: Vec<String>,
    rules: &'static [Rule],
    /// Cards that are to be changed.
    cards: Vec<String>,
    /// Documents that are offered beside those that matter.
    beside: Vec<String>,
}

impl<'w> Case<'w> {
    fn begin(
        mut scope: Scope<'w>,
        rules: &'static [Rule],
        fits: impl Fn(&Customer) -> bool,
    ) -> Result<Self, String> {
        let world = scope.world;
        let customer = scope.first(&world.customers, fits);
        let customer = customer.ok_or("no customer of this bank has what the task is about")?;
        let (mut maker, id) = Maker::about(scope.setting, &customer.id, rules);
        let accounts = customer.accounts.iter();
        let needles = accounts.flat_map(|account| [account.id.clone(), account.card.clone()]);
        let tier = format!("tier: {}", TIERS[customer.tier]);
        let needles: Vec<String> = needles.chain([tier]).collect();
        let profile = maker.fact("the customer's tier, accounts and cards", needles);
        maker.read("get_customer", json!({"customer_id": customer.id}), id);
        let mut case = Self {
            world,
            chance: scope.chance,
            customer,
            maker,
            id,
            profile,
            postings: BTreeMap::new(),
            found: BTreeMap::new(),
            read: BTreeMap::new(),
            sentences: vec![],
            rules,
            cards: vec![],
            beside: vec![],
        };
        // What opens a tool is a fact of every task: whichever document is read, its tool is open.
        for guide in &GUIDES {
            let fact = case.has_read(guide.title);
            case.maker.locked(guide.tool, fact);
        }
        Ok(case)
    }

    /// A case told by a ticket: the first customer from a drawn place on whom `fits`.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn ticket(
        scope: Scope<'w>,
        fits: impl Fn(&Customer) -> bool,
    ) -> Result<Self, String> {
        let mut case = Self::begin(scope, &policy::SOLO, fits)?;
        let customer = case.customer;
        let call = json!({"phone": customer.phone});
        case.maker.read("find_customer", call, 0);
        case.say(format!(
            "This is the ticket of {}, phone number {}",
            customer.name, customer.phone
        ));
        Ok(case)
    }

    /// A case told by the customer, who is asked.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn talk(scope: Scope<'w>, fits: impl Fn(&Customer) -> bool) -> Result<Self, String> {
        let mut case = Self::begin(scope, policy::DIALOGUE, fits)?;
        let customer = case.customer;
        let words = format!("my phone number is {}.", customer.phone);
        let phone = case.wish("phone", "the customer's phone number", &words);
        let call = json!({"phone": customer.phone});
        case.maker.read("find_customer", call, phone);
        Ok(case)
    }

    /// What the customer wants, told when asked.
    pub(super) fn wish(&mut self, topic: &'static str, name: &str, words: &str) -> Facts {
        self.maker.told(topic, name, words)
    }

    /// One more sentence of the ticket, without its full stop.
    pub(super) fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    /// Some of `all`, each once.
    pub(super) fn some<T: Copy>(&mut self, count: usize, all: &[T]) -> Vec<T> {
        draws::some(&mut self.chance, count, all)
    }

    /// The customer's postings for which `fits`.
    pub(super) fn all_postings(&self, fits: impl Fn(&Posting) -> bool) -> Vec<&'w Posting> {
        let postings = self.customer.postings.iter();
        postings.filter(|posting| fits(posting)).collect()
    }

    fn titled(&self, title: &str) -> &'w Document {
        let mut documents = self.world.documents.iter();
        let found = documents.find(|document| document.title == title);
        found.unwrap_or(&self.world.documents[0])
    }

    /// The fact of what a document says.
    fn has_read(&mut self, title: &'static str) -> Facts {
        if let Some(&fact) = self.read.get(title) {
            return fact;
        }
        let document = self.titled(title);
        let needles = [
            format!("document {}:", document.id),
            document.last_line().to_owned(),
        ];
        let name = format!("what \"{title}\" says");
        let fact = self.maker.fact(&name, needles);
        self.read.insert(title, fact);
        fact
    }

    /// The same, of a document that is found by these words.
    pub(super) fn document(&mut self, query: &str, title: &'static str) -> Facts {
        let read = self.has_read(title);
        let document = self.titled(title);
        self.maker
            .read("search_documents", json!({"query": query}), 0);
        if !self.found.contains_key(title) {
            let needles = [format!("document {}:", document.id)];
            let name = format!("that there is \"{title}\"");
            let found = self.maker.fact(&name, needles);
            self.found.insert(title, found);
            let call = json!({"document_id": document.id});
            self.maker.read("read_document", call, found);
            for other in self.found_beside(query) {
                let call = json!({"document_id": &other});
                self.maker.read("read_document", call, found);
                self.beside.push(other);
            }
        }
        read
    }

    /// Documents that are found by some of these words and open nothing, a few of them.
    fn found_beside(&self, query: &str) -> Vec<String> {
        let small = query.to_lowercase();
        let words: Vec<&str> = small
            .split(' ')
            .map(|word| word.trim_end_matches('s'))
            .collect();
        let hits = |document: &&Document| {
            let title = document.title.to_lowercase();
            words.iter().any(|word| title.contains(word))
        };
        let opens = |document: &&Document| GUIDES.iter().any(|guide| guide.title == document.title);
        let terms = [CARD_LIMITS, NEW_PAYEES];
        let all = self
            .world
            .documents
            .iter()
            .filter(|document| !opens(document));
        let plain: Vec<&Document> = all.filter(|one| !terms.contains(&one.title)).collect();
        let near = plain.iter().copied().filter(hits);
        let is_new = |document: &&Document| !self.beside.contains(&document.id);
        let near = near.chain(plain.iter().copied()).filter(is_new).take(2);
        near.map(|document| document.id.clone()).collect()
    }

    /// The fact of when a tool may be used, by the document that opens it and is found by these words.
    pub(super) fn guide(&mut self, query: &str, tool: &str) -> Facts {
        let guide = GUIDES.iter().find(|guide| guide.tool == tool);
        guide.map_or(0, |guide| self.document(query, guide.title))
    }

    /// The fact of what is posted to an account.
    pub(super) fn postings(&mut self, account: usize) -> Facts {
        if let Some(&fact) = self.postings.get(&account) {
            return fact;
        }
        let id = &self.customer.accounts[account].id;
        let there = self.all_postings(|posting| posting.account == account);
        let there = there
            .into_iter()
            .map(|posting| format!("posting {}:", posting.id));
        let needles: Vec<String> = std::iter::once(format!("postings of {id}:"))
            .chain(there)
            .collect();
        let fact = self.maker.fact(&format!("the postings of {id}"), needles);
        self.maker
            .read("list_postings", json!({"account_id": id}), self.profile);
        self.postings.insert(account, fact);
        fact
    }

    /// The facts of what is posted to all accounts.
    pub(super) fn every_posting(&mut self) -> Facts {
        let accounts = 0..self.customer.accounts.len();
        accounts.fold(0, |all, account| all | self.postings(account))
    }

    /// The fact of how a card stands.
    pub(super) fn card(&mut self, account: usize) -> Facts {
        let card = &self.customer.accounts[account].card;
        let needles = [format!("card {card} of "), "daily limit: ".into()];
        let fact = self.maker.fact(&format!("how {card} stands"), needles);
        for account in &self.customer.accounts {
            let call = json!({"card_id": account.card});
            self.maker.read("get_card", call, self.profile);
        }
        fact
    }

    /// The fact of how an account stands.
    pub(super) fn account(&mut self, account: usize) -> Facts {
        let id = &self.customer.accounts[account].id;
        let needles = [format!("account {id} of "), "pending postings: ".into()];
        let fact = self.maker.fact(&format!("how {id} stands"), needles);
        for account in &self.customer.accounts {
            let call = json!({"account_id": account.id});
            self.maker.read("get_account", call, self.profile);
        }
        fact
    }

    /// The fact of whom the customer pays.
    pub(super) fn payees(&mut self) -> Facts {
        let customer = self.customer;
        let payees = customer
            .payees
            .iter()
            .map(|payee| format!("payee {}:", payee.id));
        let needles: Vec<String> = payees.collect();
        let fact = self.maker.fact("the customer's payees", needles);
        let call = json!({"customer_id": customer.id});
        self.maker.read("list_payees", call, self.id);
        fact
    }

    /// The fact of the standing orders that are paid from an account, whichever they are when it is looked at.
    pub(super) fn orders(&mut self, account: usize) -> Facts {
        let id = &self.customer.accounts[account].id;
        let head = format!("standing orders of {id}:");
        let name = format!("the standing orders of {id}");
        let fact = self.maker.fact(&name, [head]);
        for account in &self.customer.accounts {
            let call = json!({"account_id": account.id});
            self.maker.read("list_standing_orders", call, self.profile);
        }
        fact
    }

    /// That a card is to be changed, so that freezing it is no mistake beside the task.
    pub(super) fn means(&mut self, card: &str) {
        self.cards.push(card.to_owned());
    }

    /// Mistakes beside what is asked for: cards frozen, and hand-overs.
    fn surround(&mut self) {
        let customer = self.customer;
        for account in &customer.accounts {
            let is_meant = self.cards.contains(&account.card);
            if !is_meant && account.card_is == Standing::Active {
                let call = json!({"card_id": account.card});
                self.maker.wrong("freeze_card", call, self.profile);
            }
        }
        for reason in HAND_OVER {
            self.maker.offer_transfer(reason, &customer.id, self.id);
        }
        for account in &customer.accounts {
            self.maker
                .offer_transfer(HAND_OVER[0], &account.id, self.profile);
        }
    }

    /// The finished task.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self) -> Result<Def, String> {
        self.surround();
        let policy = policy::text(self.rules);
        let is_talk = self.rules.len() == policy::DIALOGUE.len();
        let (instruction, opening) = words::at_a_desk(&policy, &self.sentences, is_talk);
        self.maker.finish(instruction, &opening, MAX_STEPS)
    }
}
