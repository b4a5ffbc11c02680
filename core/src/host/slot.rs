//! What a shard can do with an environment whose model it does not know by name.

use super::{
    components::{
        Body, Budget, Clock, DigestsOf, Disturbed, HostOf, Input, Judged, Pending, Recorder,
        RunningStep, Shown,
    },
    error::HostError,
    judge::{Asked, judge_state, spell_best},
    snapshot::{Moment, Snapshot},
    successors::{Successor, successors},
    systems::observation_digest,
};
use crate::{
    agent::MenuView,
    model::Model,
    trajectory::End,
    truth::Effect,
    view::{self, NoSuchView, View, ViewName},
};
use bevy_ecs::prelude::*;

/// The operations of one model, erased.
pub(crate) trait SlotOps: Send + Sync {
    /// Make the menu and lend it.
    fn with_menu(
        &mut self,
        world: &mut World,
        entity: Entity,
        use_it: &mut dyn FnMut(&World, &dyn MenuView),
    );
    /// Leave an input for the next run.
    fn submit(
        &mut self,
        world: &mut World,
        entity: Entity,
        input: Input,
        probability: Option<f64>,
    ) -> Result<(), Refused>;
    fn snapshot(&self, world: &World, entity: Entity) -> Snapshot;
    fn restore(
        &self,
        world: &mut World,
        entity: Entity,
        snapshot: &Snapshot,
        branch: Option<u64>,
    ) -> Result<(), HostError>;
    fn restore_json(&self, json: &str) -> Result<Snapshot, HostError>;
    /// What each menu entry would lead to.
    fn successors(&self, world: &mut World, entity: Entity) -> Vec<Successor>;
    /// Compute the truth of the present state anew, with the best actions spelled out.
    fn judge(&self, world: &mut World, entity: Entity) -> Result<(), HostError>;
    /// Spell out the best actions of a truth that is up to date.
    fn spell(&self, world: &mut World, entity: Entity);
    /// Render the views of the present state anew and take their digest.
    fn render(&self, world: &mut World, entity: Entity);
    /// Render one view without its component.
    fn observe(&self, world: &World, entity: Entity, name: ViewName) -> Result<View, NoSuchView>;
    /// Digest of the state kept up to date, and the same computed anew.
    fn digest_pair(
        &self,
        world: &World,
        entity: Entity,
    ) -> (crate::digest::Digest, crate::digest::Digest);
}

/// Why an input is not taken.
pub(crate) enum Refused {
    EpisodeOver,
    NoSuchMenuEntry { index: u32, len: usize },
}

/// How to reach what model `M` plays. The queries are kept because every step looks up every slot: a look-up by type costs
/// several times as much as one by a query that knows its columns.
pub(crate) struct OpsOf<M: Model> {
    body: QueryState<&'static mut Body<M>>,
    input: QueryState<(
        &'static mut Body<M>,
        &'static Clock,
        &'static mut Pending,
        Option<&'static mut Recorder>,
    )>,
}

impl<M: Model> OpsOf<M> {
    pub(crate) fn new(world: &mut World) -> Self {
        Self {
            body: world.query(),
            input: world.query(),
        }
    }
}

const INVARIANT: &str =
    "invariant: an entity with the ops of M has a Body<M>, a Clock and DigestsOf";

struct BodyMenu<'a, M: Model>(&'a Body<M>);

impl<M: Model> MenuView for BodyMenu<'_, M> {
    fn len(&self) -> usize {
        self.0.menu.len()
    }
    fn weight(&self, index: usize) -> u32 {
        self.0.menu[index].weight
    }
    fn text(&self, index: usize) -> String {
        let mut text = String::new();
        M::encode(&self.0.def, &self.0.menu[index].action, &mut text);
        text
    }
    fn kind(&self, index: usize) -> String {
        let Body { def, state, .. } = self.0;
        M::kind(def, state, &self.0.menu[index].action).into_owned()
    }
}

