//! What holds in every state: of its menu, its digests, its views, and of the truth beside them.

use super::{case::Case, forms, ledger::short, probe::MAIN, sentence::Sentence};
use crate::{
    channels::Channel,
    digest::Digest,
    host::{HostError, Reached, Successor},
    model::Status,
    truth::{Distance, StateTruth},
    view::{Image, View, ViewKind, ViewName},
};
use std::collections::{BTreeMap, BTreeSet};

/// What was found in the states of one instance, by digest.
#[derive(Default)]
pub(super) struct Seen(BTreeMap<Digest, String>);

/// Hold the main slot's present state to the laws.
pub(super) fn at(case: &mut Case<'_>, seen: &mut Seen) -> Result<(), HostError> {
    let truth = case.probe.truth(MAIN)?;
    let over = case.probe.is_over(MAIN)?;
    let here = case.probe.digests(MAIN)?.state;
    let successors = case.probe.shard.successors(MAIN)?;
    let (kept, full) = case.probe.shard.digest_pair(MAIN)?;
    case.ledger
        .equal(Sentence::DigestIsFull, "the digest", &kept, &full);
    menu(case, &successors, over);
    forms::menu(case, successors.iter().map(|s| s.action.as_str()));
    observations(case, seen.0.is_empty())?;
    for reached in successors.iter().flat_map(|s| &s.reached) {
        case.ledger.equal(
            Sentence::DigestIsFull,
            "the digest one step on",
            &reached.digest,
            &reached.recomputed,
        );
        let told = (reached.changed, reached.digest != here);
        case.ledger.equal(
            Sentence::EffectIsTrue,
            "(said to change, digest differs)",
            &told,
            &(reached.differs, reached.differs),
        );
        growth(case, &truth, reached);
    }
    equal_digests(case, seen, here, &truth, &successors);
    distances(case, &truth, over, &successors)?;
    best_outcome(case, &truth, over, &successors);
    Ok(())
}

fn menu(case: &mut Case<'_>, successors: &[Successor], over: bool) {
    let ledger = &mut *case.ledger;
    ledger.check(
        Sentence::MenuIsWellFormed,
        successors.is_empty() == over,
        || {
            format!(
                "{} entries, and the episode {}",
                successors.len(),
                if over { "is over" } else { "goes on" }
            )
        },
    );
    let texts: BTreeSet<&str> = successors.iter().map(|s| s.action.as_str()).collect();
    ledger.check(
        Sentence::MenuIsWellFormed,
        texts.len() == successors.len(),
        || {
            let all: Vec<&str> = successors.iter().map(|s| s.action.as_str()).collect();
            format!("entries are not distinct: {}", short(&all))
        },
    );
    for Successor {
        action,
        weight,
        admitted,
        ..
    } in successors
    {
        ledger.check(Sentence::MenuIsWellFormed, *weight > 0 && *admitted, || {
            format!(
                "`{action}` has weight {weight} and is {}",
                if *admitted { "admitted" } else { "refused" }
            )
        });
    }
}

/// Views render alike each time and are what their kind says, and texts show nothing that only the grader knows. Images that
/// are not watched on every step are looked at in the first state of an instance.
fn observations(case: &mut Case<'_>, is_first: bool) -> Result<(), HostError> {
    let canaries = case.prepared.canaries();
    let kinds = case.prepared.views().to_vec();
    let watched = case.probe.watched(&case.prepared).views;
    if kinds.is_empty() {
        for sentence in [Sentence::ViewsRender, Sentence::ViewsFitTheirKind] {
            case.ledger.does_not_apply(sentence, "it declares no views");
        }
    }
    let names: BTreeSet<ViewName> = kinds.iter().map(|kind| kind.name()).collect();
    let distinct = names.len() == kinds.len();
    case.ledger
        .check(Sentence::ViewsFitTheirKind, distinct, || {
            format!("two kinds share a name: {}", short(&kinds))
        });
    if canaries.is_empty() {
        case.ledger
            .does_not_apply(Sentence::NoCanaryShows, "it plants no canary");
    }
    let mut shown = vec![case.prepared.goal().instruction.clone()];
    for kind in kinds {
        if !is_first && !watched.contains(&kind.name()) {
            continue;
        }
        let view = case.probe.shard.observe(MAIN, kind.name())?;
        let again = case.probe.shard.observe(MAIN, kind.name())?;
        let fits = fits(&view, kind);
        case.ledger
            .check(Sentence::ViewsFitTheirKind, fits.is_ok(), || {
                let wrong = fits.clone().err().unwrap_or_default();
                format!("{}: {wrong}", kind.name())
            });
        let renders = view.text() != Some("") && view == again;
        case.ledger.check(Sentence::ViewsRender, renders, || {
            let [one, other] = [&view, &again].map(|v| v.content().describe().into_owned());
            format!("{}: {one:?}, then {other:?}", kind.name())
        });
        shown.extend(view.text().map(str::to_owned));
    }
    for canary in &canaries {
        let leaked = canary.is_empty() || shown.iter().any(|text| text.contains(canary.as_str()));
        case.ledger.check(Sentence::NoCanaryShows, !leaked, || {
            format!("`{canary}` shows in {}", short(&shown))
        });
    }
    Ok(())
}

