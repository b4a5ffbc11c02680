//! The environment: its card, its template, its option, and the way from a seed to a task.

use crate::{
    engine::Fails,
    street::{Def, FORMS, Street},
};
use std::sync::{Arc, LazyLock};
use truestep_core::{
    chance::Chance as _,
    digest::Digest,
    forms::fill_card,
    host::ShardBuilder,
    model::{Goal, Subgoal},
    options::{BadOption, Given, OptionKind, WorldOption},
    registry::{Family, Prepared, PreparedModel, Registry, TaskError, TemplateInfo},
    task::{Task, TemplateId},
    trajectory::WorldInfo,
};

/// The environment `courier`; by default its host never fails.
#[derive(Clone, Copy, Debug, Default)]
pub struct Courier {
    fails: Fails,
}

impl Courier {
    /// One whose host fails like this.
    #[must_use]
    pub fn that_fails(fails: Fails) -> Self {
        Self { fails }
    }

    /// What can be chosen about it.
    pub const OPTION: WorldOption = WorldOption {
        env: "courier",
        name: "fails",
        value_name: "WHEN",
        summary: "When the host fails: never, start, house:N or call:N [default: never]",
        kind: OptionKind::Text,
        default: None,
        conflicts: &[],
    };

    /// The one that was chosen.
    ///
    /// # Errors
    /// What is wrong with the option.
    pub fn chosen(given: &Given) -> Result<Self, BadOption> {
        let Some(text) = given.get(Self::OPTION.name) else {
            return Ok(Self::default());
        };
        let value = text.to_string_lossy();
        let fails = value.parse().map_err(|expected| BadOption {
            name: Self::OPTION.name.into(),
            value: value.chars().take(80).collect(),
            expected,
        });
        Ok(Self::that_fails(fails?))
    }

    /// A registry with this environment alone.
    #[must_use]
    pub fn registry(self) -> Registry {
        Registry::new(vec![Arc::new(self)])
    }
}

impl Family for Courier {
    fn env(&self) -> &str {
        "courier"
    }

    fn card(&self) -> &str {
        static CARD: LazyLock<String> =
            LazyLock::new(|| fill_card(include_str!("card.md"), &FORMS));
        &CARD
    }

    fn templates(&self) -> Vec<TemplateInfo> {
        vec![TemplateInfo {
            id: TemplateId::new("courier", "ring", 1).expect("invariant: a well-formed id"),
            summary: "ring at a house".into(),
            random_ceiling_percent: 15,
            twin_of: None,
        }]
    }

    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "a street".into(),
            digest: Digest::of(b"flaky-host 1"),
        }
    }

    fn install(&self, shard: &mut ShardBuilder) {
        shard.model::<Street>();
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
        let def = draw(task, self.fails);
        Ok(Arc::new(PreparedModel::<Street>::new(task.clone(), def)?))
    }
}

fn draw(task: &Task, fails: Fails) -> Def {
    let mut chance = task.stream("street").sampled();
    let houses = 20 + chance.below(20);
    let walk = 4 + chance.below(14);
    let from = 1 + chance.below(houses - walk);
    let (from, to) = match chance.below(2) {
        0 => (from, from + walk),
        _ => (from + walk, from),
    };
    let goal = Goal {
        instruction: format!("Ring at house {to}."),
        subgoals: vec![Subgoal {
            name: "rang".into(),
            requires: vec![],
        }],
        evidence: vec![],
        max_steps: 4 * houses,
        feasible: true,
    };
    Def {
        goal,
        houses,
        from,
        to,
        fails,
    }
}
