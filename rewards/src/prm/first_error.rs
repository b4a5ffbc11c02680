//! Finding the first wrong step, as ProcessBench counts it.
//!
//! A model's verdict on an episode is its first step scored below the threshold, or none. It is right on an episode with an
//! error if it names exactly the first wrong step, and on one without if it names none; the score is the harmonic mean of
//! both accuracies (*ProcessBench*, arXiv 2412.06559, <https://arxiv.org/abs/2412.06559>).

use super::measure::{Measured, PrmUndefined, Share};
use serde::Serialize;

/// How well first errors are found at one threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FirstErrors {
    /// A step scored below this is called wrong.
    pub threshold: f64,
    /// Episodes with an error whose first wrong step was named.
    pub erroneous: Share,
    /// Episodes without one in which none was named.
    pub correct: Share,
    /// The harmonic mean of both shares; 0 if both are 0.
    pub f1: Measured,
}

/// The thresholds at which the verdict on each episode is right: an interval, open below and closed above.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdicts {
    erroneous: Vec<(f64, f64)>,
    correct: Vec<(f64, f64)>,
}

impl Verdicts {
    /// Take in an episode: the scores of its steps, and its first wrong one.
    ///
    /// # Panics
    /// If `error` is not a step.
    pub fn add(&mut self, scores: &[f64], error: Option<usize>) {
        let lowest = |scores: &[f64]| scores.iter().copied().fold(f64::INFINITY, f64::min);
        match error {
            None => self.correct.push((f64::NEG_INFINITY, lowest(scores))),
            // The error must be below the threshold and every step before it must not.
            Some(at) => self.erroneous.push((scores[at], lowest(&scores[..at]))),
        }
    }

    /// How well first errors are found at `threshold`.
    #[must_use]
    pub fn at(&self, threshold: f64) -> FirstErrors {
        let holds = |(low, high): &&(f64, f64)| *low < threshold && threshold <= *high;
        let count = |all: &[(f64, f64)]| all.iter().filter(holds).count();
        self.counted(threshold, count(&self.erroneous), count(&self.correct))
    }

    fn counted(&self, threshold: f64, found: usize, passed: usize) -> FirstErrors {
        let erroneous = Share::new(found, self.erroneous.len());
        let correct = Share::new(passed, self.correct.len());
        let f1 = match (erroneous.value, correct.value) {
            (Some(a), Some(b)) if found + passed > 0 => Measured::Number(2.0 * a * b / (a + b)),
            (Some(_), Some(_)) => Measured::Number(0.0),
            (None, Some(_)) => Measured::Undefined(PrmUndefined::NothingWrong),
            (Some(_), None) => Measured::Undefined(PrmUndefined::NothingRight),
            (None, None) => Measured::Undefined(PrmUndefined::Nothing),
        };
        FirstErrors {
            threshold,
            erroneous,
            correct,
            f1,
        }
    }

    /// The threshold with the best F1, the lowest of equally good ones; with one class only, 1/2.
    ///
    /// What a threshold gives changes only at scores, so that trying every score, and one above all, tries everything.
    #[must_use]
    pub fn best(&self) -> FirstErrors {
        let half = self.at(0.5);
        if half.f1.number().is_none() {
            return half;
        }
        let mut counts = [Active::of(&self.erroneous), Active::of(&self.correct)];
        let ends = self.erroneous.iter().chain(&self.correct);
        let mut places: Vec<f64> = ends
            .flat_map(|&(low, high)| [low, high])
            .filter(|end| end.is_finite())
            .collect();
        places.sort_by(f64::total_cmp);
        places.dedup_by(|a, b| a.total_cmp(b).is_eq());
        places.extend(places.last().map(|top| top.next_up()));
        let mut best: Option<(f64, FirstErrors)> = None;
        for threshold in places {
            let [found, passed] = counts.each_mut().map(|active| active.at(threshold));
            let tried = self.counted(threshold, found, passed);
            let f1 = tried.f1.number().unwrap_or(0.0);
            if best.as_ref().is_none_or(|(most, _)| f1 > *most) {
                best = Some((f1, tried));
            }
        }
        best.map_or(half, |(_, tried)| tried)
    }
}

/// How many intervals hold a threshold that only rises.
struct Active {
    lows: Vec<f64>,
    highs: Vec<f64>,
    begun: usize,
    ended: usize,
}

impl Active {
    fn of(intervals: &[(f64, f64)]) -> Self {
        let some = || intervals.iter().filter(|(low, high)| low < high);
        let mut lows: Vec<f64> = some().map(|i| i.0).collect();
        let mut highs: Vec<f64> = some().map(|i| i.1).collect();
        lows.sort_by(f64::total_cmp);
        highs.sort_by(f64::total_cmp);
        Self {
            lows,
            highs,
            begun: 0,
            ended: 0,
        }
    }

    fn at(&mut self, threshold: f64) -> usize {
        while self
            .lows
            .get(self.begun)
            .is_some_and(|&low| low < threshold)
        {
            self.begun += 1;
        }
        while self
            .highs
            .get(self.ended)
            .is_some_and(|&high| high < threshold)
        {
            self.ended += 1;
        }
        self.begun - self.ended
    }
}
