//! The contract kit passes a sound world and catches every planted defect by the sentence it breaks.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "../corridor/mod.rs"]
mod corridor;

use corridor::{Corridors, Defect};
use std::{collections::BTreeSet, sync::Arc};
use truestep_core::{
    contract::{Findings, Options, Sentence, Verdict, check, check_every},
    digest::Digest,
    host::ShardBuilder,
    registry::{Family, Prepared, Registry, TaskError, TemplateInfo},
    task::Task,
    trajectory::WorldInfo,
};

fn examine(family: impl Family + 'static, options: &Options) -> Findings {
    let registry = Registry::new(vec![Arc::new(family)]);
    check(&registry, "all", options).unwrap()
}

#[test]
fn a_sound_world_passes_every_sentence() {
    let findings = examine(Corridors::<false>::default(), &Options::default());
    findings.assert_all();
    let errand = findings.templates.last().unwrap();
    for finding in &errand.findings {
        let proved = matches!(finding.verdict, Verdict::Holds { .. });
        assert!(proved, "not proved: {}", finding.sentence);
    }
}

#[test]
fn a_sound_world_with_chance_passes_every_sentence() {
    let options = Options {
        seeds: 20,
        ..Options::default()
    };
    let findings = examine(Corridors::<true>::default(), &options);
    findings.assert_all();
}

/// An environment that lists what it is told to, without the worlds to play it.
struct Listing {
    env: &'static str,
    ids: &'static [&'static str],
    twin_of: Option<&'static str>,
}

impl Family for Listing {
    fn env(&self) -> &str {
        self.env
    }
    fn card(&self) -> &str {
        ""
    }
    fn templates(&self) -> Vec<TemplateInfo> {
        let info = |id: &&str| TemplateInfo {
            id: id.parse().unwrap(),
            summary: "nothing".into(),
            random_ceiling_percent: 0,
            twin_of: self.twin_of.map(|of| of.parse().unwrap()),
        };
        self.ids.iter().map(info).collect()
    }
    fn world(&self) -> WorldInfo {
        WorldInfo {
            kind: "none".into(),
            digest: Digest::of(b""),
        }
    }
    fn install(&self, _: &mut ShardBuilder) {}
    fn prepare(&self, task: &Task) -> Result<Arc<dyn Prepared>, TaskError> {
        Err(TaskError::NoInstance {
            template: task.template.clone(),
            seed: task.seed.0,
            reason: "there is no world".into(),
        })
    }
}