impl<M: Model> SlotOps for OpsOf<M> {
    fn with_menu(
        &mut self,
        world: &mut World,
        entity: Entity,
        use_it: &mut dyn FnMut(&World, &dyn MenuView),
    ) {
        self.body
            .get_mut(world, entity)
            .expect(INVARIANT)
            .bypass_change_detection()
            .ensure_menu();
        // It has just been brought up to date.
        let body = self.body.as_readonly().get_manual(world, entity);
        let body = body.expect(INVARIANT);
        use_it(world, &BodyMenu(body));
    }

    fn submit(
        &mut self,
        world: &mut World,
        entity: Entity,
        input: Input,
        probability: Option<f64>,
    ) -> Result<(), Refused> {
        let (mut body, clock, mut pending, recorder) =
            self.input.get_mut(world, entity).expect(INVARIANT);
        if clock.end.is_some() {
            return Err(Refused::EpisodeOver);
        }
        if let Input::Menu(index) = input {
            let body = body.bypass_change_detection();
            body.ensure_menu();
            if index as usize >= body.menu.len() {
                let len = body.menu.len();
                return Err(Refused::NoSuchMenuEntry { index, len });
            }
        }
        pending.0 = Some(input);
        if let Some(mut recorder) = recorder {
            recorder.probability = probability;
        }
        Ok(())
    }

    fn snapshot(&self, world: &World, entity: Entity) -> Snapshot {
        let snap = take::<M>(world, entity);
        Snapshot::new(M::NAME, snap.digests.state, snap)
    }

    fn restore(
        &self,
        world: &mut World,
        entity: Entity,
        snapshot: &Snapshot,
        branch: Option<u64>,
    ) -> Result<(), HostError> {
        let snap = snapshot
            .downcast::<Moment<M>>()
            .ok_or(HostError::WrongModel {
                found: snapshot.model(),
                expected: M::NAME,
            })?;
        put::<M>(world, entity, snap, branch)
    }

    fn restore_json(&self, json: &str) -> Result<Snapshot, HostError> {
        let snap: Moment<M> = serde_json::from_str(json).map_err(|e| HostError::BadSnapshot {
            expected: M::NAME,
            message: crate::json::why(&e),
        })?;
        // The digests guard against a text that was edited or cut: it reads well and names another state.
        let kept = M::digest(&snap.state);
        if kept != M::recompute_digest(&snap.state) || kept != snap.digests.state {
            return Err(HostError::BadSnapshot {
                expected: M::NAME,
                message: "its state does not have the digest it names".into(),
            });
        }
        Ok(Snapshot::new(M::NAME, kept, snap))
    }

    fn successors(&self, world: &mut World, entity: Entity) -> Vec<Successor> {
        successors::<M>(world, entity)
    }

    fn judge(&self, world: &mut World, entity: Entity) -> Result<(), HostError> {
        world.resource_scope(|world, mut host: Mut<'_, HostOf<M>>| {
            let mut environment = world.entity_mut(entity);
            let components = environment.get_components_mut::<(
                &mut Body<M>,
                Option<&mut Judged>,
                Option<&Budget>,
                &Clock,
                Has<Disturbed>,
            )>();
            let (mut body, judged, budget, clock, disturbed) = components.expect(INVARIANT);
            if let Some(mut judged) = judged {
                let asked = Asked {
                    steps_left: budget.map(|b| b.max_steps.saturating_sub(clock.step)),
                    disturbed,
                    texts: true,
                };
                let (state, best) = judge_state(&mut body, &mut host.0, asked)?;
                judged.now(state, best);
            }
            Ok(())
        })
    }

    fn spell(&self, world: &mut World, entity: Entity) {
        let mut environment = world.entity_mut(entity);
        let components = environment.get_components_mut::<(&mut Body<M>, &mut Judged)>();
        if let Ok((mut body, mut judged)) = components {
            body.bypass_change_detection().ensure_menu();
            judged.state.best_actions = judged.best.as_ref().map(|best| spell_best(&body, best));
        }
    }

    fn render(&self, world: &mut World, entity: Entity) {
        let mut environment = world.entity_mut(entity);
        let components =
            environment.get_components_mut::<(&Body<M>, Option<&mut Shown>, &mut DigestsOf)>();
        let (body, mut shown, mut digests) = components.expect(INVARIANT);
        let views = shown.as_mut().map_or(&mut [][..], |shown| &mut shown.0);
        for view in &mut *views {
            view.render::<M>(&body.def, &body.state, &body.view);
        }
        digests.0.observation = observation_digest(views);
        environment
            .get_mut::<RunningStep>()
            .expect(INVARIANT)
            .unshown = false;
    }

    fn observe(&self, world: &World, entity: Entity, name: ViewName) -> Result<View, NoSuchView> {
        let body = world.get::<Body<M>>(entity).expect(INVARIANT);
        let mut view = View::empty(view::find(name, M::NAME, M::VIEWS)?);
        view.render::<M>(&body.def, &body.state, &body.view);
        Ok(view)
    }

    fn digest_pair(
        &self,
        world: &World,
        entity: Entity,
    ) -> (crate::digest::Digest, crate::digest::Digest) {
        let state = &world.get::<Body<M>>(entity).expect(INVARIANT).state;
        (M::digest(state), M::recompute_digest(state))
    }
}

