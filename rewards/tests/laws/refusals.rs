//! What is refused: episodes without the truth a scheme reads.

use crate::support::walk;
use crate::{call, inside, pipelines, priced, scheme};
use truestep_core::{
    channels::{Channel, Channels},
    trajectory::Episode,
};
use truestep_rewards::{
    SchemeError, Undefined, Value, registry::schemes, score, score_carrying, score_many,
};

/// `episode` as if `channel` had never been recorded; `None` for what every record with truth has.
fn without(mut episode: Episode, channel: Channel) -> Option<Episode> {
    use truestep_core::truth::Distance;
    if channel == Channel::Subgoals {
        episode.subgoals.clear();
    }
    let frames = std::iter::once(&mut episode.start);
    let after = episode.transitions.iter_mut().map(|t| &mut t.after);
    for truth in frames.chain(after).filter_map(|f| f.truth.as_mut()) {
        match channel {
            Channel::Distance => truth.distance = Distance::NotComputed,
            Channel::BestOutcome => truth.best_outcome = None,
            Channel::StepsLeft => truth.steps_left = None,
            Channel::SuccessProbability => truth.success_probability = None,
            _ => {}
        }
    }
    for transition in &mut episode.transitions {
        if channel == Channel::ActionProbability {
            transition.action_probability = None;
        }
        if let Some(truth) = transition.truth.as_mut() {
            match channel {
                Channel::ShortestPath => truth.on_shortest_path = None,
                Channel::Advantage => truth.advantage = None,
                Channel::Pivot => truth.pivot = None,
                _ => {}
            }
        }
    }
    (!episode.provides().contains(channel)).then_some(episode)
}

#[test]
fn a_missing_channel_names_scheme_channel_place_and_command() {
    let mut checked = 0;
    for entry in priced() {
        for &channel in entry.info.channels {
            let Some(bare) = without(walk(0, 0, &[2, 1, 0]), channel) else {
                continue;
            };
            let text = call(entry.info.name);
            let refused = score(&[bare], &scheme(&text)).unwrap_err();
            assert!(
                matches!(refused, SchemeError::MissingChannel { .. }),
                "{text}"
            );
            let told = refused.to_string();
            for part in [&*text, channel.name(), "made/by-hand@1", "`run"] {
                assert!(told.contains(part), "{part}: {told}");
            }
            let graph = Channels::of(&[
                Channel::SuccessProbability,
                Channel::Advantage,
                Channel::Pivot,
            ]);
            let annotate = told.contains("`annotate F --truth graph --policy P`");
            assert_eq!(annotate, graph.contains(channel), "{told}");
            checked += 1;
        }
    }
    assert!(checked >= 30, "{checked}");
}

#[test]
fn episodes_without_truth_are_refused_by_every_signal() {
    let mut e = walk(0, 0, &[1, 0]);
    e.start.truth = None;
    let batch = [e];
    for name in pipelines() {
        let refused = matches!(
            score(&batch, &scheme(&name)),
            Err(SchemeError::MissingChannel { .. })
        );
        assert!(refused, "{name}");
    }
}

#[test]
fn an_episode_that_lacks_a_channel_is_left_out_and_the_others_are_priced_as_alone() {
    let sound = [walk(0, 0, &[2, 1, 0]), walk(0, 2, &[2, 2, 1])];
    let mut checked = 0;
    for entry in priced() {
        for &channel in entry.info.channels {
            let Some(bare) = without(walk(0, 1, &[2, 1, 0]), channel) else {
                continue;
            };
            let steps = bare.steps();
            let schemes = [scheme(&call(entry.info.name)), scheme("outcome")];
            let alone = score(&sound, &schemes[0]).unwrap();
            let batch = [sound[0].clone(), bare, sound[1].clone()];
            let [mixed, outcome] = score_carrying(&batch, &schemes)
                .unwrap()
                .try_into()
                .unwrap();
            let why = Undefined::Missing(channel);
            assert_eq!(mixed.left_out, [(1, why)], "{}", schemes[0]);
            let pairs = [
                (Some(&mixed.rewards), Some(&alone.rewards)),
                (mixed.advantages.as_ref(), alone.advantages.as_ref()),
            ];
            for (mixed, alone) in pairs {
                let (Some(mixed), Some(alone)) = (mixed, alone) else {
                    assert_eq!(mixed, alone, "{}", schemes[0]);
                    continue;
                };
                assert_eq!(
                    [&mixed[0], &mixed[2]],
                    [&alone[0], &alone[1]],
                    "{}",
                    schemes[0]
                );
                assert_eq!(
                    mixed[1],
                    vec![Value::Undefined(why); steps],
                    "{}",
                    schemes[0]
                );
            }
            assert_eq!(mixed.returns()[1], Value::Undefined(why));
            assert_eq!(outcome.left_out, [], "a scheme that needs less prices all");
            checked += 1;
        }
    }
    assert!(checked >= 30, "{checked}");
}

#[test]
fn of_episodes_that_carry_everything_none_is_left_out() {
    let batch = [walk(0, 0, &[2, 1, 0]), walk(0, 1, &[2, 2, 1])];
    let all: Vec<_> = pipelines().iter().map(|name| scheme(name)).collect();
    let carrying = score_carrying(&batch, &all).unwrap();
    assert_eq!(carrying, score_many(&batch, &all).unwrap());
    assert!(carrying.iter().all(|scored| scored.left_out.is_empty()));
}

#[test]
fn names_are_unique_and_every_default_is_admitted() {
    let names: Vec<&str> = schemes().map(|e| e.info.name).collect();
    for (i, name) in names.iter().enumerate() {
        assert!(!names[..i].contains(name), "{name} twice");
    }
    for entry in priced() {
        let name = entry.info.name;
        for p in entry.info.all_parameters() {
            let inside = match inside(name) {
                "" => String::new(),
                parts => format!("{parts}, "),
            };
            scheme(&format!("{name}({inside}{}={})", p.name, p.default));
        }
    }
}

#[test]
fn a_range_that_holds_nothing_is_refused() {
    let read = |text: &str| text.parse::<truestep_rewards::Scheme>();
    for text in ["outcome |> clip(low=1, high=0)", "outcome |> clip(low=2)"] {
        let said = read(text).map(|s| s.to_string()).unwrap_err().to_string();
        assert!(said.contains("at least low"), "{said}");
    }
    assert!(read("outcome |> clip(low=1, high=1)").is_ok());
}
