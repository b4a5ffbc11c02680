//! A request in the office: what there is to find out, and the mistakes that lie near.

use super::{
    policy,
    world::{Event, World},
};
use crate::tools::kernel::{
    make::{Maker, Setting},
    types::{Def, Facts},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use truestep_core::chance::{Chance, Sampled};

/// Step budget of an episode unless told otherwise.
const MAX_STEPS: u32 = 40;
/// What the observation is before the first call.
const OPENING: &str = "The request is open. Nothing has been looked up yet.";
/// Why a task can be handed over.
pub(super) const HAND_OVER: [&str; 2] = ["not possible", "technical fault"];

/// A request in the making.
pub(super) struct Case<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Sampled,
    pub(super) maker: Maker,
    /// For each event by its id the fact that there is such an event.
    listed: BTreeMap<String, Facts>,
}

impl<'w> Case<'w> {
    pub(super) fn new(world: &'w World, setting: &Setting, chance: Sampled) -> Self {
        Self {
            world,
            chance,
            maker: Maker::new(setting, "you", policy::RULES),
            listed: BTreeMap::new(),
        }
    }

    /// The fact of somebody's id; looking for the name shows it.
    pub(super) fn person(&mut self, number: usize) -> Facts {
        let person = &self.world.people[number];
        let fact = self.maker.fact(
            &format!("who {} is", person.name),
            [format!("person {}: {}", person.id, person.name)],
        );
        self.maker
            .read("find_person", json!({"name": person.name}), 0);
        fact
    }

    /// The fact that there is an event; lists, the event itself and whatever was done to it show it.
    pub(super) fn listed(&mut self, event: &Event) -> Facts {
        if let Some(&fact) = self.listed.get(&event.id) {
            return fact;
        }
        let needle = format!("event {}: {}", event.id, event.title);
        let fact = self
            .maker
            .fact(&format!("that there is {}", event.id), [needle]);
        self.listed.insert(event.id.clone(), fact);
        fact
    }

    /// The list of the events of a day that was `shown`; with the mistakes of cancelling those that are not `meant`.
    pub(super) fn day(&mut self, day: i64, meant: &[&str], shown: Facts) {
        self.maker.read("list_events", json!({"day": day}), shown);
        let world = self.world;
        for event in world.events_of(day) {
            let listed = self.listed(event);
            if !meant.contains(&event.id.as_str()) {
                self.maker
                    .wrong("cancel_event", json!({"event_id": event.id}), listed);
            }
        }
    }

    /// The fact of who organizes and attends an event.
    pub(super) fn event(&mut self, event: &Event) -> Facts {
        let listed = self.listed(event);
        let needles = [
            format!("event {}: {}\n", event.id, event.title),
            "organizer: ".into(),
        ];
        let fact = self
            .maker
            .fact(&format!("who attends {}", event.id), needles);
        self.maker
            .read("get_event", json!({"event_id": event.id}), listed);
        fact | listed
    }

    /// The fact of when somebody whose id is `shown` is free on a day.
    pub(super) fn free(&mut self, number: usize, day: i64, shown: Facts) -> Facts {
        let id = &self.world.people[number].id;
        let fact = self.maker.fact(
            &format!("when {id} is free"),
            [format!("free hours of {id} on day {day}")],
        );
        self.maker
            .read("free_hours", json!({"person_id": id, "day": day}), shown);
        fact
    }

    /// A mail that the rules want, once the change that it is about was made, and the mails that say something else.
    pub(super) fn mail(
        &mut self,
        to: usize,
        kind: &str,
        about: &str,
        shown: Facts,
        evidence: Facts,
    ) {
        let to = &self.world.people[to].id;
        let mail = |kind: &str| -> Value { json!({"to": to, "kind": kind, "about": about}) };
        self.maker.write("send_mail", mail(kind), shown, evidence);
        for other in ["moved", "cancelled", "invited", "regrets"] {
            self.maker.wrong("send_mail", mail(other), shown);
        }
    }

    pub(super) fn draw<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.chance.below(all.len() as u32) as usize]
    }

    /// Some of `all`, each once.
    pub(super) fn some<T: Copy>(&mut self, count: usize, all: &[T]) -> Vec<T> {
        let mut all = all.to_vec();
        let mut drawn = vec![];
        while drawn.len() < count && !all.is_empty() {
            drawn.push(all.swap_remove(self.chance.below(all.len() as u32) as usize));
        }
        drawn
    }

    /// The finished task.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn finish(mut self, request: &str, about: &Event) -> Result<Def, String> {
        let listed = self.listed(about);
        for reason in HAND_OVER {
            self.maker.offer_transfer(reason, &about.id, listed);
        }
        self.maker
            .finish(format!("{} {request}", policy::text()), OPENING, MAX_STEPS)
    }
}
