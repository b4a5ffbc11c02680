//! A case at the desk: which customer, what is asked for, and the mistakes that lie near. What there is to find out is `look`.

use super::{
    look::{CALL, DATA, PAGES, PICTURE},
    phone::switch,
    policy,
    terms::{MODE, SETTINGS},
    world::{Customer, Line, World},
};
use crate::tools::kernel::{
    make::Maker,
    rule::Rule,
    types::{Def, Facts},
};
use crate::tools::{desks, draws, words};
use serde_json::{Value, json};
use truestep_core::chance::Sampled;

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;
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
    /// The fact of the customer's lines and cards.
    pub(super) profile: Facts,
    /// What the customer says is wished for: every change rests on it.
    pub(super) wishes: Facts,
    /// What the customer wants besides, or that it is nothing: whoever is done has asked.
    pub(super) asked: Facts,
    /// That the customer has said where the phone is.
    pub(super) place: Facts,
    /// The line whose phone the case is about, if it is about one.
    about: Option<&'w Line>,
    /// Whether it was said that something gets through there, so that the network is up.
    pub(super) is_up: bool,
    sentences: Vec<String>,
    rules: &'static [Rule],
}

impl<'w> Case<'w> {
    fn begin(
        mut scope: Scope<'w>,
        rules: &'static [Rule],
        fits: impl Fn(&Customer) -> bool,
    ) -> Result<Self, String> {
        let world = scope.world;
        let customer = scope.first(&world.customers, fits);
        let customer = customer.ok_or("no customer of this company has what the task is about")?;
        let (mut maker, id) = Maker::about(scope.setting, &customer.id, rules);
        let lines = customer
            .lines
            .iter()
            .map(|line| format!("- line {}: ", line.id));
        let needles: Vec<String> = lines.chain(customer.cards.iter().cloned()).collect();
        let profile = maker.fact("the customer's lines and cards", needles);
        maker.read("get_customer", json!({"customer_id": customer.id}), id);
        Ok(Self {
            world,
            chance: scope.chance,
            customer,
            maker,
            id,
            profile,
            wishes: 0,
            asked: 0,
            place: 0,
            about: None,
            is_up: false,
            sentences: vec![],
            rules,
        })
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
        let phone = case.told("phone", "the customer's phone number", &words);
        let call = json!({"phone": customer.phone});
        case.maker.read("find_customer", call, phone);
        Ok(case)
    }

    /// What the customer tells when asked.
    pub(super) fn told(&mut self, topic: &'static str, name: &str, words: &str) -> Facts {
        self.maker.told(topic, name, words)
    }

    /// What the customer wants, told when asked: every change rests on it.
    pub(super) fn wish(&mut self, topic: &'static str, name: &str, words: &str) {
        self.wishes |= self.told(topic, name, words);
    }

    /// What the customer wants besides, told when asked; `is_wish` if it is anything.
    pub(super) fn besides(&mut self, words: &str, is_wish: bool) {
        self.asked = self.told("details", "what is wanted besides", words);
        if is_wish {
            self.wishes |= self.asked;
        }
    }

    /// One more sentence of the ticket, without its full stop.
    pub(super) fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    /// One of `all`.
    pub(super) fn draw<T: Copy>(&mut self, all: &[T]) -> T {
        draws::one(&mut self.chance, all)
    }

    /// Some of `all`, each once.
    pub(super) fn some<T: Copy>(&mut self, count: usize, all: &[T]) -> Vec<T> {
        draws::some(&mut self.chance, count, all)
    }

    /// What shows the ids that a change names: lines and cards stand in the customer's record, charges on bills.
    fn ids(&self, arguments: &Value) -> Facts {
        match arguments["charge_id"].is_null() {
            true => self.profile,
            false => self.id,
        }
    }

    /// A change that is asked for, with what it rests on besides what the customer wishes.
    pub(super) fn write(
        &mut self,
        tool: &str,
        arguments: Value,
        shown: Facts,
        evidence: Facts,
    ) -> u16 {
        let shown = shown | self.ids(&arguments);
        let evidence = evidence | self.wishes;
        self.maker.write(tool, arguments, shown, evidence)
    }

