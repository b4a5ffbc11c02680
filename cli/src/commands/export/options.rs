//! What is kept, cut, masked and paired.

use super::Format;
use crate::annotating::fraction;
use anyhow::{Result, bail};
use clap::Args;
use std::{num::NonZeroU32, str::FromStr};
#[cfg(feature = "gui")]
use truestep_core::view::ViewName;
use truestep_core::{annotate::AnnotateOptions, graph::Measure, rational::Rational};
use truestep_rewards::data::{
    ActionStyle, BadSteps, ChatOptions, Critical, DataError, EpisodeRule, Instruction, PairOptions,
    Rework, Salvage, SftOptions, ShareBounds, StepRule, StepwiseOptions, pairs::Source,
};

/// Options of every format, and of one; those of one are refused elsewhere.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// Keep episodes of which all of these hold: success, failed, on-path, supported, clean, valid, fresh, ended; or `all`
    /// [default: success and supported for sft, else all]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    filter: Vec<String>,
    /// Keep tasks whose share of successful rollouts lies within these bounds, such as 1/4..3/4
    #[arg(long, value_name = "A..B", value_parser = ShareBounds::from_str)]
    share: Option<ShareBounds>,
    /// Add the exact values first where the episodes lack them
    #[arg(long)]
    values: bool,
    /// sft, dpo: write actions as calls of `act`, as calls of one function per action form, or as text: call, forms, text
    /// [default: call]
    #[arg(long, value_name = "STYLE", value_parser = ActionStyle::from_str)]
    actions: Option<ActionStyle>,
    /// Cut observations that are longer than this many characters, and say by how much [default: 8000]
    #[arg(long, value_name = "N")]
    max_chars: Option<NonZeroU32>,
    /// Where an observation repeats the instruction: leave it out, as it was given at the start, or keep it: once, repeat
    /// [default: once]
    #[arg(long, value_name = "WAY", value_parser = Instruction::from_str)]
    instruction: Option<Instruction>,
    /// sft: train only on steps of which all of these hold: reachable (with evidence, in the steps left), advantage, shortest,
    /// no-regret, fresh, valid, clean
    #[arg(long, value_name = "A,B,…", value_delimiter = ',', value_parser = StepRule::from_str)]
    steps: Vec<StepRule>,
    /// sft: give other steps weight 0 (mask), or write one line per good step (drop) [default: mask]
    #[arg(long, value_name = "WAY", value_parser = BadSteps::from_str)]
    bad_steps: Option<BadSteps>,
    /// sft: of a failed episode keep the steps before the first error (prefix), and put the oracle's action in its place
    /// (intervene) [default: nothing]
    #[arg(long, value_name = "WAY", value_parser = Salvage::from_str)]
    salvage: Option<Salvage>,
    /// sft: what a first error breaks; one of the rules of --steps [default: reachable]
    #[arg(long, value_name = "RULE", value_parser = StepRule::from_str)]
    error: Option<StepRule>,
    /// sft: cut out detours that came back to an earlier state, and execute the rest again
    #[arg(long)]
    rollback: bool,
    /// dpo: pairs whose values differ by the margin, or of which only one can still succeed: margin, flip [default: margin]
    #[arg(long, value_name = "KIND", value_parser = Critical::from_str)]
    critical: Option<Critical>,
    /// dpo: how far apart the values of a pair are [default: 1/5]
    #[arg(long, value_name = "N/D", value_parser = fraction)]
    margin: Option<Rational>,
    /// dpo: which value: success, outcome [default: success]
    #[arg(long, value_name = "VALUE", value_parser = measure)]
    by: Option<Measure>,
    /// dpo: alternatives other rollouts took, or the oracle takes: group, oracle [default: both]
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = Source::from_str)]
    from: Vec<Source>,
    /// dpo: most pairs of one step [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    per_step: Option<u16>,
    /// steps: what a label states; one of the rules of --steps [default: reachable: success can be reached with evidence, in
    /// the steps left]
    #[arg(long, value_name = "RULE", value_parser = StepRule::from_str)]
    label: Option<StepRule>,
    /// steps: leave out what follows the first error
    #[arg(long)]
    until_error: bool,
    /// static: the picture of the screen, such as `pixels_large` or `som` [default: pixels]
    #[cfg(feature = "gui")]
    #[arg(long, value_name = "VIEW")]
    pub(super) view: Option<ViewName>,
    /// static: write actions in this grammar as well
    #[cfg(feature = "gui")]
    #[arg(long, value_name = "NAME")]
    pub(super) grammar: Option<String>,
}

fn measure(text: &str) -> Result<Measure, String> {
    match text {
        "success" => Ok(Measure::Success),
        "outcome" => Ok(Measure::Outcome),
        _ => Err("expected `success` or `outcome`".into()),
    }
}

