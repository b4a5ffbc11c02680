//! Views are data: asked for by name, listed in the order of the model, rendered into memory that is used again; an image
//! is a digest in a frame, its pixels go to whoever keeps them.

use super::{act, dry, everything, prepare, shard};
use crate::corridor::{self, MAP};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, atomic::AtomicBool},
};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    batch::{BatchError, BatchOptions, Job, run},
    digest::Digest,
    environment::{Environment as _, EnvironmentError, Hosted},
    graph::{Limits, Mode},
    host::{Capabilities, HostError, Shard, ShardBuilder, Shown},
    jsonl,
    play::play,
    registry::Family as _,
    replay::{ReplayError, replay},
    trajectory::{AgentInfo, Episode, Frame, WorldInfo},
    view::{Image, ImageDigest, KeepImages, NoSuchView, ViewKind, ViewName},
};

const ALL: [ViewName; 3] = [ViewKind::TEXT.name(), ViewKind::TREE.name(), MAP.name()];

fn with_views(views: &[ViewName]) -> Capabilities {
    Capabilities {
        views: views.to_vec(),
        ..everything()
    }
}

/// A slot of the corridor's errand with every view.
fn errand() -> Shard {
    super::one("corridor/errand@1", 5, &with_views(&ALL))
}

fn image_of(frame: &Frame) -> ImageDigest {
    frame.observation.last().unwrap().image().unwrap()
}

fn kinds(frame: &Frame) -> Vec<ViewName> {
    frame.observation.iter().map(|v| v.kind).collect()
}

#[test]
fn views_come_in_the_order_of_the_model_whatever_was_asked_first_or_twice() {
    let mut shard = shard(1);
    let task = prepare("corridor/walk@1", 1);
    let mut backwards = ALL.to_vec();
    backwards.reverse();
    backwards.push(ViewName::TEXT);
    for asked in [ALL.to_vec(), backwards] {
        task.load(&mut shard, 0, 0, &with_views(&asked)).unwrap();
        assert_eq!(kinds(&shard.frame(0).unwrap()), ALL);
    }
}

#[test]
fn a_view_that_does_not_exist_is_refused_by_everything_that_takes_a_name() {
    let screen: ViewName = "screen".parse().unwrap();
    let refusal = |of: &str| NoSuchView {
        asked: screen,
        of: of.into(),
        has: ALL.to_vec(),
    };
    let mut shard = shard(1);
    let task = prepare("corridor/walk@1", 1);
    let asked = with_views(&[ViewName::TEXT, screen]);
    let by_model = || HostError::NoSuchView(refusal("corridor/dry"));
    assert_eq!(task.load(&mut shard, 0, 0, &asked), Err(by_model()));
    assert_eq!(shard.entity(0), Err(HostError::NotReset { slot: 0 }));
    assert_eq!(
        by_model().to_string(),
        "`corridor/dry` has no view `screen`: it has text, tree, map"
    );

    task.load(&mut shard, 0, 0, &with_views(&ALL)).unwrap();
    let before = shard.frame(0).unwrap();
    assert_eq!(task.load(&mut shard, 0, 0, &asked), Err(by_model()));
    assert_eq!(shard.frame(0).unwrap(), before, "the slot is as it was");
    assert_eq!(shard.observe(0, screen), Err(by_model()));

    let mut hosted = Hosted::new(dry(), asked);
    let refused = hosted.reset(task.task(), 0);
    assert_eq!(refused, Err(EnvironmentError::Host(by_model())));

    let graph = task.explore(0, &Limits::default(), Mode::Raw).unwrap();
    assert_eq!(graph.view_texts(screen), Err(refusal("corridor/dry")));
    let nodes = graph.graph().nodes();
    for name in ALL {
        assert_eq!(graph.view_texts(name).unwrap().unwrap().len(), nodes);
    }
}

#[test]
fn a_batch_over_several_worlds_checks_the_views_before_it_plays_any() {
    let job = |id: &str| Job {
        task: Arc::new(corridor::task(id, 3)),
        group: 0,
        rollout: 0,
    };
    let options = BatchOptions {
        slots: 1,
        capabilities: with_views(&["screen".parse().unwrap()]),
        ..Default::default()
    };
    let mut played = 0;
    let result = run(
        &dry(),
        &[job("corridor/walk@1"), job("ice/walk@1")],
        &Watcher,
        &options,
        &AtomicBool::new(false),
        &mut |_| played += 1,
    );
    let error = result.unwrap_err();
    assert!(
        matches!(error, BatchError::Host(HostError::NoSuchView(_))),
        "{error}"
    );
    assert_eq!(played, 0);
}

