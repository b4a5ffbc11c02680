//! A session: the environments of one client.

use super::{
    params::{Action, Fork, Moment, Nothing, Reset, Restore, Shown, Slots, Snapshot, Step},
    protocol::{Failure, PROTOCOL, Request, Response},
    tasks::{Assignment, Selection, assign},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{
    digest::Digest,
    environment::MenuItem,
    host::{Capabilities, Clock, Input, Judged, Shard, TruthLevel},
    registry::{Prepared, Registry},
    task::Task,
    trajectory::{End, Frame, View},
    truth::{Digests, Effect, StateTruth, StepTruth},
};
use truestep_rewards::data::chat::{self, Message};

/// Whether the server goes on after a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    GoOn,
    Stop,
}

/// The methods, in the order `hello` names them.
const METHODS: &[&str] = &[
    "hello", "list", "reset", "step", "menu", "snapshot", "restore", "fork", "close",
];

/// The environments of one client, all in one shard.
pub(super) struct Session {
    registry: Registry,
    shard: Shard,
    seats: Vec<Option<Seat>>,
    selection: Option<Selection>,
}

/// What is known of a slot in use.
#[derive(Clone)]
struct Seat {
    prepared: Arc<dyn Prepared>,
    rollout: u32,
    shown: Shown,
    auto_reset: bool,
}

/// What a client sees of a slot.
#[derive(Serialize)]
struct Seen<'a> {
    slot: usize,
    step: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    opening: Option<Opening<'a>>,
    observation: Vec<View>,
    menu_size: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_mask: Option<Vec<u8>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    truth: Option<StateTruth>,
    digests: Digests,
    #[serde(skip_serializing_if = "Option::is_none")]
    messages: Option<Vec<Message>>,
}

/// What only the first frame of an episode carries.
#[derive(Serialize)]
struct Opening<'a> {
    task: &'a Task,
    rollout: u32,
    instruction: &'a str,
    max_steps: u32,
}

/// What an action came to.
#[derive(Serialize)]
struct Stepped<'a> {
    slot: usize,
    effect: Effect,
    #[serde(skip_serializing_if = "Option::is_none")]
    truth: Option<StepTruth>,
    end: Option<End>,
    terminated: bool,
    truncated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// The frame after the action: the last of its episode, if that has ended.
    frame: Seen<'a>,
    /// The first frame of the next episode, if the slot went on with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_frame: Option<Seen<'a>>,
}

impl Session {
    pub(super) fn new(registry: Registry, slots: usize) -> Self {
        Self {
            shard: registry.shard_builder().build(slots),
            registry,
            seats: vec![None; slots],
            selection: None,
        }
    }

    /// The response to a line.
    pub(super) fn answer(&mut self, line: &[u8]) -> (Response, Then) {
        let mut request = match Request::read(line) {
            Ok(request) => request,
            Err((id, failure)) => return (Response::of(id, Err(failure)), Then::GoOn),
        };
        let mut then = Then::GoOn;
        let result = self.call(&mut request, &mut then);
        (Response::of(request.id, result), then)
    }

    fn call(&mut self, request: &mut Request, then: &mut Then) -> Result<Value, Failure> {
        match request.method.as_str() {
            "hello" => request.params().map(|Nothing {}| self.hello()),
            "list" => request.params().map(|Nothing {}| self.list()),
            "reset" => self.reset(&request.params()?),
            "step" => self.step(request.params()?),
            "menu" => self.menu(&request.params()?),
            "snapshot" => self.snapshot(&request.params()?),
            "restore" => self.restore(request.params()?),
            "fork" => self.fork(&request.params()?),
            "close" => self.close(&request.params()?, then),
            unknown => Err(Failure::new(
                "unknown_method",
                format!(
                    "unknown method `{unknown}`: there are {}",
                    METHODS.join(", ")
                ),
            )),
        }
    }

