//! The environment: its card, its template, and the way from a seed to a task.

use crate::{
    model::Switches,
    panel::{Def, HEIGHT, ROOMS, WIDTH},
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    chance::Chance,
    digest::Digest,
    forms::{ActionForm, ActionForms, Argument, fill_card},
    host::ShardBuilder,
    model::{Goal, Subgoal},
    registry::{Family, Prepared, PreparedModel, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The environment `light`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Panel;

/// A registry with this environment alone: the one line that registering takes.
#[must_use]
pub fn registry() -> Registry {
    Registry::new(vec![Arc::new(Panel)])
}

impl Family for Panel {
    fn env(&self) -> &str {
        "light"
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> =
            LazyLock::new(|| fill_card(include_str!("card.md"), &forms()));
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        vec![TemplateInfo {
            id: TemplateId::new("light", "match", 1).expect("invariant: a well-formed id"),
            summary: "switch the lights named on and all others off".into(),
            random_ceiling_percent: 5,
            twin_of: None,
        }]
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "a wall panel".into(),
            digest: Digest::of(b"light-switch 1"),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Switches>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        if let Some((name, value)) = task.parameters.iter().next() {
            return Err(TaskError::BadParameter {
                template: task.template.clone(),
                name: name.clone(),
                value: value.clone(),
                reason: "this task takes no parameters".into(),
            });
        }
        Ok(Arc::new(PreparedModel::<Switches>::new(
            task.clone(),
            draw(task),
        )?))
    }
}

/// Draw an instance: a panel, what is on, what is to be on.
fn draw(task: &Task) -> Def {
    let mut chance = task.stream("panel").sampled();
    let lights = 8 + chance.below(5);
    let all = (1_u32 << lights) - 1;
    let start = chance.below(1 << lights);
    let mut wanted = chance.below(1 << lights);
    // A task starts where its goal does not hold, asks for something that can be named, and not for everything.
    if wanted == 0 || wanted == all {
        wanted ^= 1;
    }
    if wanted == start {
        wanted ^= 2;
    }
    let worn = chance.below(2) == 1;
    let mut def = Def {
        goal: Goal {
            instruction: String::new(),
            subgoals: vec![],
            evidence: vec![],
            max_steps: 4 * lights,
            feasible: true,
        },
        forms: forms(),
        lights,
        start,
        wanted,
        worn,
    };
    let named = (0..lights).filter(|i| wanted >> i & 1 == 1);
    let rooms: Vec<&str> = named.map(|i| ROOMS[i as usize]).collect();
    def.goal.instruction = format!(
        "Leave the light on in {} and nowhere else, then tap Done.",
        list(&rooms)
    );
    def.goal.subgoals = subgoals(&def.wrong_at_first());
    def
}

/// One for each light that has to be switched, in the order of `Truth::subgoals`, and `done`, which requires them all.
fn subgoals(wrong: &[u32]) -> Vec<Subgoal> {
    let right = wrong.iter().map(|&light| Subgoal {
        name: format!("{}_right", ROOMS[light as usize]),
        requires: vec![],
    });
    let done = Subgoal {
        name: "done".into(),
        requires: (0..wrong.len()).collect(),
    };
    right.chain([done]).collect()
}

/// `the attic`, `the attic and the den`, `the attic, the den and the hall`.
fn list(rooms: &[&str]) -> String {
    let (last, others) = rooms
        .split_last()
        .expect("invariant: at least one light is wanted");
    match others {
        [] => format!("the {last}"),
        others => format!("the {} and the {last}", others.join(", the ")),
    }
}

fn forms() -> ActionForms {
    let tap = ActionForm::new("tap(AT)", "taps what is at this point of the panel").with(
        Argument::point(
            "at",
            "panel",
            WIDTH,
            HEIGHT,
            "a point, in pixels from the top left",
        ),
    );
    ActionForms::new(vec![tap]).expect("invariant: one well-formed form")
}
