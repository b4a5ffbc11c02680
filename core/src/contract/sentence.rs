//! The sentences of the contract.

use std::fmt;

macro_rules! sentences {
    ($($name:ident => $text:literal;)*) => {
        /// One sentence of the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Sentence { $(#[doc = $text] $name,)* }

        impl Sentence {
            /// Every sentence, in the order of reports.
            pub const ALL: &'static [Sentence] = &[$(Sentence::$name),*];

            /// The sentence in words.
            #[must_use]
            pub fn text(self) -> &'static str { match self { $(Sentence::$name => $text,)* } }
        }
    };
}

sentences! {
    HasInstances => "at least half of the seeds have an instance";
    NeverPanics => "nothing a caller or an agent does panics";
    SameTaskSameBytes => "the same task gives the same bytes";
    DistinctStarts => "seeds give many distinct starts";
    OnlyChanceDiffers => "rollouts of a task differ only by declared chance";
    AnyThreadsAnySlots => "episodes are the same for any number of threads and slots";
    HostileActionsRejected => "text that means nothing is rejected, leaves state and observation, and costs a step";
    ActionsAreAnnounced => "every menu action is of an announced form, and all that the oracle fills in was asked for or shown before";
    FormsAreUnderstood => "every announced form is read as it is written";
    UnknownActionsAreTold => "text of no form is rejected with the form of all that can be done there";
    EffectsAreSeen => "an action that changes the state changes what is shown or ends the episode, or the card says why not";
    CallersGetTypedErrors => "a caller's mistake is a typed error";
    BudgetIsExact => "an episode is truncated after exactly its budget, and not when the world ended it";
    EffectIsTrue => "an action has the effect `applied` exactly if the state changed";
    MenuIsWellFormed => "a menu is non-empty while the episode runs and empty after, with distinct admitted actions of weight 1 or more";
    MenuTextsRoundTrip => "the text of a menu entry executes as that entry, on the menu";
    DigestIsFull => "the digest kept is the digest computed anew";
    EqualDigestsAreEqual => "equal state digests have equal menus, outcomes, truth and successors";
    RestoreReproduces => "after a restore the same steps give the same frames";
    SnapshotsSurviveJson => "a snapshot written and read is the same moment";
    CapabilitiesOnlyWatch => "truth, views and recording change nothing that happens";
    ViewsRender => "every declared view renders, the same each time";
    ViewsFitTheirKind => "every view is of the type its kind declares, under a name of its own; an image has three bytes a pixel and sides within bounds";
    NoCanaryShows => "what only the grader knows shows in no observation";
    JsonIsLossless => "an episode written as a line and read back is the same";
    ReplayReproduces => "an episode executed again is the same in every field";
    SuccessIsDistanceZero => "distance is 0 exactly at success";
    DistanceFallsByOne => "a supported menu action lowers the distance by at most one";
    Bellman => "distance is 1 + the least distance over the supported menu actions";
    BestActionsAreBest => "the best actions are exactly the supported menu actions one step nearer";
    RedundantIsInVain => "a redundant step was executed and is not on a shortest path";
    BestOutcomeIsBest => "the best outcome is the best over the menu, and the grade at the end";
    EvidenceGrows => "what is known never shrinks, ignoring evidence is never a detour, and the oracle finds evidence out";
    SubgoalsAreOrdered => "a sub-goal is gained only with those it requires";
    OracleSucceeds => "the oracle succeeds in exactly `distance` steps, or at the best success rate";
    DoingNothingFails => "doing nothing never succeeds on a feasible task";
    SubmittingFails => "submitting or giving up at once never succeeds on a feasible task";
    NearMissesFail => "at least ten near-miss ends are given and none of them succeeds, or the card says why there are none";
    EquivalentsSucceed => "ends that come to the same as the oracle's are given and succeed, or the card says why there are none";
    CheatsFail => "none of the ways to deceive what judges that are given succeeds";
    NothingIsDoneAtTheStart => "at the start no sub-goal holds";
    RandomStaysUnderCeiling => "random play succeeds no more often than the card allows";
    OrderSaysNothing => "a rule that sees the order of the menu alone succeeds in at most a third of the instances, luck aside, or as the card allows, or the card says why not";
    PlannerIsEnumeration => "on small instances the planner is exhaustive enumeration";
    LumpedIsRaw => "on small instances the lumped graph has the values of the raw one";
    NotTrivial => "the median distance is at least 5 and the largest at least 12, or the card says why not";
    SolutionsDifferInKind => "no other template of the family has the same solutions, arguments erased";
    SaidAsAPersonWould => "instructions and pages are written as a person would write them";
    CardIsComplete => "the card has every heading and names the template";
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