#[test]
fn an_image_has_the_bytes_of_its_sides_and_changes_with_the_state() {
    let mut shard = errand();
    let view = shard.observe(0, MAP.name()).unwrap();
    let image = view.image().unwrap();
    assert_eq!((view.kind(), image.check()), (MAP, Ok(())));
    assert_eq!(image.height(), 4);
    assert_eq!(
        image.pixels().len() as u32,
        image.width() * image.height() * 3
    );
    let first = shard.frame(0).unwrap();
    assert_eq!(image_of(&first), image.digest());
    act(&mut shard, 0, "right");
    let second = shard.frame(0).unwrap();
    assert_ne!(image_of(&first).digest, image_of(&second).digest);
    assert_ne!(first.digests.observation, second.digests.observation);
}

#[test]
fn the_observation_s_digest_covers_the_image() {
    let digest = |views: &[ViewName]| {
        let mut shard = super::one("corridor/errand@1", 5, &with_views(views));
        shard.frame(0).unwrap().digests.observation
    };
    assert_ne!(digest(&ALL), digest(&ALL[..2]));
    assert_ne!(digest(&[MAP.name()]), digest(&[]));
    // A text alone has the digest it always had.
    let mut shard = super::one("corridor/errand@1", 5, &everything());
    let frame = shard.frame(0).unwrap();
    let text = frame.text().as_bytes();
    let expected = Digest::default().chain(b"text").chain(text);
    assert_eq!(frame.digests.observation, expected);
}

#[test]
fn a_step_renders_into_the_memory_of_the_step_before() {
    let mut shard = errand();
    let places = |shard: &Shard| {
        let views = shard.parts::<&Shown>(0).unwrap().views();
        [
            views[0].text().unwrap().as_ptr(),
            views[2].image().unwrap().pixels().as_ptr(),
        ]
    };
    // Long enough for whatever the steps between show.
    act(&mut shard, 0, "left");
    let before = places(&shard);
    for text in ["fly", "left", "right", "left"] {
        act(&mut shard, 0, text);
        assert_eq!(places(&shard), before);
    }
}

#[test]
fn a_restored_moment_shows_the_image_it_showed() {
    let mut shard = errand();
    act(&mut shard, 0, "right");
    let (moment, frame) = (shard.snapshot(0).unwrap(), shard.frame(0).unwrap());
    act(&mut shard, 0, "right");
    assert_ne!(image_of(&shard.frame(0).unwrap()), image_of(&frame));
    let json = moment.to_json().unwrap();
    assert!(!json.contains("pixels"), "a snapshot holds no pixels");
    shard.restore(0, &moment, None).unwrap();
    assert_eq!(shard.frame(0).unwrap(), frame);
    let mut elsewhere = errand();
    let read = elsewhere.read_snapshot(0, &json).unwrap();
    elsewhere.restore(0, &read, None).unwrap();
    assert_eq!(elsewhere.frame(0).unwrap(), frame);
    assert_eq!(
        elsewhere.observe(0, MAP.name()).unwrap(),
        shard.observe(0, MAP.name()).unwrap()
    );
}

#[derive(Default)]
struct Album(Mutex<BTreeMap<Digest, Image>>);

impl KeepImages for Album {
    fn keep(&self, name: ImageDigest, image: &Image) {
        assert_eq!(name, image.digest());
        let mut kept = self.0.lock().unwrap();
        kept.insert(name.digest, image.clone());
    }
}

/// Goes right while it sees itself on the map, left of the middle; stops else. Reads pixels and nothing else.
struct Watcher;

impl AgentFactory for Watcher {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "watcher".into(),
            policy: None,
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(Watcher)
    }
}

impl Agent for Watcher {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let view = decision.views.view(MAP.name()).unwrap();
        let image = view.image().unwrap();
        assert_eq!(decision.views.kinds(), ALL);
        assert_eq!(decision.observation, {
            let text = decision.views.view(ViewName::TEXT).unwrap();
            text.text().unwrap().to_owned()
        });
        let here = image.pixels().chunks(3).position(|p| p == [255; 3]);
        let middle = image.width() as usize / 2;
        Act {
            choice: match here {
                Some(x) if x < middle => Choice::Text("right".into()),
                _ => Choice::Stop,
            },
            probability: None,
        }
    }
}

fn recorded(album: &Arc<Album>, slots: usize) -> Vec<Episode> {
    let job = |seed| Job {
        task: Arc::new(corridor::task("corridor/errand@1", seed)),
        group: seed,
        rollout: 0,
    };
    let jobs: Vec<Job> = (0..6).map(job).collect();
    let options = BatchOptions {
        slots,
        capabilities: with_views(&ALL),
        images: Some(Arc::clone(album) as _),
        ..Default::default()
    };
    let mut episodes = vec![];
    let never = AtomicBool::new(false);
    run(&dry(), &jobs, &Watcher, &options, &never, &mut |e| {
        episodes.push(e)
    })
    .unwrap();
    episodes
}

