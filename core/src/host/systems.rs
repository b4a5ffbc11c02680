//! The systems of a step, in the order of the phases. Each visits only entities whose [`RunningStep`] is active.

use super::{
    components::{
        Body, Budget, Clock, DigestsOf, Disturbed, HostOf, ImagesGoTo, Input, Judged, Pending,
        Recorder, RunningStep, Shown,
    },
    judge::{Asked, judge_state, judge_step},
};
use crate::{
    digest::Digest,
    forms,
    model::{HostFault, Model, Statement, StatementKind, Status, Worker},
    trajectory::{End, Frame, RecordedView, Transition},
    truth::{Digests, Effect, Rejection},
    view::View,
};
use bevy_ecs::prelude::*;

/// Decode: take the input; text becomes an action or a rejection.
pub(crate) fn decode<M: Model>(
    mut host: ResMut<HostOf<M>>,
    mut environments: Query<(
        &mut Body<M>,
        &mut Pending,
        &mut RunningStep,
        &mut Clock,
        Option<&mut Judged>,
        Option<&Budget>,
        (Has<Recorder>, Has<Disturbed>),
    )>,
) {
    for (mut body, mut pending, mut report, mut clock, judged, budget, (recorded, disturbed)) in
        &mut environments
    {
        let Some(input) = pending.0.take() else {
            report.active = false;
            continue;
        };
        report.begin();
        let body = &mut *body;
        if let Some(mut judged) = judged {
            if judged.stale {
                let asked = Asked {
                    steps_left: budget.map(|b| b.max_steps.saturating_sub(clock.step)),
                    disturbed,
                    texts: false,
                };
                match judge_state(body, &mut host.0, asked) {
                    Ok((state, best)) => judged.now(state, best),
                    Err(fault) => {
                        clock.end = Some(End::Aborted);
                        report.fail(fault);
                        continue;
                    }
                }
            }
            body.ensure_menu();
        }
        if recorded {
            // What is recorded about the menu must not depend on whether somebody looked at it.
            body.ensure_menu();
        }
        decode_one(body, input, &mut report);
    }
}

fn decode_one<M: Model>(body: &mut Body<M>, input: Input, report: &mut RunningStep) {
    match input {
        Input::Menu(index) => {
            body.ensure_menu();
            match body.menu.get(index as usize) {
                Some(entry) => {
                    M::encode(&body.def, &entry.action, &mut report.action);
                    body.action = Some(entry.action.clone());
                    report.menu_index = Some(index);
                }
                None => {
                    body.action = None;
                    let size = body.menu.len();
                    report.reject(Rejection::new(
                        "not_on_menu",
                        format!("menu position {index} is not below {size}"),
                    ));
                }
            }
        }
        Input::Text(text) => {
            match forms::decode::<M>(&body.def, &body.state, &text) {
                Ok(action) => {
                    report.menu_index = body
                        .menu_fresh
                        .then(|| body.menu.iter().position(|e| e.action == action))
                        .flatten()
                        .map(|i| i as u32);
                    body.action = Some(action);
                }
                Err(rejection) => {
                    body.action = None;
                    report.reject(rejection);
                }
            }
            report.action = text;
        }
    }
    report.menu_size = if body.menu_fresh {
        body.menu.len() as u32
    } else {
        0
    };
}

/// Admit: the model says whether the action can run here.
pub(crate) fn admit<M: Model>(mut environments: Query<(&Body<M>, &mut RunningStep)>) {
    for (body, mut report) in &mut environments {
        if !report.active || report.rejection.is_some() {
            continue;
        }
        if let Some(Err(rejection)) = body
            .action
            .as_ref()
            .map(|a| M::admit(&body.def, &body.state, a))
        {
            report.reject(rejection);
        }
    }
}

