//! Capabilities are switched per slot and per reset, and change nothing but themselves.

use super::{act, everything, prepare, shard};
use truestep_core::{
    host::{Budget, Capabilities, HostError, Judged, Recorder, ShardBuilder, Shown, TruthLevel},
    model::ViewKind,
    registry::Family as _,
};

#[test]
fn capabilities_differ_from_slot_to_slot_and_from_reset_to_reset() {
    let mut shard = shard(2);
    let task = prepare("corridor/walk@1", 1);
    type All<'a> = (
        Option<&'a Budget>,
        Option<&'a Judged>,
        Option<&'a Recorder>,
        Option<&'a Shown>,
    );
    let has = |shard: &truestep_core::host::Shard, slot| {
        let (budget, judged, recorder, shown) = shard.parts::<All<'_>>(slot).unwrap();
        let views = shown.map_or(&[][..], Shown::views).iter();
        let kinds: Vec<ViewKind> = views.map(|view| view.kind()).collect();
        let optional = [budget.is_some(), judged.is_some(), recorder.is_some()];
        (optional, kinds)
    };
    task.load(&mut shard, 0, 0, &Capabilities::recorded(5))
        .unwrap();
    task.load(&mut shard, 1, 0, &Capabilities::bare()).unwrap();
    assert_eq!(has(&shard, 0), ([true; 3], vec![ViewKind::TEXT]));
    assert_eq!(has(&shard, 1), ([false; 3], vec![]));
    let tree = Capabilities {
        views: vec![ViewKind::TREE.name()],
        ..Capabilities::bare()
    };
    task.load(&mut shard, 0, 0, &tree).unwrap();
    assert_eq!(has(&shard, 0), ([false; 3], vec![ViewKind::TREE]));
    let kinds: Vec<_> = shard
        .frame(0)
        .unwrap()
        .observation
        .iter()
        .map(|v| v.kind)
        .collect();
    assert_eq!(kinds, [ViewKind::TREE.name()]);
}

#[test]
fn truth_views_and_recording_do_not_change_what_happens() {
    let mut shard = shard(2);
    let task = prepare("ice/errand@1", 8);
    task.load(&mut shard, 0, 0, &everything()).unwrap();
    task.load(&mut shard, 1, 0, &Capabilities::bare()).unwrap();
    for text in ["right", "fly", "right", "take key", "left", "left", "left"] {
        act(&mut shard, 0, text);
        act(&mut shard, 1, text);
        let [full, bare] = [0, 1].map(|slot| shard.outcome(slot).unwrap());
        assert_eq!(full.effect, bare.effect);
        assert_eq!(
            (full.digests.state, full.digests.trace),
            (bare.digests.state, bare.digests.trace)
        );
    }
}

#[test]
fn what_is_recorded_does_not_depend_on_who_looked_at_the_menu() {
    let mut shard = shard(2);
    let blind = Capabilities {
        truth: TruthLevel::Off,
        ..everything()
    };
    for slot in 0..2 {
        prepare("corridor/walk@1", 1)
            .load(&mut shard, slot, 0, &blind)
            .unwrap();
    }
    shard.with_menu(0, |_, _, menu| menu.len()).unwrap();
    act(&mut shard, 0, "right");
    act(&mut shard, 1, "right");
    let [looked, blind] = [0, 1].map(|s| shard.take_recording(s).unwrap().unwrap().transitions);
    assert_eq!(looked, blind);
}

#[test]
fn two_models_live_in_one_shard_and_play_as_they_do_alone() {
    let mut both = shard(2);
    let ids = ["corridor/errand@1", "ice/errand@1"];
    for (slot, id) in ids.into_iter().enumerate() {
        prepare(id, 5)
            .load(&mut both, slot, 0, &everything())
            .unwrap();
    }
    let mut alone = ids.map(|id| super::one(id, 5, &everything()));
    for text in [
        "right", "right", "left", "right", "right", "take key", "right",
    ] {
        for (slot, shard) in alone.iter_mut().enumerate() {
            both.submit(slot, truestep_core::host::Input::Text(text.into()), None)
                .unwrap();
            act(shard, 0, text);
        }
        both.run();
        for (slot, shard) in alone.iter_mut().enumerate() {
            assert_eq!(both.frame(slot).unwrap(), shard.frame(0).unwrap());
        }
    }
    assert_ne!(
        both.frame(0).unwrap().digests.state,
        both.frame(1).unwrap().digests.state
    );
}

#[test]
fn a_model_or_plug_in_the_shard_lacks_is_a_typed_error() {
    let mut shard = {
        let mut builder = ShardBuilder::default();
        crate::corridor::Corridors::<false>::default().install(&mut builder);
        builder.build(1)
    };
    let refused = prepare("ice/walk@1", 1).load(&mut shard, 0, 0, &everything());
    assert_eq!(
        refused,
        Err(HostError::ModelNotInstalled {
            model: "corridor/slippery"
        })
    );
    let named = Capabilities {
        plugins: vec!["fog".into()],
        ..everything()
    };
    let refused = prepare("corridor/walk@1", 1).load(&mut shard, 0, 0, &named);
    assert_eq!(refused, Err(HostError::NoSuchPlugin { name: "fog".into() }));
    assert_eq!(shard.entity(0), Err(HostError::NotReset { slot: 0 }));
}