/// The moment `entity` is in.
pub(crate) fn take<M: Model>(world: &World, entity: Entity) -> Moment<M> {
    let environment = world.entity(entity);
    let (body, clock, digests, report, judged) = environment
        .get_components::<(&Body<M>, &Clock, &DigestsOf, &RunningStep, Option<&Judged>)>()
        .expect(INVARIANT);
    Moment {
        task: body.task,
        effect: (clock.step > 0).then(|| report.effect.clone()),
        at: clock.at,
        step: clock.step,
        end: clock.end,
        digests: digests.0,
        state: body.state.clone(),
        view: body.view.clone(),
        visited: judged.map(|j| j.visited.clone()).unwrap_or_default(),
    }
}

/// Put `entity` into a moment; truth is marked stale and computed when it is next needed.
///
/// # Errors
/// [`HostError::WrongTask`], and nothing has changed.
pub(crate) fn put<M: Model>(
    world: &mut World,
    entity: Entity,
    snap: &Moment<M>,
    branch: Option<u64>,
) -> Result<(), HostError> {
    let mut environment = world.entity_mut(entity);
    let components = environment.get_components_mut::<(
        &mut Body<M>,
        &mut Clock,
        &mut DigestsOf,
        (&mut RunningStep, &mut Pending),
        Option<&mut Judged>,
        Option<&mut Recorder>,
        Option<&Budget>,
    )>();
    let (mut body, mut clock, mut digests, (mut report, mut pending), judged, recorder, budget) =
        components.expect(INVARIANT);
    if body.task != snap.task {
        return Err(HostError::WrongTask {
            found: snap.task,
            expected: body.task,
        });
    }
    let out_of_budget = budget.is_some_and(|b| snap.step >= b.max_steps);
    let end = snap.end.filter(|end| *end != End::Truncated);
    body.state.clone_from(&snap.state);
    body.view.clone_from(&snap.view);
    body.menu_fresh = false;
    *clock = Clock {
        step: snap.step,
        at: branch.map_or(snap.at, |b| snap.at.branch(b)),
        end: end.or(out_of_budget.then_some(End::Truncated)),
    };
    digests.0 = snap.digests;
    // An input given before the restore was meant for another moment.
    pending.0 = None;
    *report = RunningStep {
        effect: snap.effect.clone().unwrap_or(Effect::NoEffect),
        unshown: true,
        ..RunningStep::default()
    };
    if let Some(mut judged) = judged {
        judged.stale = true;
        judged.step = None;
        judged.visited.clone_from(&snap.visited);
        // A moment taken without truth does not know where it has been; it is at least here.
        if judged.visited.is_empty() {
            judged.visited.push(snap.digests.state);
        }
    }
    if let Some(mut recorder) = recorder {
        recorder.rewind(snap.digests.trace);
    }
    Ok(())
}
