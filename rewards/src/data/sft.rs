//! Messages to imitate: whole episodes, salvaged prefixes, trajectories without their detours, single good steps.

use super::{
    DataError, Exported, OUT_OF_BOUNDS, Rework,
    about::About,
    chat::{Chat, ChatOptions, Message},
    error::unknown,
    rework::{Player, Reworked},
    rule::{EpisodeRule, ShareBounds, StepRule, within_share},
};
use serde::Serialize;
use serde_json::Value;
use std::str::FromStr;
use truestep_core::{
    digest::Digest,
    rational::{Exact, Rational},
    registry::Registry,
    trajectory::Episode,
    truth::Distance,
};

/// What becomes of a step that breaks a step rule. It stays in the context either way: the world remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum BadSteps {
    /// Its message gets weight 0, all others 1.
    #[default]
    Mask,
    /// One line per good step instead, `prompt` and `completion`; bad steps are nobody's completion.
    Drop,
}

impl FromStr for BadSteps {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "mask" => Ok(BadSteps::Mask),
            "drop" => Ok(BadSteps::Drop),
            _ => Err(unknown("way with bad steps", text, &["mask", "drop"])),
        }
    }
}

/// What becomes of a failed episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Salvage {
    /// Nothing.
    #[default]
    Nothing,
    /// Its steps before the first error, which is the one that put success out of reach with evidence in the steps left unless another
    /// rule is given (SCOPE, arXiv 2602.24110).
    Prefix,
    /// The same, and then an action on a shortest path in place of the wrong one (InT, arXiv 2601.14209). Nothing where the
    /// wrong action was on a shortest path itself: chance failed, not the agent.
    Intervene,
}

impl FromStr for Salvage {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "nothing" => Ok(Salvage::Nothing),
            "prefix" => Ok(Salvage::Prefix),
            "intervene" => Ok(Salvage::Intervene),
            _ => Err(unknown(
                "salvage",
                text,
                &["nothing", "prefix", "intervene"],
            )),
        }
    }
}

/// What is exported.
#[derive(Clone, Debug)]
pub struct SftOptions {
    /// How conversations are told.
    pub chat: ChatOptions,
    /// What an episode must be; those about the end do not apply to a salvaged prefix.
    pub filters: Vec<EpisodeRule>,
    /// How often the task must have been solved.
    pub share: Option<ShareBounds>,
    /// What a step must be to be trained on.
    pub steps: Vec<StepRule>,
    /// What becomes of one that is not.
    pub bad_steps: BadSteps,
    /// What becomes of failed episodes.
    pub salvage: Salvage,
    /// The first step it does not hold of is a failed episode's first error.
    pub error: StepRule,
    /// What is done to the episodes first.
    pub rework: Rework,
}

impl Default for SftOptions {
    fn default() -> Self {
        Self {
            chat: ChatOptions::default(),
            // A lucky guess teaches guessing.
            filters: vec![EpisodeRule::Success, EpisodeRule::Supported],
            share: None,
            steps: vec![],
            bad_steps: BadSteps::default(),
            salvage: Salvage::default(),
            error: StepRule::Reachable,
            rework: Rework::default(),
        }
    }
}

/// One line: a conversation, as supervised fine-tuning takes it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SftRecord {
    /// A whole conversation.
    Messages {
        /// System, user, assistant, tool (or user), …; ends with an assistant's action.
        messages: Vec<Message>,
        /// The functions, where actions are calls.
        #[serde(skip_serializing_if = "Option::is_none")]
        tools: Option<Value>,
        /// What is known about it.
        truth: SftTruth,
    },
    /// One action after its context.
    Step {
        /// The conversation so far.
        prompt: Vec<Message>,
        /// The action.
        completion: [Message; 1],
        /// The functions, where actions are calls.
        #[serde(skip_serializing_if = "Option::is_none")]
        tools: Option<Value>,
        /// What is known about it.
        truth: SftTruth,
    },
}

/// How a line came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// As recorded.
    Recorded,
    /// Detours were cut out and the rest executed again.
    WithoutDetours,
    /// The steps before the first error.
    Prefix,
    /// The steps before the first error and an action of the oracle.
    Intervention,
}