    fn hello(&self) -> Value {
        json!({
            "name": "truestep",
            "version": env!("CARGO_PKG_VERSION"),
            "protocol": PROTOCOL,
            "methods": METHODS,
            "environments": self.seats.len(),
            "max_line_bytes": super::lines::MAX_LINE_BYTES,
            "tools": chat::tools(),
        })
    }

    fn list(&self) -> Value {
        let family = |f: &Arc<dyn truestep_core::registry::Family>| json!({ "name": f.env(), "world": f.world(), "tasks": f.templates() });
        let all: Vec<Value> = self.registry.families().iter().map(family).collect();
        json!({ "environments": all })
    }

    fn reset(&mut self, reset: &Reset) -> Result<Value, Failure> {
        self.check_slots(&reset.slots)?;
        let (assignments, selection) = assign(&self.registry, reset)?;
        for (&slot, assignment) in reset.slots.iter().zip(assignments) {
            self.seat(slot, assignment, &reset.shown, reset.auto_reset)?;
        }
        if reset.auto_reset {
            self.selection = selection;
        }
        self.frames(&reset.slots)
    }

    /// Start an episode in a slot.
    fn seat(
        &mut self,
        slot: usize,
        assignment: Assignment,
        shown: &Shown,
        auto_reset: bool,
    ) -> Result<(), Failure> {
        let Assignment {
            prepared,
            group,
            rollout,
        } = assignment;
        let capabilities = Capabilities {
            max_steps: Some(budget(&*prepared, shown)),
            truth: match shown.truth {
                true => TruthLevel::Basic,
                false => TruthLevel::Off,
            },
            views: shown.views.clone(),
            record: false,
            plugins: vec![],
        };
        prepared.load(&mut self.shard, slot, rollout, &capabilities)?;
        self.shard.join_group(slot, group)?;
        self.seats[slot] = Some(Seat {
            prepared,
            rollout,
            shown: shown.clone(),
            auto_reset,
        });
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<Value, Failure> {
        let slots: Vec<usize> = step.actions.iter().map(|a| a.slot).collect();
        self.check_slots(&slots)?;
        // All inputs are checked before the first is submitted: a request is done as a whole or not at all.
        for action in &step.actions {
            self.check_action(action)?;
        }
        for Action { slot, action, menu } in step.actions {
            let input = match (action, menu) {
                (Some(text), _) => Input::Text(text),
                (None, menu) => Input::Menu(menu.unwrap_or_default()),
            };
            self.shard.submit(slot, input, None)?;
        }
        self.shard.run();
        let mut stepped = vec![];
        for slot in slots {
            stepped.push(self.stepped(slot)?);
        }
        Ok(json!({ "slots": stepped }))
    }

    fn check_action(&mut self, action: &Action) -> Result<(), Failure> {
        let slot = action.slot;
        if self.shard.end(slot)?.is_some() {
            return Err(truestep_core::host::HostError::EpisodeOver { slot }.into());
        }
        match (&action.action, action.menu) {
            (Some(_), None) => Ok(()),
            (None, Some(index)) => {
                let len = self.shard.with_menu(slot, |_, _, menu| menu.len())?;
                if (index as usize) < len {
                    return Ok(());
                }
                Err(truestep_core::host::HostError::NoSuchMenuEntry { slot, index, len }.into())
            }
            _ => Err(Failure::new(
                "bad_params",
                format!("slot {slot}: give either `action` (text) or `menu` (a position)"),
            )),
        }
    }

    /// What the last step of a slot came to; goes on with the next task where that was asked for.
    fn stepped(&mut self, slot: usize) -> Result<Value, Failure> {
        let outcome = self.shard.outcome(slot)?;
        let judged = self.shard.parts::<Option<&Judged>>(slot)?;
        let truth = judged.and_then(|j| j.step.clone());
        let seat = self.seat_of(slot)?.clone();
        let messages = |frame: &Frame| chat::after(&outcome.effect, frame);
        let frame = see(&mut self.shard, slot, &seat, false, &messages)?;
        let mut next_seat = None;
        if outcome.end.is_some()
            && seat.auto_reset
            && let Some(selection) = &mut self.selection
        {
            let assignment = selection.next()?;
            self.seat(slot, assignment, &seat.shown, true)?;
            next_seat = Some(self.seat_of(slot)?.clone());
        }
        let next_frame = match &next_seat {
            None => None,
            Some(seat) => Some(first_frame(&mut self.shard, slot, seat)?),
        };
        Ok(json!(Stepped {
            slot,
            effect: outcome.effect.clone(),
            truth,
            end: outcome.end,
            terminated: outcome.end == Some(End::Terminated),
            truncated: outcome.end == Some(End::Truncated),
            fault: outcome.fault.as_ref().map(ToString::to_string),
            frame,
            next_frame,
        }))
    }

    fn menu(&mut self, asked: &Slots) -> Result<Value, Failure> {
        let slots = self.slots_asked(asked)?;
        let mut menus = vec![];
        for slot in slots {
            let mask = self.seat_of(slot)?.shown.mask;
            let menu: Vec<MenuItem> = self.shard.with_menu(slot, |_, _, menu| {
                let item = |i| MenuItem {
                    action: menu.text(i),
                    weight: menu.weight(i),
                };
                (0..menu.len()).map(item).collect()
            })?;
            let mask = mask.map(|size| action_mask(size, menu.len()));
            menus.push(json!({ "slot": slot, "menu": menu, "action_mask": mask }));
        }
        Ok(json!({ "slots": menus }))
    }

    fn snapshot(&mut self, asked: &Snapshot) -> Result<Value, Failure> {
        let seat = self.seat_of(asked.slot)?;
        let (task, rollout) = ((**seat.prepared.task()).clone(), seat.rollout);
        let moment = self
            .shard
            .snapshot(asked.slot)?
            .to_json()
            .map_err(|e| Failure::new("host", format!("the state cannot be written: {e}")))?;
        let seal = seal(&task, rollout, &moment);
        Ok(json!({ "snapshot": Moment { task, rollout, moment, seal } }))
    }

    fn restore(&mut self, asked: Restore) -> Result<Value, Failure> {
        let Restore {
            slot,
            snapshot,
            branch,
            shown,
        } = asked;
        self.check_slots(&[slot])?;
        let Moment {
            task,
            rollout,
            moment,
            seal: sealed,
        } = snapshot;
        if seal(&task, rollout, &moment) != sealed {
            return Err(Failure::new(
                "bad_snapshot",
                "the snapshot was changed: give it back as `snapshot` gave it",
            ));
        }
        let prepared = match &self.seats[slot] {
            Some(seat) if **seat.prepared.task() == task => Arc::clone(&seat.prepared),
            _ => self.registry.prepare(&task)?,
        };
        let assignment = Assignment {
            prepared,
            group: 0,
            rollout,
        };
        self.seat(slot, assignment, &shown, false)?;
        let moment = self.shard.read_snapshot(slot, &moment)?;
        self.shard.restore(slot, &moment, branch)?;
        self.frames(&[slot])
    }

    fn fork(&mut self, asked: &Fork) -> Result<Value, Failure> {
        self.check_slots(&asked.to)?;
        if asked.to.contains(&asked.from) {
            return Err(Failure::new(
                "bad_params",
                "a slot cannot be forked into itself",
            ));
        }
        let seat = self.seat_of(asked.from)?.clone();
        for (i, &slot) in asked.to.iter().enumerate() {
            let assignment = Assignment {
                prepared: Arc::clone(&seat.prepared),
                group: 0,
                rollout: seat.rollout,
            };
            self.seat(slot, assignment, &seat.shown, seat.auto_reset)?;
            let branch = asked.branch.map(|b| b.wrapping_add(i as u64));
            self.shard.fork(asked.from, slot, branch)?;
        }
        self.frames(&asked.to)
    }

    fn close(&mut self, asked: &Slots, then: &mut Then) -> Result<Value, Failure> {
        let slots = self.slots_asked(asked)?;
        if asked.slots.is_none() {
            *then = Then::Stop;
        }
        for &slot in &slots {
            self.shard.unload(slot)?;
            self.seats[slot] = None;
        }
        Ok(json!({ "closed": slots }))
    }

    /// The first frames of slots, as a result.
    fn frames(&mut self, slots: &[usize]) -> Result<Value, Failure> {
        let mut frames = vec![];
        for &slot in slots {
            let seat = self.seat_of(slot)?.clone();
            frames.push(json!(first_frame(&mut self.shard, slot, &seat)?));
        }
        Ok(json!({ "slots": frames }))
    }

    fn seat_of(&self, slot: usize) -> Result<&Seat, Failure> {
        self.shard.entity(slot)?;
        Ok(self.seats[slot]
            .as_ref()
            .expect("invariant: a loaded slot has a seat"))
    }

    fn slots_asked(&self, asked: &Slots) -> Result<Vec<usize>, Failure> {
        match &asked.slots {
            None => Ok((0..self.seats.len())
                .filter(|&s| self.seats[s].is_some())
                .collect()),
            Some(slots) => {
                self.check_slots(slots)?;
                slots.iter().try_for_each(|&s| self.seat_of(s).map(drop))?;
                Ok(slots.clone())
            }
        }
    }

    /// That slots exist and none is named twice.
    fn check_slots(&self, slots: &[usize]) -> Result<(), Failure> {
        let mut seen = BTreeSet::new();
        for &slot in slots {
            if slot >= self.seats.len() {
                let slots = self.seats.len();
                return Err(truestep_core::host::HostError::NoSuchSlot { slot, slots }.into());
            }
            if !seen.insert(slot) {
                return Err(Failure::new(
                    "bad_params",
                    format!("slot {slot} is named twice"),
                ));
            }
        }
        Ok(())
    }
}

fn budget(prepared: &dyn Prepared, shown: &Shown) -> u32 {
    let own = prepared.goal().max_steps;
    shown.max_steps.map_or(own, std::num::NonZeroU32::get)
}

fn seal(task: &Task, rollout: u32, moment: &str) -> Digest {
    let task = serde_json::to_string(task).unwrap_or_default();
    Digest::of(task.as_bytes())
        .chain(&rollout.to_le_bytes())
        .chain(moment.as_bytes())
}

fn action_mask(size: u16, menu: usize) -> Vec<u8> {
    (0..usize::from(size)).map(|i| u8::from(i < menu)).collect()
}

/// The frame a slot is in, as the first the client sees of it.
fn first_frame<'a>(shard: &mut Shard, slot: usize, seat: &'a Seat) -> Result<Seen<'a>, Failure> {
    let instruction = &seat.prepared.goal().instruction;
    see(shard, slot, seat, true, &|frame| {
        chat::opening(instruction, frame)
    })
}

fn see<'a>(
    shard: &mut Shard,
    slot: usize,
    seat: &'a Seat,
    is_first: bool,
    messages: &dyn Fn(&Frame) -> Vec<Message>,
) -> Result<Seen<'a>, Failure> {
    let frame = shard.frame(slot)?;
    let step = shard.parts::<&Clock>(slot)?.step;
    let menu_size = shard.with_menu(slot, |_, _, menu| menu.len())?;
    let opening = is_first.then(|| Opening {
        task: seat.prepared.task(),
        rollout: seat.rollout,
        instruction: &seat.prepared.goal().instruction,
        max_steps: budget(&*seat.prepared, &seat.shown),
    });
    Ok(Seen {
        slot,
        step,
        opening,
        messages: seat.shown.chat.then(|| messages(&frame)),
        observation: frame.observation,
        menu_size,
        action_mask: seat.shown.mask.map(|size| action_mask(size, menu_size)),
        truth: frame.truth,
        digests: frame.digests,
    })
}
