//! A request in the office: the task in the making, and how it is finished. What there is to look up is `look`.

use super::{
    policy,
    world::{Event, World},
};
use crate::tools::draws;
use crate::tools::kernel::{
    make::{Maker, Setting},
    types::{Def, Facts},
};
use serde_json::{Value, json};
use truestep_core::chance::Sampled;

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;
/// What the observation is before the first call.
const OPENING: &str = "The request is open. Nothing has been looked up yet.";
/// What mails about events say.
const MAILS: [&str; 4] = ["moved", "cancelled", "invited", "regrets"];
/// Why a task can be handed over.
pub(super) const HAND_OVER: [&str; 3] = ["not possible", "technical fault", NOT_ALLOWED];
/// The reason for what a rule forbids.
pub(super) const NOT_ALLOWED: &str = "not allowed";

/// A request in the making.
pub(super) struct Case<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Sampled,
    pub(super) maker: Maker,
    /// Whether there is somebody to ask.
    is_asked: bool,
}

impl<'w> Case<'w> {
    pub(super) fn new(world: &'w World, setting: &Setting, chance: Sampled) -> Self {
        Self {
            world,
            chance,
            maker: Maker::new(setting, "you", policy::RULES),
            is_asked: false,
        }
    }

    /// A fact, named once however often it is spoken of.
    pub(super) fn fact(&mut self, name: String, needles: &[String]) -> Facts {
        self.maker.fact_once(&name, needles.iter().cloned())
    }

    /// What the person one works for says when asked: the fact of it.
    pub(super) fn topic(&mut self, topic: &'static str, answer: &str) -> Facts {
        self.is_asked = true;
        self.maker.act_unconfirmed();
        // An answer to a question is no answer of a tool: the fact has no words to look for.
        let fact = self
            .maker
            .fact::<String>(&format!("which {topic} is meant"), []);
        self.maker.topic(topic, answer, fact);
        fact
    }

    /// A mail that the rules want once the `change` was made that it tells of, and the mails that say something else.
    pub(super) fn mail(
        &mut self,
        (to, kind, about): (usize, &str, &str),
        change: u16,
        shown: Facts,
        evidence: Facts,
    ) {
        let to = &self.world.people[to].id;
        let mail = |kind: &str| -> Value { json!({"to": to, "kind": kind, "about": about}) };
        let sent = self.maker.write("send_mail", mail(kind), shown, evidence);
        self.maker.after(sent, [change]);
        for other in MAILS.into_iter().filter(|other| *other != kind) {
            self.maker.wrong("send_mail", mail(other), shown);
        }
    }

    pub(super) fn draw<T: Copy>(&mut self, all: &[T]) -> T {
        draws::one(&mut self.chance, all)
    }

    /// Some of `all`, each once.
    pub(super) fn some<T: Copy>(&mut self, count: usize, all: &[T]) -> Vec<T> {
        draws::some(&mut self.chance, count, all)
    }

    /// The finished task about an event.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self, request: &str, about: &Event) -> Result<Def, String> {
        let listed = self.listed(about);
        self.finish_about(request, &about.id, listed)
    }

    /// The finished task, which could be handed over about `id`, once that was `shown`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish_about(
        mut self,
        request: &str,
        id: &str,
        shown: Facts,
    ) -> Result<Def, String> {
        for reason in HAND_OVER {
            self.maker.offer_transfer(reason, id, shown);
        }
        let mut text = policy::text();
        if self.is_asked {
            text = format!("{text} {}", policy::ASK);
        }
        self.maker
            .finish(format!("{text} {request}"), OPENING, MAX_STEPS)
    }
}