#[test]
fn every_image_a_record_names_was_kept_once_and_is_the_one_it_names() {
    let album = Arc::new(Album::default());
    let episodes = recorded(&album, 4);
    assert!(episodes.iter().any(|e| e.steps() > 2));
    let frames =
        |e: &Episode| -> Vec<Frame> { (0..=e.steps()).map(|t| e.frame(t).clone()).collect() };
    let named: std::collections::BTreeSet<Digest> = episodes
        .iter()
        .flat_map(frames)
        .map(|f| image_of(&f).digest)
        .collect();
    let kept = album.0.lock().unwrap();
    assert!(named.iter().eq(kept.keys()));
}

#[test]
fn a_record_with_images_is_written_read_and_replayed_without_their_files() {
    let episodes = recorded(&Arc::default(), 1);
    assert_eq!(episodes, recorded(&Arc::default(), 64));
    let mut bytes = vec![];
    for episode in &episodes {
        jsonl::write(&mut bytes, episode).unwrap();
        assert_eq!(replay(&dry(), episode, &[]).unwrap(), []);
    }
    let read: Vec<Episode> = jsonl::Reader::new(&*bytes).map(Result::unwrap).collect();
    assert_eq!(read, episodes);
    let line = std::str::from_utf8(&bytes).unwrap().lines().next().unwrap();
    let json: serde_json::Value = serde_json::from_str(line).unwrap();
    let view = &json["start"]["observation"][2];
    let keys: Vec<_> = view.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["image", "kind"]);
    assert_eq!(
        (&view["kind"], &view["image"]["height"]),
        (&"map".into(), &4.into())
    );
    let text = &json["start"]["observation"][0];
    let keys: Vec<_> = text.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["kind", "text"]);
}

#[test]
fn replay_finds_an_image_that_is_not_the_one_shown() {
    let mut episode = recorded(&Arc::default(), 1).swap_remove(0);
    let wrong = r#"{"kind":"map","image":{"width":4,"height":4,"digest":"00000000000000000000000000000001"}}"#;
    episode.transitions[0].after.observation[2] = serde_json::from_str(wrong).unwrap();
    let found = replay(&dry(), &episode, &[]).unwrap();
    let fields: Vec<_> = found.iter().map(|m| m.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "after.observation.2.image.digest",
            "after.observation.2.image.width"
        ]
    );
    // A view that this world never had cannot be rendered again.
    episode.start.observation[0].kind = "screen".parse().unwrap();
    let refused = replay(&dry(), &episode, &[]).unwrap_err();
    assert!(
        matches!(refused, ReplayError::Host(HostError::NoSuchView(_))),
        "{refused}"
    );
}

#[test]
fn a_view_that_is_neither_text_nor_image_or_both_is_no_record() {
    for bad in [
        r#"{"kind":"map"}"#,
        r#"{"kind":"map","text":"x","image":{"width":1,"height":1,"digest":"00000000000000000000000000000001"}}"#,
        r#"{"kind":"A Map","text":"x"}"#,
    ] {
        let read = serde_json::from_str::<truestep_core::trajectory::RecordedView>(bad);
        assert!(read.is_err(), "{bad}");
    }
}

#[test]
fn an_agent_sees_pixels_in_a_batch_and_through_an_environment_alike() {
    let world: WorldInfo = dry().family("corridor").unwrap().world();
    for expected in recorded(&Arc::default(), 3) {
        let job = Job {
            task: Arc::new(expected.task.clone()),
            group: expected.group,
            rollout: 0,
        };
        let mut hosted = Hosted::new(
            dry(),
            Capabilities {
                max_steps: None,
                views: ALL.to_vec(),
                ..Capabilities::recorded(0)
            },
        );
        let played = play(&mut hosted, &job, &world, &Watcher).unwrap();
        assert_eq!(played, expected);
    }
}

#[test]
fn a_recording_that_starts_anew_at_a_restored_moment_keeps_its_image() {
    let album = Arc::new(Album::default());
    let mut builder = ShardBuilder::default();
    corridor::Corridors::<false>::default().install(&mut builder);
    builder.keep_images(Arc::clone(&album) as _);
    let mut target = builder.build(1);
    let mut source = errand();
    act(&mut source, 0, "right");
    let moment = source.snapshot(0).unwrap();
    let task = prepare("corridor/errand@1", 5);
    task.load(&mut target, 0, 0, &with_views(&ALL)).unwrap();
    target.restore(0, &moment, None).unwrap();
    let start = target.take_recording(0).unwrap().unwrap().start.unwrap();
    let kept = album.0.lock().unwrap();
    assert!(kept.contains_key(&image_of(&start).digest));
}