/// Whether a view is what its kind says: text, or a whole image of bounded sides.
fn fits(view: &View, kind: ViewKind) -> Result<(), String> {
    let (is, said) = (view.content().content_type(), kind.content());
    if is != said {
        return Err(format!("its kind says {said:?}, and it is {is:?}"));
    }
    let whole = view.image().map_or(Ok(()), Image::check);
    whole.map_err(|error| error.to_string())
}

/// What is known only grows, and sub-goals come in their order.
fn growth(case: &mut Case<'_>, truth: &StateTruth, reached: &Reached) {
    let goal = case.prepared.goal();
    let ledger = &mut *case.ledger;
    if goal.evidence.is_empty() {
        ledger.does_not_apply(Sentence::EvidenceGrows, "there is nothing to find out");
    } else {
        ledger.check(
            Sentence::EvidenceGrows,
            reached.known.includes(truth.known),
            || format!("known shrank from {:?} to {:?}", truth.known, reached.known),
        );
    }
    if goal.subgoals.is_empty() {
        ledger.does_not_apply(Sentence::SubgoalsAreOrdered, "it has no sub-goals");
    }
    for gained in reached.subgoals.minus(truth.subgoals).iter() {
        let missing = |subgoal: &crate::model::Subgoal| {
            subgoal
                .requires
                .iter()
                .any(|&r| !reached.subgoals.contains(r))
        };
        let in_order = goal.subgoals.get(gained).is_some_and(|s| !missing(s));
        ledger.check(Sentence::SubgoalsAreOrdered, in_order, || {
            format!(
                "sub-goal {gained} is gained before what it requires, holding {:?}",
                reached.subgoals
            )
        });
    }
    if let (Distance::Steps(steps), clairvoyant) = (reached.distance, reached.distance_clairvoyant)
        && clairvoyant != Distance::NotComputed
    {
        let shorter = matches!(clairvoyant, Distance::Steps(c) if c <= steps);
        ledger.check(Sentence::EvidenceGrows, shorter, || {
            format!("distance {steps}, ignoring evidence {clairvoyant}")
        });
    }
}

/// Two states with one digest are one state in everything the dynamics can show.
fn equal_digests(
    case: &mut Case<'_>,
    seen: &mut Seen,
    here: Digest,
    truth: &StateTruth,
    successors: &[Successor],
) {
    let next: Vec<_> = successors
        .iter()
        .map(|s| {
            (
                &s.action,
                s.weight,
                s.supported,
                s.reached.iter().map(|r| r.digest).collect::<Vec<_>>(),
            )
        })
        .collect();
    let print = format!(
        "outcome {} success {} distance {:?} known {:?} subgoals {:?} best {:?} menu {next:?}",
        truth.outcome,
        truth.success,
        truth.distance,
        truth.known,
        truth.subgoals,
        truth.best_outcome
    );
    let first = seen.0.entry(here).or_insert_with(|| print.clone());
    case.ledger
        .check(Sentence::EqualDigestsAreEqual, *first == print, || {
            format!(
                "digest {here} was {} and is {}",
                short(first),
                short(&print)
            )
        });
}

/// The supported entries: those the distance is relative to.
fn supported(successors: &[Successor]) -> impl Iterator<Item = (usize, &Successor)> {
    let all = successors.iter().enumerate();
    all.filter(|(_, s)| s.supported != Some(false))
}

