//! Items say what the truth says.

use super::{episode, episodes, items_of};
use crate::gui::{
    Spoken,
    grammar::ALL,
    single::{Gold, ItemError, Kind, METRICS, Metric, Options, items, judge, predicted},
};
use truestep_core::{digest::Digest, truth::Distance};

#[test]
fn every_step_with_success_in_reach_is_an_item_with_all_best_actions() {
    let mut seen = 0;
    for episode in episodes() {
        let made = items(&episode, &Options::default()).unwrap();
        let left: u64 = made.left.values().sum();
        assert_eq!(made.items.len() as u64 + left, episode.steps() as u64);
        for (item, image) in &made.items {
            let truth = episode.frame(item.step).truth.as_ref().unwrap();
            let best = truth.best_actions.as_ref().unwrap();
            let actions: Vec<&String> = item.acceptable.iter().map(|a| &a.action).collect();
            assert_eq!(actions, best.actions.iter().collect::<Vec<_>>());
            assert_eq!(item.complete, best.total as usize == best.actions.len());
            assert_eq!(Distance::Steps(item.distance), truth.distance);
            assert_eq!(item.history.len(), item.step);
            assert_eq!((image.width(), image.height()), (540, 1200));
            assert_eq!(item.check(), Ok(()));
            let line = serde_json::to_string(item).unwrap();
            assert_eq!(
                &serde_json::from_str::<crate::gui::single::Item>(&line).unwrap(),
                item
            );
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn boxes_are_those_of_the_elements_in_the_tree() {
    for item in episodes()
        .iter()
        .flat_map(|episode| items_of(episode, None))
    {
        for right in item.acceptable.iter().filter(|right| right.index.is_some()) {
            let node = item
                .nodes()
                .find(|node| Some(node.index) == right.index)
                .unwrap();
            assert_eq!(right.bounds, Some(node.bounds));
        }
        let places = [Kind::Click, Kind::InputText];
        let placed = |a: &&crate::gui::single::Acceptable| places.contains(&a.kind);
        assert!(
            item.acceptable
                .iter()
                .filter(placed)
                .all(|a| a.bounds.is_some())
        );
    }
}

/// What every grammar writes of a right action is right when it is read back, by every rule that applies to it.
#[test]
fn right_actions_in_every_grammar_are_judged_right() {
    let episodes = episodes();
    for grammar in ALL {
        let name = grammar.about().name;
        let spoken = Spoken::read(name, None).unwrap();
        let mut seen = 0;
        for item in episodes
            .iter()
            .flat_map(|episode| items_of(episode, Some(spoken)))
        {
            for right in &item.acceptable {
                let Some(text) = right.written.first() else {
                    continue;
                };
                let said = predicted(text, &spoken).unwrap();
                for metric in METRICS {
                    // One that cannot type into an element taps it first, which only we count.
                    let is_lead = right.kind == Kind::InputText && said.kind == Kind::Click;
                    // Ends with words are our reading.
                    let is_answer = right.kind == Kind::Answer && said.kind != Kind::Answer;
                    if (is_lead || is_answer) && metric.name != "exact" {
                        continue;
                    }
                    let verdict = judge(metric, &item, Gold::All, Some(&said));
                    assert!(
                        verdict.success != Some(false),
                        "{name} {}: {text} for {right:?}: {verdict:?}",
                        metric.name
                    );
                }
                seen += 1;
            }
        }
        assert!(seen > 30, "{name}: {seen}");
    }
}

#[test]
fn an_action_that_is_not_best_is_not_right() {
    let exact = Metric::named("exact").unwrap();
    let spoken = Spoken::read("android-world", None).unwrap();
    let (mut wrong, mut right) = (0, 0);
    for item in episodes()
        .iter()
        .flat_map(|episode| items_of(episode, None))
    {
        for node in item.nodes() {
            let text = format!(r#"{{"action_type": "click", "index": {}}}"#, node.index);
            let said = predicted(&text, &spoken).unwrap();
            let is_best = item
                .acceptable
                .iter()
                .any(|a| a.action == format!("tap[{}]", node.index));
            let verdict = judge(exact, &item, Gold::All, Some(&said));
            assert_eq!(verdict.success, Some(is_best), "{} {text}", item.id);
            wrong += usize::from(!is_best);
            right += usize::from(is_best);
        }
    }
    assert!(wrong > 100 && right > 20, "{wrong} {right}");
}

#[test]
fn one_right_action_alone_may_be_counted() {
    let exact = Metric::named("exact").unwrap();
    let spoken = Spoken::read("android-world", None).unwrap();
    let episodes = episodes();
    let mut all = episodes
        .iter()
        .flat_map(|episode| items_of(episode, Some(spoken)));
    let item = all.find(|item| item.acceptable.len() > 2).unwrap();
    let golds = [Gold::All, Gold::Taken];
    let counts = golds.map(|gold| {
        let texts = item.acceptable.iter().filter_map(|a| a.written.first());
        let said = texts.map(|text| predicted(text, &spoken).unwrap());
        said.filter(|said| judge(exact, &item, gold, Some(said)).success == Some(true))
            .count()
    });
    assert!(counts[0] > counts[1] && counts[1] > 0, "{counts:?}");
}

#[test]
fn an_episode_that_comes_elsewhere_is_refused() {
    let mut episode = episode("contact-add", 1, &[]).unwrap();
    episode.transitions[0].after.digests.state = Digest(7);
    let refused = items(&episode, &Options::default()).unwrap_err();
    assert!(
        matches!(refused, ItemError::Parted { step: 1 }),
        "{refused}"
    );
    let text = Options {
        view: Some("tree".parse().unwrap()),
        ..Options::default()
    };
    let refused = items(&episode, &text).unwrap_err();
    assert!(matches!(refused, ItemError::NoPicture { .. }), "{refused}");
}