/// Apply: the model steps; the clock moves on; the digests of state and history follow. Where the host fails none of it
/// happens.
pub(crate) fn apply<M: Model>(
    mut host: ResMut<HostOf<M>>,
    mut environments: Query<(
        &mut Body<M>,
        &mut RunningStep,
        &mut Clock,
        &mut DigestsOf,
        Has<Judged>,
        Has<Disturbed>,
    )>,
    mut statements: Local<Vec<M::Statement>>,
    mut bytes: Local<Vec<u8>>,
) {
    for (mut body, mut report, mut clock, mut digests, judged, disturbed) in &mut environments {
        if !report.active {
            continue;
        }
        let (body, report) = (&mut *body, &mut *report);
        statements.clear();
        body.before.clone_from(&body.state);
        body.was = Some((*clock, digests.0));
        let done = match refused_by_observer(body, report, disturbed) {
            Some(fault) => Err(fault),
            None => apply_one(&mut host.0, body, report, *clock, &mut statements),
        };
        let effect = match done {
            Ok(effect) => effect,
            Err(fault) => {
                body.take_back(report, &mut clock, &mut digests, fault);
                continue;
            }
        };
        report.effect = effect;
        for statement in statements.iter() {
            let mut text = String::new();
            statement.write(&mut text);
            report.statements.push((statement.kind(), text));
        }
        clock.step += 1;
        clock.at = clock.at.next();
        if matches!(report.effect, Effect::Applied) {
            body.menu_fresh = false;
            if let Status::Ended(_) = M::status(&body.def, &body.state) {
                clock.end = Some(End::Terminated);
            }
        }
        digests.0.state = M::digest(&body.state);
        digests.0.trace = trace_link(digests.0.trace, digests.0.state, report, &mut bytes);
        if !judged {
            remember(body, report);
        }
    }
}

/// A plug-in that says it only observes has refused what the model admits: truth would not know of it.
fn refused_by_observer<M: Model>(
    body: &Body<M>,
    report: &RunningStep,
    disturbed: bool,
) -> Option<HostFault> {
    let (reason, action) = (report.rejection.as_ref()?, body.action.as_ref()?);
    let by_model = || M::admit(&body.def, &body.state, action).is_err();
    (!disturbed && !by_model()).then(|| HostFault {
        message: format!(
            "a plug-in that declares that it observes refused an action (`{}`); it must declare that it acts",
            reason.code
        ),
    })
}

/// Take the admitted action, or none.
fn apply_one<M: Model>(
    worker: &mut Worker<M>,
    body: &mut Body<M>,
    report: &mut RunningStep,
    clock: Clock,
    statements: &mut Vec<M::Statement>,
) -> Result<Effect, HostFault> {
    let action = match (&report.rejection, &body.action) {
        (Some(rejection), _) => {
            return Ok(Effect::Rejected {
                reason: rejection.clone(),
            });
        }
        (None, Some(action)) => action,
        (None, None) => unreachable!("invariant: Decode sets an action or a rejection"),
    };
    let (def, state) = (&*body.def, &mut body.state);
    let mut chance = clock.at.sampled();
    let applied = worker.lend(def, |host| {
        M::step(def, host, state, action, &mut chance, statements)
    })?;
    report.repeated = applied.repeated;
    Ok(match applied.changed {
        true => Effect::Applied,
        false => Effect::NoEffect,
    })
}

/// The view memory follows an executed step, once it can no longer be taken back.
fn remember<M: Model>(body: &mut Body<M>, report: &RunningStep) {
    if let (None, Some(action)) = (&report.rejection, &body.action) {
        M::remember(&body.def, &body.before, action, &body.state, &mut body.view);
    }
}