fn distances(
    case: &mut Case<'_>,
    truth: &StateTruth,
    over: bool,
    successors: &[Successor],
) -> Result<(), HostError> {
    use Sentence::{Bellman, BestActionsAreBest, DistanceFallsByOne, SuccessIsDistanceZero};
    let has_planner = case.prepared.provides().contains(Channel::Distance);
    let computed = supported(successors).all(|(_, s)| {
        let known = |r: &Reached| r.distance != Distance::NotComputed;
        s.complete && s.fault.is_none() && s.reached.iter().all(known)
    });
    if truth.distance == Distance::NotComputed || !computed {
        case.ledger.check(Bellman, !has_planner, || {
            "a planner is declared, and a distance here or one step on is not computed".into()
        });
        for sentence in [
            DistanceFallsByOne,
            SuccessIsDistanceZero,
            BestActionsAreBest,
        ] {
            case.ledger
                .does_not_apply(sentence, "distance is not computed");
        }
        return Ok(());
    }
    case.ledger.equal(
        SuccessIsDistanceZero,
        "(distance 0, success)",
        &(truth.distance == Distance::Steps(0)),
        &truth.success,
    );
    for (_, successor) in supported(successors) {
        for reached in &successor.reached {
            let told = (
                reached.distance == Distance::Steps(0),
                reached.status.is_success(),
            );
            let holds = told.0 == told.1;
            case.ledger.check(SuccessIsDistanceZero, holds, || {
                format!(
                    "(distance 0, success) is {told:?} after `{}`",
                    successor.action
                )
            });
        }
    }
    if over {
        let expected = if truth.success {
            Distance::Steps(0)
        } else {
            Distance::Never
        };
        case.ledger.equal(
            Bellman,
            "the distance at the end",
            &truth.distance,
            &expected,
        );
        return Ok(());
    }
    let least = |s: &Successor| s.reached.iter().map(|r| r.distance).min();
    let nearest = supported(successors).filter_map(|(_, s)| least(s)).min();
    let expected = nearest.unwrap_or(Distance::Never).plus(1);
    case.ledger.check(Bellman, truth.distance == expected, || {
        let each: Vec<_> = supported(successors)
            .map(|(_, s)| (&s.action, least(s)))
            .collect();
        format!(
            "distance {}, over the menu {expected}: {}",
            truth.distance,
            short(&each)
        )
    });
    for (_, successor) in supported(successors) {
        let falls = least(successor).is_some_and(|d| d.plus(1) < truth.distance);
        case.ledger.check(DistanceFallsByOne, !falls, || {
            format!(
                "`{}` leads from {} to {:?}",
                successor.action,
                truth.distance,
                least(successor)
            )
        });
    }
    best_actions(case, truth, successors)
}

fn best_actions(
    case: &mut Case<'_>,
    truth: &StateTruth,
    successors: &[Successor],
) -> Result<(), HostError> {
    let sentence = Sentence::BestActionsAreBest;
    if case.prepared.draws().in_step() {
        case.ledger.does_not_apply(
            sentence,
            "with chance the best actions are those of the best success rate",
        );
        return Ok(());
    }
    let Some(found) = case.probe.best(MAIN)? else {
        case.ledger
            .check(sentence, false, || "they are not computed".into());
        return Ok(());
    };
    let nearer = |(_, s): &(usize, &Successor)| {
        s.reached
            .iter()
            .any(|r| r.distance.plus(1) == truth.distance)
    };
    let reachable = truth.distance.steps().is_some();
    let expected: Vec<u32> = supported(successors)
        .filter(|s| reachable && nearer(s))
        .map(|(index, _)| index as u32)
        .collect();
    case.ledger.check(sentence, found == expected, || {
        let name = |list: &[u32]| -> Vec<String> {
            let entry = |&i: &u32| {
                successors
                    .get(i as usize)
                    .map_or("?", |s| s.action.as_str())
                    .to_owned()
            };
            list.iter().map(entry).collect()
        };
        format!(
            "stated {}, by trial {}",
            short(&name(&found)),
            short(&name(&expected))
        )
    });
    Ok(())
}

fn best_outcome(case: &mut Case<'_>, truth: &StateTruth, over: bool, successors: &[Successor]) {
    let sentence = Sentence::BestOutcomeIsBest;
    let all = successors.iter().flat_map(|s| &s.reached);
    let complete = successors.iter().all(|s| s.complete && s.fault.is_none());
    let next: Option<Vec<_>> = all.clone().map(|r| r.best_outcome).collect();
    let (Some(best), Some(next), true) = (truth.best_outcome, next, complete) else {
        case.ledger
            .does_not_apply(sentence, "the best outcome is not computed");
        return;
    };
    if over {
        case.ledger.equal(
            sentence,
            "the best outcome at the end",
            &best,
            &truth.outcome,
        );
    } else if let Some(&most) = next.iter().max() {
        case.ledger
            .equal(sentence, "the best outcome, over the menu", &best, &most);
    }
    for reached in all {
        if let Status::Ended(grade) = reached.status {
            case.ledger.equal(
                sentence,
                "the best outcome of an ended state",
                &reached.best_outcome,
                &Some(grade),
            );
        }
    }
    if truth.distance.steps().is_some() {
        case.ledger.equal(
            sentence,
            "the best outcome where success can be reached",
            &best,
            &1.into(),
        );
    }
}
