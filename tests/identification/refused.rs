//! What cannot be compared.

use crate::World;
use truestep_core::{
    graph::{Evidence, Limits, Measure, Mode, Rows},
    registry::Registry,
    trajectory::Episode,
};
use truestep_rewards::{
    Value,
    metrics::{MetricError, Sample, Tabular},
    value::Rows as Credits,
};

#[test]
fn what_cannot_be_compared_is_a_typed_error() {
    let world = World::uniform("diagnostic/delayed-effect", &[], 4);
    let credits = world.credits("rloo:verl");
    let sample = |episodes: &[Episode], credits: &Credits<f64>| {
        Sample::of(episodes, credits, Measure::Success)
    };
    let shape = sample(&world.episodes[1..], &credits).unwrap_err();
    assert!(
        matches!(shape, MetricError::Shape { episode: 3, .. }),
        "{shape}"
    );
    let mut bare = world.episodes.clone();
    bare[2].transitions[1].truth.as_mut().unwrap().advantage = None;
    // Beyond a cap in an annotated episode; missing in one that was not.
    assert_eq!(sample(&bare, &credits).unwrap().unknown, 1);
    bare[2].graph = None;
    let missing = sample(&bare, &credits).unwrap_err();
    assert!(
        matches!(
            missing,
            MetricError::NoAdvantage {
                episode: 2,
                step: 1,
                ..
            }
        ),
        "{missing}"
    );
    let mut undefined = credits.clone();
    undefined[0][0] = Value::MinusInfinity;
    assert_eq!(sample(&world.episodes, &undefined).unwrap().undefined, 1);

    let distances = world.graph().distances(Evidence::Required);
    let rows = Rows::of(world.graph(), &world.policy, &distances, None).unwrap();
    let large = Tabular::new(&rows, &world.labels, 10_000_000).unwrap_err();
    assert!(matches!(large, MetricError::TooLarge { .. }), "{large}");
    let short = Tabular::new(&rows, &world.labels, 3).unwrap();
    let late = short.batch(&world.episodes, &credits).unwrap_err();
    assert!(
        matches!(
            late,
            MetricError::UnknownState {
                episode: 0,
                step: 3,
                ..
            }
        ),
        "{late}"
    );
    let whole = Tabular::new(&rows, &world.labels, world.horizon).unwrap();
    assert_eq!(
        whole
            .batch(&world.episodes, &undefined)
            .unwrap()
            .undefined(),
        1
    );
    let mut free = world.episodes.clone();
    free[1].transitions[2].action = "dig".into();
    let off = whole.batch(&free, &credits).unwrap_err();
    assert!(
        matches!(
            off,
            MetricError::OffMenu {
                episode: 1,
                step: 2,
                ..
            }
        ),
        "{off}"
    );
    let registry: Registry = truestep_envs::registry(&Default::default()).unwrap();
    let prepared = registry.prepare(&world.episodes[0].task).unwrap();
    let lumped = prepared
        .explore(0, &Limits::default(), Mode::Lumped)
        .unwrap();
    let distances = lumped.graph().distances(Evidence::Required);
    let rows = Rows::of(lumped.graph(), &world.policy, &distances, None).unwrap();
    let refused = Tabular::new(&rows, &world.labels, 3).unwrap_err();
    assert_eq!(refused, MetricError::NeedsRaw);
}