/// The next link of the history: state, action, effect and statements, each field with its length or a tag of its own, so
/// that no two histories give the same bytes. Whoever compares traces relies on this layout: a change is a value change.
fn trace_link(
    previous: Digest,
    state: Digest,
    report: &RunningStep,
    bytes: &mut Vec<u8>,
) -> Digest {
    bytes.clear();
    bytes.extend_from_slice(&state.0.to_le_bytes());
    bytes.extend_from_slice(&(report.action.len() as u64).to_le_bytes());
    bytes.extend_from_slice(report.action.as_bytes());
    match &report.effect {
        Effect::Applied => bytes.push(1),
        Effect::NoEffect => bytes.push(2),
        Effect::Rejected { reason } => {
            bytes.push(3);
            bytes.extend_from_slice(&(reason.code.len() as u64).to_le_bytes());
            bytes.extend_from_slice(reason.code.as_bytes());
        }
    }
    for (kind, text) in &report.statements {
        bytes.push(match kind {
            StatementKind::Info => 16,
            StatementKind::Violation => 17,
            StatementKind::SideEffect => 18,
            StatementKind::Event => 19,
        });
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    previous.chain(bytes)
}

/// Judge: the budget truncates what the world has not ended.
pub(crate) fn count_budget(mut environments: Query<(&RunningStep, &Budget, &mut Clock)>) {
    for (report, budget, mut clock) in &mut environments {
        if report.active && clock.end.is_none() && clock.step >= budget.max_steps {
            clock.end = Some(End::Truncated);
        }
    }
}

/// Judge: state the truth of the step and of the state it led to. Where the host fails at that, the step is taken back.
pub(crate) fn judge<M: Model>(
    mut host: ResMut<HostOf<M>>,
    mut environments: Query<(
        &mut Body<M>,
        &mut RunningStep,
        &mut Judged,
        &mut Clock,
        &mut DigestsOf,
        Option<&Budget>,
        (Has<Recorder>, Has<Disturbed>),
    )>,
) {
    for (mut body, mut report, mut judged, mut clock, mut digests, budget, (recorded, disturbed)) in
        &mut environments
    {
        if !report.active {
            continue;
        }
        let (body, judged) = (&mut *body, &mut *judged);
        let asked = Asked {
            steps_left: budget.map(|b| b.max_steps.saturating_sub(clock.step)),
            disturbed,
            texts: recorded,
        };
        match judge_state(body, &mut host.0, asked) {
            Ok((after, best)) => {
                let now = digests.0.state;
                // The step is judged against the best actions of the state before it.
                judged.step = Some(judge_step(body, &report, judged, &after, now));
                judged.now(after, best);
                judged.visited.push(now);
                remember(body, &report);
            }
            Err(fault) => body.take_back(&mut report, &mut clock, &mut digests, fault),
        }
    }
}

/// Show: render the views.
pub(crate) fn show<M: Model>(mut environments: Query<(&Body<M>, &RunningStep, &mut Shown)>) {
    for (body, report, mut shown) in &mut environments {
        if report.active {
            for view in &mut shown.0 {
                view.render::<M>(&body.def, &body.state, &body.view);
            }
        }
    }
}

/// The digest of what is shown.
pub(crate) fn observation_digest(views: &[View]) -> Digest {
    let none = Digest::default();
    views
        .iter()
        .fold(none, |before, view| view.chain_to(before))
}

/// Show: take the digest of the observation.
pub(crate) fn digest_observation(mut environments: Query<(&RunningStep, &Shown, &mut DigestsOf)>) {
    for (report, shown, mut digests) in &mut environments {
        if report.active {
            digests.0.observation = observation_digest(&shown.0);
        }
    }
}

/// The present frame as a value.
pub(crate) fn frame(shown: Option<&Shown>, judged: Option<&Judged>, digests: Digests) -> Frame {
    let views = shown.map_or(&[][..], Shown::views);
    Frame {
        observation: views.iter().map(RecordedView::of).collect(),
        truth: judged.map(|j| j.state.clone()),
        digests,
    }
}

/// Give the images that are shown to whoever keeps those of recorded frames.
pub(crate) fn keep_images(shown: &Shown, images: &ImagesGoTo) {
    for image in shown.0.iter().filter_map(View::image) {
        images.0.keep(image.digest(), image);
    }
}

/// Show: append the transition to the recording.
pub(crate) fn record(
    mut environments: Query<(
        &RunningStep,
        Option<&Shown>,
        Option<&Judged>,
        &DigestsOf,
        &mut Recorder,
    )>,
    images: Option<Res<ImagesGoTo>>,
) {
    for (report, shown, judged, digests, mut recorder) in &mut environments {
        if !report.active {
            continue;
        }
        if let (Some(shown), Some(images)) = (shown, &images) {
            keep_images(shown, images);
        }
        let probability = recorder.probability.take();
        recorder.transitions.push(Transition {
            action: report.action.clone(),
            action_probability: probability,
            menu_size: report.menu_size,
            effect: report.effect.clone(),
            truth: judged.and_then(|j| j.step.clone()),
            after: frame(shown, judged, digests.0),
        });
    }
}