    /// A change that is not.
    pub(super) fn wrong(&mut self, tool: &str, arguments: Value, shown: Facts) {
        let shown = shown | self.ids(&arguments);
        self.maker.wrong(tool, arguments, shown);
    }

    /// Have roaming switched at a line as wished, and not at others or otherwise.
    pub(super) fn roam(&mut self, line: &Line) {
        let call = |line: &Line, is_on: bool| json!({"line_id": line.id, "to": switch(is_on)});
        self.write("set_roaming", call(line, !line.roaming), 0, 0);
        let others = self.customer.lines.iter();
        for other in others {
            let is_on = if other.id == line.id {
                line.roaming
            } else {
                !line.roaming
            };
            self.wrong("set_roaming", call(other, is_on), 0);
        }
    }

    /// An amount that is asked for.
    pub(super) fn tell(
        &mut self,
        topic: &'static str,
        cents: i64,
        evidence: Facts,
        others: &[i64],
    ) -> u16 {
        let evidence = evidence | self.wishes | self.id;
        self.maker.tell(topic, cents, evidence, others)
    }

    /// The fact of an amount that is worked out from `known`, or that the answer to a change says which holds `needles`.
    pub(super) fn amount(&mut self, name: String, known: Facts, needles: [String; 2]) -> Facts {
        if let Some(fact) = self.maker.named(&name) {
            return fact;
        }
        let fact = self.maker.fact(&name, needles);
        self.maker.implies(known, fact);
        fact
    }

    /// What else can be looked at and tried on a line's phone, and every remedy that there is for one, of which some help here:
    /// which of them do is not to be read off what is offered.
    pub(super) fn around_phone(&mut self, line: &'w Line) {
        let id = &line.id;
        self.about = Some(line);
        for (page, _) in PAGES {
            let call = json!({"line_id": id, "page": page});
            self.maker.read("have_customer_look", call, self.profile);
        }
        for (what, _) in [CALL, DATA, PICTURE] {
            let call = json!({"line_id": id, "what": what});
            self.maker.read("have_customer_try", call, self.profile);
        }
        for other in &self.customer.lines {
            self.maker
                .read("get_line", json!({"line_id": other.id}), self.profile);
        }
        let either = ["wi-fi calling", "data roaming"];
        let either = either
            .iter()
            .flat_map(|name| [(*name, "on"), (*name, "off")]);
        for (setting, to) in SETTINGS.into_iter().chain(either) {
            let call = json!({"line_id": id, "setting": setting, "to": to});
            self.wrong("have_customer_switch", call, 0);
        }
        for mode in [MODE, "4G"] {
            let call = json!({"line_id": id, "mode": mode});
            self.wrong("have_customer_set_network_mode", call, 0);
        }
        for tool in [
            "have_customer_reseat_sim",
            "have_customer_reset_access_point",
            "have_customer_allow_messages",
            "resume_line",
        ] {
            for of in [line, self.other(line)] {
                self.wrong(tool, json!({"line_id": of.id}), 0);
            }
        }
        for to in ["on", "off"] {
            self.wrong("set_roaming", json!({"line_id": id, "to": to}), 0);
        }
    }

    /// Another line of the customer, each of whom has several.
    pub(super) fn other(&self, line: &Line) -> &'w Line {
        let mut lines = self.customer.lines.iter();
        let other = lines.find(|other| other.id != line.id);
        other.unwrap_or(&self.customer.lines[0])
    }

    /// Whether there is a customer to ask.
    fn is_talk(&self) -> bool {
        self.rules.len() == policy::DIALOGUE.len()
    }

    /// Offer hand-overs beside the right end.
    fn surround(&mut self) {
        for reason in policy::HAND_OVER {
            let first = &self.customer.lines[0].id;
            self.maker.offer_transfer(reason, first, self.profile);
        }
        for line in self.customer.lines.iter().skip(1) {
            self.maker
                .offer_transfer(policy::NOT_ALLOWED, &line.id, self.profile);
        }
    }

    /// The finished task.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self) -> Result<Def, String> {
        self.surround();
        let about = self.about;
        self.networks(about);
        let policy = policy::text(self.rules);
        let is_talk = self.is_talk();
        let (instruction, opening) = words::at_a_desk(&policy, &self.sentences, is_talk);
        self.maker.finish(instruction, &opening, MAX_STEPS)
    }
}
