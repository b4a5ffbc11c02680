//! Starts, and what a caller can do wrong before and after an episode.

use super::{
    Scope,
    case::Case,
    ledger::Ledger,
    probe::{Acted, MAIN, Probe, TRIAL},
    sentence::Sentence,
    walk::draws,
};
use crate::{
    chance::Chance as _,
    host::{HostError, Input},
    model::Draws,
    registry::TaskError,
    task::{Task, TemplateId},
};

/// Steps of play that starts are compared over.
const STEPS: u32 = 12;

/// Play menu positions drawn from `label`, the same in every slot; until the end, at most [`STEPS`].
pub(super) fn play(case: &mut Case<'_>, slot: usize, label: &str) -> Result<Vec<Acted>, HostError> {
    let mut chance = draws(case, label).sampled();
    let mut acted = vec![];
    while acted.len() < STEPS as usize && !case.probe.is_over(slot)? {
        let menu = case.probe.menu(slot)?;
        if menu.is_empty() {
            break;
        }
        let index = chance.below(menu.len() as u32);
        acted.push(case.probe.act(slot, Input::Menu(index))?);
    }
    Ok(acted)
}

/// The same task made twice is the same world.
pub(super) fn same_bytes(case: &mut Case<'_>) -> Result<(), HostError> {
    let task = Task::clone(case.prepared.task());
    let again = match case.scope.registry.prepare(&task) {
        Ok(again) => again,
        Err(error) => {
            case.ledger.check(Sentence::SameTaskSameBytes, false, || {
                format!("the second time: {error}")
            });
            return Ok(());
        }
    };
    case.load_watched(MAIN, 0)?;
    let first = (case.probe.shard.frame(MAIN)?, play(case, MAIN, "same")?);
    let goal = case.prepared.goal().clone();
    let original = std::mem::replace(&mut case.prepared, again);
    case.load_watched(TRIAL, 0)?;
    let second = (case.probe.shard.frame(TRIAL)?, play(case, TRIAL, "same")?);
    case.ledger.equal(
        Sentence::SameTaskSameBytes,
        "the goal",
        case.prepared.goal(),
        &goal,
    );
    case.ledger.equal(
        Sentence::SameTaskSameBytes,
        "the start and the same steps",
        &second,
        &first,
    );
    case.prepared = original;
    Ok(())
}

/// Two rollouts of a world without chance are one; where only the start is drawn, all is determined from there.
pub(super) fn only_chance_differs(case: &mut Case<'_>) -> Result<(), HostError> {
    let sentence = Sentence::OnlyChanceDiffers;
    let draws = case.prepared.draws();
    if draws.in_step() {
        case.ledger
            .does_not_apply(sentence, "the world draws in its steps");
        return Ok(());
    }
    case.load_watched(MAIN, 0)?;
    let start = case.probe.shard.snapshot(MAIN)?;
    let first = play(case, MAIN, "rollouts")?;
    case.load_watched(TRIAL, 1)?;
    if draws == Draws::AtReset {
        case.probe.shard.restore(TRIAL, &start, Some(1))?;
    }
    let second = play(case, TRIAL, "rollouts")?;
    case.ledger
        .equal(sentence, "another rollout", &second, &first);
    Ok(())
}

/// Mistakes of a caller, each with the error it must get.
pub(super) fn typed_errors(scope: &Scope<'_>, ledger: &mut Ledger) {
    let id = &scope.template.id;
    let sentence = Sentence::CallersGetTypedErrors;
    let mut ask = |what: &str, task: &Task, expected: fn(&TaskError) -> bool| {
        let error = scope.registry.prepare(task).err();
        ledger.check(
            sentence,
            error.as_ref().is_some_and(expected),
            || match &error {
                None => format!("`prepare` accepts {what}: expected a `TaskError` of that kind"),
                Some(error) => format!("`prepare` refuses {what} with another kind: {error}"),
            },
        );
    };
    let task = scope.task(scope.options.first_seed);
    let renamed = |env: &str, template: &str, version| {
        TemplateId::new(env, template, version).map(|template| Task {
            template,
            ..task.clone()
        })
    };
    if let Ok(task) = renamed(id.env(), &format!("{}-x", id.template()), id.version()) {
        ask("an unknown template", &task, |e| {
            matches!(
                e,
                TaskError::UnknownTemplate {
                    suggestion: Some(_),
                    ..
                }
            )
        });
    }
    if let Ok(task) = renamed(&format!("{}-x", id.env()), id.template(), id.version()) {
        ask("an unknown environment", &task, |e| {
            matches!(e, TaskError::UnknownEnvironment { .. })
        });
    }
    if let Ok(task) = renamed(id.env(), id.template(), id.version() + 1) {
        ask("another version", &task, |e| {
            matches!(e, TaskError::OtherVersion { .. })
        });
    }
    let mut unknown = task.clone();
    unknown
        .parameters
        .insert("no-such-parameter".into(), "1".into());
    ask("a parameter that no template takes", &unknown, |e| {
        matches!(e, TaskError::BadParameter { .. })
    });
    for seed in [0, u64::MAX, u64::MAX / 2] {
        let result = scope.registry.prepare(&scope.task(seed));
        let Err(error) = result else { continue };
        let fine = matches!(error, TaskError::NoInstance { .. });
        ledger.check(sentence, fine, || {
            format!("seed {seed}: expected an instance or `NoInstance`, got: {error}")
        });
    }
    if let Err(error) = out_of_order(scope, ledger) {
        ledger.check(sentence, false, || error.to_string());
    }
}

/// Calls before the reset, beyond the slots, beyond the menu and after the end.
fn out_of_order(scope: &Scope<'_>, ledger: &mut Ledger) -> Result<(), HostError> {
    let sentence = Sentence::CallersGetTypedErrors;
    let mut probe = Probe::new(scope.family, false)?;
    let word = || Input::Text("x".into());
    let early = probe.shard.submit(MAIN, word(), None);
    ledger.equal(
        sentence,
        "a step before the reset",
        &early,
        &Err(HostError::NotReset { slot: MAIN }),
    );
    let far = probe.shard.submit(9, word(), None);
    ledger.equal(
        sentence,
        "a slot that does not exist",
        &far,
        &Err(HostError::NoSuchSlot { slot: 9, slots: 2 }),
    );
    let seeds = 0..u64::from(scope.options.seeds);
    let first = seeds.map(|n| scope.task(scope.options.first_seed.wrapping_add(n)));
    let Some(prepared) = first.filter_map(|t| scope.registry.prepare(&t).ok()).next() else {
        return Ok(());
    };
    let mut capabilities = probe.watched(&prepared);
    capabilities.max_steps = Some(1);
    prepared.load(&mut probe.shard, MAIN, 0, &capabilities)?;
    let beyond = probe.shard.submit(MAIN, Input::Menu(u32::MAX), None);
    let typed = matches!(
        beyond,
        Err(HostError::NoSuchMenuEntry { .. } | HostError::EpisodeOver { .. })
    );
    ledger.check(sentence, typed, || {
        format!("a menu position that does not exist: {beyond:?}")
    });
    if !probe.is_over(MAIN)? {
        probe.say(MAIN, "x")?;
    }
    let late = probe.shard.submit(MAIN, word(), None);
    ledger.equal(
        sentence,
        "a step after the end",
        &late,
        &Err(HostError::EpisodeOver { slot: MAIN }),
    );
    Ok(())
}
