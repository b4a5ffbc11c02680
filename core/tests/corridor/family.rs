//! The corridor's templates.

use super::{CODES, Corridor, Def, Defect};
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU8, Ordering},
};
use truestep_core::{
    chance::{Chance as _, Seed},
    digest::Digest,
    host::ShardBuilder,
    model::{Goal, Subgoal},
    registry::{Family, Prepared, PreparedModel, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// `corridor` (dry) or `ice` (slippery).
#[derive(Default)]
pub struct Corridors<const SLIPPERY: bool = false> {
    pub defect: Defect,
}

/// Name, what is asked, ceiling for random play in percent.
const TEMPLATES: [(&str, &str, u32); 4] = [
    ("walk", "walk to the door and open it", 70),
    ("fetch", "find the key, then open the door", 40),
    (
        "ask",
        "read the code on the plaque, then open the door with it",
        25,
    ),
    (
        "errand",
        "find the key, read the code, then open the door",
        15,
    ),
];

const CARD: &str = "# Corridor

## Goal
Open the door at the end.
## Action
`left`, `right`, `take key`, `take lamp N`, `read plaque`, `open CODE`, `force door`.
## Observation
The cell and what is in it.
## Dynamics
One cell a step.
## Ground truth
All of it, in closed form.
## Episode end
An open door: the right code is grade 1, a wrong one 1/2.
## Tasks
`walk`, `fetch`, `ask`, `errand`.
## Arguments
`length`: cells, 12 to 24.
## Version history
1: first.
";

/// The card with what it says of its menus.
static WHOLE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{CARD}\nOrdered menus: `walk` and `fetch`, where everything lies to the right, which is listed after the left.\n"
    )
});

/// For [`Defect::Unstable`]: a world that depends on how many were made before it.
static MADE: AtomicU8 = AtomicU8::new(0);

impl<const S: bool> Corridors<S> {
    fn env_name() -> &'static str {
        if S { "ice" } else { "corridor" }
    }

    fn def(&self, task: &Task) -> Result<Def, TaskError> {
        let name = task.template.template();
        let name = if self.defect == Defect::Twins && name == "fetch" {
            "walk"
        } else {
            name
        };
        let (needs_key, needs_code) = match name {
            "walk" => (false, false),
            "fetch" => (true, false),
            "ask" => (false, true),
            _ => (true, true),
        };
        let seed = if self.defect == Defect::OneStart {
            Seed(0)
        } else {
            task.seed
        };
        let place = Task {
            seed,
            ..task.clone()
        }
        .stream("corridor");
        let mut chance = place.sampled();
        let drawn = 12 + chance.below(9) as u8;
        let length = if self.defect == Defect::Short {
            3
        } else {
            length_of(task)?.unwrap_or(drawn)
        };
        let start = chance.below(u32::from(length / 3)) as u8;
        let (key, plaque) = (
            chance.below(u32::from(length)) as u8,
            chance.below(u32::from(length)) as u8,
        );
        let (lamps, puddle) = (
            chance.below(u32::from(length)) as u8,
            chance.below(u32::from(length)) as u8,
        );
        let code = chance.below(u32::from(CODES)) as u8;
        let unstable =
            self.defect == Defect::Unstable && MADE.fetch_add(1, Ordering::Relaxed) % 2 == 1;
        Ok(Def {
            goal: goal(needs_key, needs_code, length),
            length,
            start: if unstable { start + 1 } else { start },
            key: needs_key.then_some(key),
            plaque: needs_code.then_some(plaque),
            code,
            lamps,
            puddle,
            canary: format!("xyzzy-{}", task.seed.0),
            defect: self.defect,
        })
    }
}

fn length_of(task: &Task) -> Result<Option<u8>, TaskError> {
    let Some(text) = task.parameters.get("length") else {
        return Ok(None);
    };
    match text.parse() {
        Ok(length @ 12..=24) => Ok(Some(length)),
        _ => Err(bad_parameter(task, "length", text, "expected 12 to 24")),
    }
}

fn bad_parameter(task: &Task, name: &str, value: &str, reason: &str) -> TaskError {
    TaskError::BadParameter {
        template: task.template.clone(),
        name: name.into(),
        value: value.into(),
        reason: reason.into(),
    }
}

fn goal(needs_key: bool, needs_code: bool, length: u8) -> Goal {
    let mut subgoals = vec![];
    let mut push = |name: &str, requires| {
        subgoals.push(Subgoal {
            name: name.into(),
            requires,
        })
    };
    if needs_key {
        push("has_key", vec![]);
    }
    if needs_code {
        push("has_read", vec![]);
    }
    push("door_open", if needs_key { vec![0] } else { vec![] });
    let key = if needs_key {
        " It is locked: find the key."
    } else {
        ""
    };
    let code = if needs_code {
        " Its code is on the plaque."
    } else {
        ""
    };
    Goal {
        instruction: format!("Open the door at the end of the corridor.{key}{code}"),
        subgoals,
        evidence: if needs_code {
            vec!["the code of the door".into()]
        } else {
            vec![]
        },
        max_steps: u32::from(length) * 4,
        feasible: true,
    }
}

impl<const S: bool> Family for Corridors<S> {
    fn env(&self) -> &str {
        Self::env_name()
    }

    fn card(&self) -> &str {
        match self.defect {
            Defect::NoCard => "# Corridor\n\n## Goal\nOpen the door.",
            Defect::Tilted => CARD,
            _ => &WHOLE,
        }
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        let info = |(name, summary, ceiling): (&str, &str, u32)| TemplateInfo {
            id: TemplateId::new(Self::env_name(), name, 1)
                .expect("invariant: names are well formed"),
            summary: summary.into(),
            random_ceiling_percent: if self.defect == Defect::LowCeiling {
                0
            } else {
                ceiling
            },
            twin_of: None,
        };
        TEMPLATES.map(info).into()
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "a corridor".into(),
            digest: Digest::of(b"corridor"),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Corridor<S>>();
    }

    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        if let Some((name, value)) = task.parameters.iter().find(|(name, _)| *name != "length")
            && self.defect != Defect::AnyParameter
        {
            return Err(bad_parameter(
                task,
                name,
                value,
                "the only parameter is `length`",
            ));
        }
        if self.defect == Defect::Rare && !task.seed.0.is_multiple_of(3) {
            return Err(TaskError::NoInstance {
                template: task.template.clone(),
                seed: task.seed.0,
                reason: "a defect planted for a test".into(),
            });
        }
        let def = self.def(task)?;
        let prepared = PreparedModel::<Corridor<S>>::new(task.clone(), def)?;
        Ok(Arc::new(prepared))
    }
}

/// Both corridors, without a defect.
pub fn registry() -> Registry {
    Registry::new(vec![
        Arc::new(Corridors::<false>::default()),
        Arc::new(Corridors::<true>::default()),
    ])
}

/// The task `id` (`"corridor/walk@1"`) with `seed`.
pub fn task(id: &str, seed: u64) -> Task {
    Task::new(
        id.parse()
            .expect("invariant: tests name templates that exist"),
        Seed(seed),
    )
}