/// The truth of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SftTruth {
    /// Where it comes from.
    #[serde(flatten)]
    pub about: About,
    /// How it came about.
    pub made: Made,
    /// Whether the episode it was made from succeeded.
    pub success: bool,
    /// The grade of that episode.
    pub outcome: Rational,
    /// Steps of the record that were cut out as detours.
    pub cut: usize,
    /// The first error of a failed episode; `null` if there is none.
    pub first_error: Option<usize>,
    /// The assistant's actions in order; one of them in a line per step.
    pub actions: Vec<ActionTruth>,
}

/// The truth of one action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionTruth {
    /// Its step, from 0.
    pub step: usize,
    /// The state it was taken in.
    pub state: Digest,
    /// Fewest steps to success from there.
    pub distance: Distance,
    /// Whether it lies on a shortest path; `null` if not computed.
    pub on_shortest_path: Option<bool>,
    /// Its exact advantage; `null` if not computed.
    pub advantage: Option<Exact>,
    /// Whether it is to be trained on.
    pub trained: bool,
}

/// Conversations from episodes.
///
/// # Errors
/// [`DataError`]: an episode that must be re-executed and cannot be, or a step rule whose channel is missing.
pub fn sft(
    registry: &Registry,
    episodes: Vec<Episode>,
    options: &SftOptions,
) -> Result<Exported<SftRecord>, DataError> {
    let mut out = Exported::default();
    let all = options.rework.apply(registry, out.sound(episodes))?;
    let within = within_share(&all, options.share);
    let mut player = Player::new(registry);
    for (reworked, within) in all.iter().zip(within) {
        if reworked.kept_detours {
            out.note("detours kept, as chance would go another way without them");
        }
        let lesson = match within {
            true => Lesson::of(reworked, options)?,
            false => Err(OUT_OF_BOUNDS.to_owned()),
        };
        match lesson {
            Ok(lesson) => {
                let prepared = player.prepared(lesson.episode)?;
                let instruction = &lesson.episode.instruction;
                let chat = Chat::new(prepared.forms(), instruction, options.chat);
                lesson.write(&chat, options, &mut out)?;
            }
            Err(why) => out.leave(why),
        }
    }
    Ok(out)
}

/// The part of an episode that is imitated.
struct Lesson<'e> {
    episode: &'e Episode,
    made: Made,
    cut: usize,
    /// How many of its steps.
    steps: usize,
    first_error: Option<usize>,
    /// An action after them that was not taken.
    intervention: Option<&'e str>,
}

impl<'e> Lesson<'e> {
    /// The lesson, or why there is none.
    fn of(
        Reworked { episode, cut, .. }: &'e Reworked,
        options: &SftOptions,
    ) -> Result<Result<Self, String>, DataError> {
        let failed = episode.success() != Some(true);
        let salvaged = failed && options.salvage != Salvage::Nothing;
        let first_error = if failed {
            options.error.first_error(episode)?
        } else {
            None
        };
        let mut lesson = Lesson {
            episode,
            made: match cut {
                0 => Made::Recorded,
                _ => Made::WithoutDetours,
            },
            cut: *cut,
            steps: episode.steps(),
            first_error,
            intervention: None,
        };
        if salvaged && let Err(why) = lesson.salvage(options.salvage) {
            return Ok(Err(why.to_owned()));
        }
        let asked = options
            .filters
            .iter()
            .filter(|rule| !(salvaged && rule.is_about_the_end()));
        for rule in asked {
            if !rule.holds(episode, lesson.steps) {
                return Ok(Err(format!("not {rule}")));
            }
        }
        if lesson.steps == 0 && lesson.intervention.is_none() {
            return Ok(Err("no step is left".into()));
        }
        Ok(Ok(lesson))
    }

