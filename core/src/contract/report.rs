//! What the kit found: each sentence, for each template, with a counterexample where it fails.

use super::sentence::Sentence;
use crate::task::TemplateId;
use std::{collections::BTreeMap, fmt};

/// A case in which a sentence does not hold, complete enough to be played again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// The instance.
    pub seed: u64,
    /// Actions from the start to the moment in question.
    pub actions: Vec<String>,
    /// What was found, and what was expected.
    pub message: String,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}", self.seed)?;
        if !self.actions.is_empty() {
            write!(f, ", after {:?}", self.actions)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// What became of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It held in every case.
    Holds {
        /// How many cases were looked at; at least 1.
        cases: u64,
    },
    /// It failed in some.
    Fails {
        /// How many cases were looked at.
        cases: u64,
        /// In how many it failed.
        failed: u64,
        /// The first of them.
        first: Counterexample,
    },
    /// It does not apply here, and why.
    DoesNotApply {
        /// Why.
        reason: String,
    },
}

/// One sentence about one template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The sentence.
    pub sentence: Sentence,
    /// What became of it.
    pub verdict: Verdict,
}

/// Figures of a template that belong on its card.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Figures {
    /// Seeds tried.
    pub seeds: u32,
    /// Seeds that have an instance.
    pub instances: u32,
    /// Different starts among them, told apart by what is asked, what is seen and what the oracle does.
    pub distinct_starts: u32,
    /// Start distances, ascending; instances where success cannot be reached have none.
    pub distances: Vec<u32>,
    /// Episodes of random play, and how many succeeded.
    pub random: (u32, u32),
    /// Action skeletons of the oracle (arguments erased, runs of one verb as one) and how many instances have each.
    pub skeletons: BTreeMap<String, u32>,
}

impl Figures {
    /// The median start distance, 0 if there is none.
    #[must_use]
    pub fn median_distance(&self) -> u32 {
        let middle = self.distances.len() / 2;
        self.distances.get(middle).copied().unwrap_or(0)
    }

    /// The largest start distance, 0 if there is none.
    #[must_use]
    pub fn max_distance(&self) -> u32 {
        self.distances.last().copied().unwrap_or(0)
    }
}

/// What was found about one template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFindings {
    /// The template.
    pub template: TemplateId,
    /// Its figures.
    pub figures: Figures,
    /// Every sentence, in the order of [`Sentence::ALL`].
    pub findings: Vec<Finding>,
}

impl TemplateFindings {
    /// What became of `sentence`.
    ///
    /// # Panics
    /// Never: findings hold every sentence.
    #[must_use]
    pub fn verdict(&self, sentence: Sentence) -> &Verdict {
        let found = self.findings.iter().find(|f| f.sentence == sentence);
        &found
            .expect("invariant: findings hold every sentence")
            .verdict
    }

    /// The findings that fail.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        let fails = |f: &&Finding| matches!(f.verdict, Verdict::Fails { .. });
        self.findings.iter().filter(fails)
    }
}

impl fmt::Display for TemplateFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures {
            seeds,
            instances,
            distinct_starts,
            random: (episodes, solved),
            ..
        } = &self.figures;
        write!(f, "{}: {instances} of {seeds} seeds, ", self.template)?;
        write!(f, "{distinct_starts} distinct starts, ")?;
        let (median, max) = (self.figures.median_distance(), self.figures.max_distance());
        write!(
            f,
            "distance median {median} max {max}, random play {solved}/{episodes}"
        )?;
        for Finding { sentence, verdict } in &self.findings {
            match verdict {
                Verdict::Holds { cases } => write!(f, "\n  holds {cases:>9}  {sentence}")?,
                Verdict::DoesNotApply { reason } => {
                    write!(f, "\n  -                {sentence}: {reason}")?;
                }
                Verdict::Fails {
                    cases,
                    failed,
                    first,
                } => write!(
                    f,
                    "\n  FAILS {failed:>4}/{cases:<4}  {sentence}\n        {first}"
                )?,
            }
        }
        Ok(())
    }
}

/// What was found about all templates that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// Those of each template, in the order of the registry.
    pub templates: Vec<TemplateFindings>,
}

impl Findings {
    /// Every failing finding, with its template.
    pub fn failures(&self) -> impl Iterator<Item = (&TemplateId, &Finding)> {
        let of = |t| TemplateFindings::failures(t).map(|f| (&t.template, f));
        self.templates.iter().flat_map(of)
    }

    /// Whether no sentence fails, and at least one template was looked at.
    #[must_use]
    pub fn passes(&self) -> bool {
        !self.templates.is_empty() && self.failures().next().is_none()
    }

    /// For tests: fail with every counterexample.
    ///
    /// # Panics
    /// If a sentence fails for some template, or no template was looked at.
    pub fn assert_all(&self) {
        self.assert_all_but(&[]);
    }

    /// For tests of worlds for which some sentences are not meant: fail with every counterexample to another one.
    ///
    /// # Panics
    /// If another sentence fails for some template, or no template was looked at.
    pub fn assert_all_but(&self, not_meant: &[Sentence]) {
        assert!(
            !self.templates.is_empty(),
            "the contract kit was given no template"
        );
        let failed: Vec<String> = self
            .failures()
            .filter(|(_, finding)| !not_meant.contains(&finding.sentence))
            .map(|(template, Finding { sentence, verdict })| match verdict {
                Verdict::Fails { failed, first, .. } => {
                    format!("{template}: {sentence}\n  fails {failed} times, first with {first}")
                }
                _ => unreachable!("invariant: a failure fails"),
            })
            .collect();
        assert!(
            failed.is_empty(),
            "{} sentences of the contract do not hold:\n{}",
            failed.len(),
            failed.join("\n")
        );
    }

    /// For tests of worlds small enough: fail unless the planner of every template was compared with the enumerated graph,
    /// and that and what else rests on graphs holds.
    ///
    /// # Panics
    /// If a graph of some template disagrees, or none was small enough to be enumerated, or no template was looked at.
    pub fn assert_enumerated(&self) {
        const NEED_A_GRAPH: [Sentence; 4] = [
            Sentence::PlannerIsEnumeration,
            Sentence::LumpedIsRaw,
            Sentence::EqualDigestsAreEqual,
            Sentence::BestOutcomeIsBest,
        ];
        let others: Vec<Sentence> = Sentence::ALL
            .iter()
            .copied()
            .filter(|sentence| !NEED_A_GRAPH.contains(sentence))
            .collect();
        self.assert_all_but(&others);
        for template in &self.templates {
            let compared = template.verdict(Sentence::PlannerIsEnumeration);
            assert!(
                matches!(compared, Verdict::Holds { .. }),
                "{}: no graph was compared with the planner: {compared:?}",
                template.template
            );
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, template) in self.templates.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{template}")?;
        }
        Ok(())
    }
}
