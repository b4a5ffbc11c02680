//! What is the case: sub-goals, evidence, and what an environment adds of its own.

use super::Dynamics;
use crate::truth::{Detail, FactSet};

/// What a world states about its states and steps beyond success and grade.
pub trait Truth: Dynamics {
    /// The sub-goals that hold.
    fn subgoals(def: &Self::Def, state: &Self::State) -> FactSet;
    /// The task-relevant facts shown so far; monotone, a function of state.
    fn known(_def: &Self::Def, _state: &Self::State) -> FactSet {
        FactSet::default()
    }
    /// For an action that commits (answer, buy, submit): whether the facts it rests on are known *and* it is the commitment
    /// they support; `None` for every other action. A reader of what was shown can derive a supported commitment and rule
    /// the others out, so one that the evidence contradicts is unsupported, however much is known. Whether it is right is
    /// another question where the evidence can mislead.
    fn supported(_def: &Self::Def, _state: &Self::State, _action: &Self::Action) -> Option<bool> {
        None
    }
    /// Details of this environment about a state.
    fn state_details(_def: &Self::Def, _state: &Self::State, _out: &mut Vec<Detail>) {}
    /// Details of this environment about a step.
    fn step_details(
        _def: &Self::Def,
        _before: &Self::State,
        _action: &Self::Action,
        _after: &Self::State,
        _out: &mut Vec<Detail>,
    ) {
    }
    /// Ends beside the right one that must not succeed, each as the actions from `start`, a state an episode starts in: one
    /// change too many, one too few, the neighbour's value. The contract kit plays them.
    fn near_misses(_def: &Self::Def, _start: &Self::State) -> Vec<Vec<String>> {
        vec![]
    }
    /// Ends that come to the same as the planner's and must succeed: another order, another producer of the same state.
    fn equivalents(_def: &Self::Def, _start: &Self::State) -> Vec<Vec<String>> {
        vec![]
    }
    /// Ways to deceive what judges, each by its name (`test-deleting`) and as the actions from `start`, the end included. None may
    /// succeed. The contract kit plays them, and so does the agent `cheat:NAME`.
    fn cheats(_def: &Self::Def, _start: &Self::State) -> Vec<(&'static str, Vec<String>)> {
        vec![]
    }
    /// Append texts that only the ground truth holds (an answer key, a grader's note). The contract kit fails where one
    /// shows in an observation; a model without such texts may plant a nonsense word where the grader looks and no view
    /// should.
    fn canaries(_def: &Self::Def, _out: &mut Vec<String>) {}
}