    fn salvage(&mut self, how: Salvage) -> Result<(), &'static str> {
        use truestep_core::truth::Reachable;
        let start = self.episode.start.truth.as_ref().map(|t| t.reachable);
        if start != Some(Reachable::Now) {
            return Err("success was never in reach");
        }
        let Some(error) = self.first_error else {
            self.made = Made::Prefix;
            return Ok(());
        };
        self.steps = error;
        self.made = Made::Prefix;
        let before = self.episode.frame(error).truth.as_ref();
        let best = before.and_then(|t| t.best_actions.as_ref()?.actions.first());
        if how == Salvage::Intervene {
            if StepRule::Shortest.holds(self.episode, error) == Some(true) {
                return Err("the first error is the oracle's own step");
            }
            self.intervention = Some(best.ok_or("the oracle knows no action at the first error")?);
            self.made = Made::Intervention;
        }
        Ok(())
    }

    fn write(
        &self,
        chat: &Chat<'_>,
        options: &SftOptions,
        out: &mut Exported<SftRecord>,
    ) -> Result<(), DataError> {
        let mut actions = vec![];
        for t in 0..self.steps {
            actions.push(self.recorded(t, &options.steps)?);
        }
        actions.extend(self.intervention.map(|_| self.intervened()));
        if !actions.iter().any(|a| a.trained) {
            out.leave("every step breaks a step rule");
            return Ok(());
        }
        let truth = SftTruth {
            about: About::of(self.episode),
            made: self.made,
            success: self.made_it(),
            outcome: self.episode.outcome().unwrap_or_default(),
            cut: self.cut,
            first_error: self.first_error,
            actions,
        };
        let filtered = !options.steps.is_empty();
        if filtered && options.bad_steps == BadSteps::Drop {
            self.write_steps(&truth, chat, out);
        } else {
            out.records.push(SftRecord::Messages {
                messages: self.messages(&truth, chat, filtered),
                tools: chat.tools(),
                truth,
            });
        }
        Ok(())
    }

    fn made_it(&self) -> bool {
        self.episode.success() == Some(true)
    }

    fn action(&self, t: usize) -> &str {
        match (t == self.steps, self.intervention) {
            (true, Some(action)) => action,
            _ => &self.episode.transitions[t].action,
        }
    }

    fn messages(&self, truth: &SftTruth, chat: &Chat<'_>, filtered: bool) -> Vec<Message> {
        let mut messages = chat.history(self.episode, 0);
        for (t, action) in truth.actions.iter().enumerate() {
            let mut message = chat.act(t, self.action(t));
            message.weight = filtered.then_some(u8::from(action.trained));
            messages.push(message);
            if t + 1 < truth.actions.len() {
                messages.push(chat.answer(self.episode, t));
            }
        }
        messages
    }

    fn write_steps(&self, truth: &SftTruth, chat: &Chat<'_>, out: &mut Exported<SftRecord>) {
        for (t, action) in truth.actions.iter().enumerate().filter(|(_, a)| a.trained) {
            out.records.push(SftRecord::Step {
                prompt: chat.history(self.episode, t),
                completion: [chat.act(t, self.action(t))],
                tools: chat.tools(),
                truth: SftTruth {
                    actions: vec![action.clone()],
                    ..truth.clone()
                },
            });
        }
    }

    fn recorded(&self, t: usize, rules: &[StepRule]) -> Result<ActionTruth, DataError> {
        let mut trained = true;
        for rule in rules {
            trained &= rule.require(self.episode, t)?;
        }
        let step = self.episode.transitions[t].truth.as_ref();
        Ok(ActionTruth {
            on_shortest_path: step.and_then(|s| s.on_shortest_path),
            advantage: step.and_then(|s| s.advantage),
            trained,
            ..self.intervened_at(t)
        })
    }

    /// The oracle's action: on a shortest path by construction; its advantage is not computed here.
    fn intervened(&self) -> ActionTruth {
        self.intervened_at(self.steps)
    }

    fn intervened_at(&self, t: usize) -> ActionTruth {
        let frame = self.episode.frame(t);
        let truth = frame.truth.as_ref();
        ActionTruth {
            step: t,
            state: frame.digests.state,
            distance: truth.map_or(Distance::NotComputed, |s| s.distance),
            on_shortest_path: Some(true),
            advantage: None,
            trained: true,
        }
    }
}