#[test]
fn what_no_name_reaches_does_not_escape_the_kit() {
    let refused = |families: Vec<Listing>| {
        let families = families.into_iter().map(|f| Arc::new(f) as Arc<dyn Family>);
        let registry = Registry::new(families.collect());
        check_every(&registry, &Options::default())
            .unwrap_err()
            .to_string()
    };
    let listing = |env, ids| Listing {
        env,
        ids,
        twin_of: None,
    };
    let one: &[&str] = &["a/x@1"];
    let cases = [
        (vec![], "holds no environment"),
        (vec![listing("all", &["all/x@1"])], "can be called `all`"),
        (vec![listing("A b", one)], "can be called `A b`"),
        (
            vec![listing("a", one), listing("a", one)],
            "two environments are called `a`",
        ),
        (vec![listing("a", &[])], "`a` lists no template"),
        (vec![listing("b", one)], "`a/x@1` is listed by `b`"),
        (
            vec![listing("a", &["a/x@1", "a/x@2"])],
            "`a/x@2` is listed twice",
        ),
        (
            vec![Listing {
                twin_of: Some("a/y@1"),
                ..listing("a", one)
            }],
            "the twin of `a/y@1`, which is not registered",
        ),
    ];
    for (families, expected) in cases {
        let message = refused(families);
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn a_selector_that_names_nothing_is_an_error_and_no_template_is_no_pass() {
    let registry = Registry::new(vec![Arc::new(Corridors::<false>::default())]);
    assert!(check(&registry, "coridor", &Options::default()).is_err());
    let nothing = check(&Registry::default(), "all", &Options::default()).unwrap();
    assert!(!nothing.passes());
}

/// Which sentences fail for some template of a world with one defect.
fn broken(defect: Defect) -> BTreeSet<Sentence> {
    let options = Options {
        seeds: 6,
        deep_seeds: 1,
        random_episodes: 200,
        ..Options::default()
    };
    let findings = examine(Corridors::<false> { defect }, &options);
    findings
        .failures()
        .map(|(_, finding)| finding.sentence)
        .collect()
}

macro_rules! caught {
    ($($test:ident: $defect:ident => [$($sentence:ident),*];)*) => {
        $(
            #[test]
            fn $test() {
                let failed = broken(Defect::$defect);
                for sentence in [$(Sentence::$sentence),*] {
                    assert!(failed.contains(&sentence), "`{sentence}` held; only {failed:?} failed");
                }
            }
        )*

        /// Every sentence but those named here has a defect that breaks it.
        #[test]
        fn every_sentence_can_fail() {
            let broken = [$($(Sentence::$sentence),*),*];
            let never: Vec<_> = Sentence::ALL.iter().filter(|s| !broken.contains(s)).collect();
            assert_eq!(never, UNPLANTED.iter().collect::<Vec<_>>());
        }
    };
}

/// What the core keeps for every model: the form of a file, and what is made of the best actions.
const UNPLANTED: &[Sentence] = &[Sentence::JsonIsLossless, Sentence::RedundantIsInVain];

caught! {
    a_wrong_distance_is_caught: DistanceOff => [Bellman, PlannerIsEnumeration, DistanceFallsByOne, OracleSucceeds];
    a_distance_of_zero_before_success_is_caught: ZeroEarly => [SuccessIsDistanceZero, OracleSucceeds];
    a_stale_digest_is_caught: StaleDigest => [DigestIsFull];
    a_hole_in_the_menu_is_caught: MenuHole => [Bellman, OracleSucceeds];
    a_double_entry_is_caught: DuplicateEntry => [MenuIsWellFormed];
    a_weightless_entry_is_caught: Weightless => [MenuIsWellFormed];
    a_refused_entry_is_caught: RefusedEntry => [MenuIsWellFormed];
    a_menu_after_the_end_is_caught: Afterlife => [MenuIsWellFormed];
    a_text_that_means_another_action_is_caught: LossyCodec => [MenuTextsRoundTrip, ReplayReproduces];
    a_leak_is_caught: Leak => [NoCanaryShows];
    a_page_nobody_would_write_is_caught: Mumbles => [SaidAsAPersonWould];
    a_view_that_shows_nothing_is_caught: Mute => [ViewsRender];
    effects_that_show_nowhere_are_caught: Unseen => [EffectsAreSeen];
    an_action_nobody_was_told_of_is_caught: Unlisted => [ActionsAreAnnounced];
    a_form_that_is_not_understood_is_caught: Misprint => [FormsAreUnderstood, ActionsAreAnnounced];
    a_rejection_that_tells_nothing_is_caught: Tightlipped => [UnknownActionsAreTold];
    an_image_that_is_not_painted_is_caught: Unpainted => [ViewsFitTheirKind];
    an_image_that_changes_by_itself_is_caught: Flickers => [ViewsRender, RestoreReproduces, ReplayReproduces];
    an_unstable_world_is_caught: Unstable => [SameTaskSameBytes];
    a_world_that_remembers_other_episodes_is_caught: Remembers => [
        RestoreReproduces, AnyThreadsAnySlots, CapabilitiesOnlyWatch, ReplayReproduces, OnlyChanceDiffers
    ];
    a_panic_is_caught: Panic => [NeverPanics];
    nonsense_that_is_executed_is_caught: AcceptsAnything => [HostileActionsRejected];
    free_success_is_caught: FreeSuccess => [DoingNothingFails, BudgetIsExact];
    a_door_that_opens_anywhere_is_caught: OpensAnywhere => [SubmittingFails];
    forgotten_evidence_is_caught: Forgets => [EvidenceGrows];
    a_wrong_best_outcome_is_caught: BestOutcomeOff => [BestOutcomeIsBest];
    a_state_lost_in_json_is_caught: LossyState => [SnapshotsSurviveJson];
    view_memory_lost_in_json_is_caught: ForgetfulView => [SnapshotsSurviveJson];
    a_false_effect_is_caught: WrongEffect => [EffectIsTrue];
    a_state_outside_the_digest_is_caught: HiddenState => [EqualDigestsAreEqual];
    a_coarse_lumping_is_caught: CoarseClass => [LumpedIsRaw];
    trivial_instances_are_caught: Short => [NotTrivial];
    wrong_best_actions_are_caught: BestActionsOff => [BestActionsAreBest];
    a_ceiling_that_is_broken_is_caught: LowCeiling => [RandomStaysUnderCeiling];
    a_menu_whose_order_gives_away_is_caught: Tilted => [OrderSaysNothing];
    twins_are_caught: Twins => [SolutionsDifferInKind];
    unknown_parameters_are_caught: AnyParameter => [CallersGetTypedErrors];
    a_missing_heading_is_caught: NoCard => [CardIsComplete];
    a_single_start_is_caught: OneStart => [DistinctStarts];
    seeds_without_an_instance_are_caught: Rare => [HasInstances];
    secret_chance_is_caught: SecretChance => [OnlyChanceDiffers];
    a_wrong_clairvoyant_distance_is_caught: ClairvoyantOff => [EvidenceGrows];
    sub_goals_out_of_order_are_caught: SubgoalsOff => [SubgoalsAreOrdered];
    a_near_miss_that_passes_is_caught: MissIsRight => [NearMissesFail];
    an_equivalent_that_fails_is_caught: EqualIsWrong => [EquivalentsSucceed];
    a_way_to_deceive_that_succeeds_is_caught: CheatWins => [CheatsFail];
    progress_without_doing_anything_is_caught: HeadStart => [NothingIsDoneAtTheStart];
}