impl Options {
    /// That no option belongs to another format.
    ///
    /// # Errors
    /// The first that does.
    pub(super) fn check(&self, format: Format) -> Result<()> {
        use Format::{Dpo, Sft, Steps};
        const CHATS: &[Format] = &[Sft, Dpo, Steps];
        let given: &[(&str, bool, &[Format])] = &[
            ("--share", self.share.is_some(), CHATS),
            ("--max-chars", self.max_chars.is_some(), CHATS),
            ("--instruction", self.instruction.is_some(), CHATS),
            #[cfg(feature = "gui")]
            ("--view", self.view.is_some(), &[Format::Static]),
            #[cfg(feature = "gui")]
            ("--grammar", self.grammar.is_some(), &[Format::Static]),
            ("--actions", self.actions.is_some(), &[Sft, Dpo]),
            ("--values", self.values, &[Sft, Steps]),
            ("--steps", !self.steps.is_empty(), &[Sft]),
            ("--bad-steps", self.bad_steps.is_some(), &[Sft]),
            ("--salvage", self.salvage.is_some(), &[Sft]),
            ("--error", self.error.is_some(), &[Sft]),
            ("--rollback", self.rollback, &[Sft]),
            ("--critical", self.critical.is_some(), &[Dpo]),
            ("--margin", self.margin.is_some(), &[Dpo]),
            ("--by", self.by.is_some(), &[Dpo]),
            ("--from", !self.from.is_empty(), &[Dpo]),
            ("--per-step", self.per_step.is_some(), &[Dpo]),
            ("--label", self.label.is_some(), &[Steps]),
            ("--until-error", self.until_error, &[Steps]),
        ];
        match given
            .iter()
            .find(|(_, is, of)| *is && !of.contains(&format))
        {
            None => Ok(()),
            Some((name, _, of)) => {
                let names: Vec<String> = of
                    .iter()
                    .map(|f| format!("`--as {}`", format!("{f:?}").to_lowercase()))
                    .collect();
                bail!("`{name}` belongs to {}", names.join(" and "))
            }
        }
    }

    /// Whether steps are cut out and the rest executed again.
    pub(super) fn cuts(&self) -> bool {
        self.rollback
    }

    pub(super) fn filters(&self, default: &[EpisodeRule]) -> Result<Vec<EpisodeRule>, DataError> {
        match &self.filter[..] {
            [] => Ok(default.to_vec()),
            [all] if all == "all" => Ok(vec![]),
            names => names.iter().map(|name| name.parse()).collect(),
        }
    }

    fn chat(&self) -> ChatOptions {
        let default = ChatOptions::default();
        ChatOptions {
            actions: self.actions.unwrap_or_default(),
            max_chars: self.max_chars.unwrap_or(default.max_chars),
            instruction: self.instruction.unwrap_or_default(),
        }
    }

    /// Values are added where they are asked for, or a rule reads them.
    fn rework(&self, rules: &[StepRule], values: AnnotateOptions) -> Rework {
        let needed = self.values || rules.contains(&StepRule::Advantage);
        Rework {
            without_detours: self.rollback,
            values: needed.then_some(values),
        }
    }

    pub(super) fn sft(&self, values: AnnotateOptions) -> Result<SftOptions> {
        let rules: Vec<StepRule> = self.steps.iter().copied().chain(self.error).collect();
        Ok(SftOptions {
            chat: self.chat(),
            filters: self.filters(&[EpisodeRule::Success, EpisodeRule::Supported])?,
            share: self.share,
            steps: self.steps.clone(),
            bad_steps: self.bad_steps.unwrap_or_default(),
            salvage: self.salvage.unwrap_or_default(),
            error: self.error.unwrap_or(StepRule::Reachable),
            rework: self.rework(&rules, values),
        })
    }

    pub(super) fn pairs(&self, values: AnnotateOptions) -> Result<PairOptions> {
        let margin = self.margin.unwrap_or(Rational::new(1, 5));
        if margin < Rational::from_integer(0) || margin > Rational::from_integer(1) {
            bail!("`--margin {margin}` is no difference of probabilities: expected 0..=1");
        }
        Ok(PairOptions {
            chat: self.chat(),
            filters: self.filters(&[])?,
            share: self.share,
            critical: self.critical.unwrap_or_default(),
            margin,
            measure: self.by.unwrap_or(Measure::Success),
            sources: match &self.from[..] {
                [] => vec![Source::Group, Source::Oracle],
                from => from.to_vec(),
            },
            per_step: self.per_step.unwrap_or(2).into(),
            values,
        })
    }

    pub(super) fn stepwise(&self, values: AnnotateOptions) -> Result<StepwiseOptions> {
        let label = self.label.unwrap_or(StepRule::Reachable);
        Ok(StepwiseOptions {
            label,
            chat: self.chat(),
            filters: self.filters(&[])?,
            share: self.share,
            until_error: self.until_error,
            rework: self.rework(&[label], values),
        })
    }
}
