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
}

impl<'w> Case<'w> {
    pub(super) fn new(world: &'w World, setting: &Setting, chance: Sampled) -> Self {
        Self {
            world,
            chance,
            maker: Maker::new(setting, "you", policy::RULES),
        }
    }

    /// The fact of somebody's id; looking for the name shows it.
    pub(super) fn person(&mut self, number: usize) -> Facts {
        let person = &self.world.people[number];
        let fact = self.maker.fact(
            &format!("who {} is", person.name),
            [format!("person {}", person.id)],
        );
        self.maker
            .read("find_person", json!({"name": person.name}), 0);
        fact
    }

    /// The fact of the events of a day that was `shown`, by their ids; with the mistakes of cancelling those that are not `meant`.
    pub(super) fn day(&mut self, day: i64, meant: &[&str], shown: Facts) -> Facts {
        let events: Vec<&Event> = self.world.events_of(day).collect();
        let needles = events.iter().map(|event| format!("event {}: ", event.id));
        let needles: Vec<String> = std::iter::once(format!("events of day {day}:"))
            .chain(needles)
            .collect();
        let fact = self
            .maker
            .fact(&format!("the events of day {day}"), needles);
        self.maker.read("list_events", json!({"day": day}), shown);
        for event in events {
            if !meant.contains(&event.id.as_str()) {
                self.maker
                    .wrong("cancel_event", json!({"event_id": event.id}), fact);
            }
        }
        fact
    }

    /// The fact of who organizes and attends an event.
    pub(super) fn event(&mut self, event: &Event, listed: Facts) -> Facts {
        let attendees = self.world.ids(&event.attendees).join(", ");
        let needles = [
            format!("event {}: ", event.id),
            format!("attendees: {attendees}"),
        ];
        let fact = self
            .maker
            .fact(&format!("who attends {}", event.id), needles);
        self.maker
            .read("get_event", json!({"event_id": event.id}), listed);
        fact
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
    pub(super) fn finish(
        mut self,
        request: &str,
        shown: Facts,
        about: &str,
    ) -> Result<Def, String> {
        for reason in HAND_OVER {
            self.maker.offer_transfer(reason, about, shown);
        }
        self.maker
            .finish(format!("{} {request}", policy::text()), OPENING, MAX_STEPS)
    }
}
