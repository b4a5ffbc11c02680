//! `play`: a person plays in the terminal.
//!
//! Works line by line over plain streams, so it can be driven by a pipe as well as by a keyboard.

use super::show::{capabilities, one_template, task_of, truth_text, view_text};
use crate::{
    App, Exit, complaint::one_line, parameters::ParameterArgs, table::table, world::WorldArgs,
};
use anyhow::Result;
use serde::Serialize;
use std::io::BufRead as _;
use truestep_core::{
    environment::{Environment as _, EnvironmentError, Hosted, MenuItem, Step},
    host::Snapshot,
    model::HostFault,
    trajectory::{End, Frame},
    truth::{Effect, StateTruth},
    view::ViewName,
};

/// Arguments of `play`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The task, such as `shop/compare`
    #[arg(value_name = "ENV/TEMPLATE")]
    selector: String,
    /// Seed of the instance [default: the smallest that has one]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Step budget [default: the task's own]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_steps: Option<u32>,
    /// The view played from; `truestep show ENV/TEMPLATE` names those there are
    #[arg(long, value_name = "VIEW", default_value = "text")]
    view: ViewName,
    #[command(flatten)]
    parameters: ParameterArgs,
    #[command(flatten)]
    world: WorldArgs,
}

const HELP: &str = "type the number of an action, or an action as text; also:
  menu    show the numbered actions     look   show the page again
  truth   show what is the case         undo   take the last action back
  help    show this                     quit   leave
";

/// Longest line read from the player, in bytes; a longer one is an action like any other, cut there.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// Longest line of a page, in columns; the same everywhere, so that a game played through a pipe has the same bytes.
const WIDTH: usize = 100;

/// Longest menu that is shown with every page.
const SHORT_MENU: usize = 24;

/// The result, for `--json`.
#[derive(Serialize)]
struct Played {
    task: truestep_core::task::Task,
    actions: Vec<String>,
    end: Option<End>,
    truth: Option<StateTruth>,
}

struct Game {
    environment: Hosted,
    frame: Frame,
    end: Option<End>,
    menu: Vec<MenuItem>,
    actions: Vec<String>,
    /// The moments before each action, oldest first.
    past: Vec<Moment>,
}

struct Moment {
    snapshot: Snapshot,
    end: Option<End>,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let registry = args
        .parameters
        .over(&args.world.registry_for(app.worlds, &args.selector)?)?;
    let template = one_template(&registry, &args.selector)?;
    let task = task_of(&registry, &template, args.seed)?;
    let mut capabilities = capabilities(&[args.view]);
    capabilities.max_steps = args.max_steps;
    let mut environment = Hosted::new(registry, capabilities);
    let frame = environment.reset(&task, 0)?;
    let menu = environment.actions()?;
    let mut game = Game {
        environment,
        frame,
        end: None,
        menu,
        actions: vec![],
        past: vec![],
    };
    let say = !app.json;
    if say {
        let (id, seed) = (&template.id, task.seed.0);
        let opening = game.opening();
        app.terminal
            .print(&format!("{id}  seed {seed}\n{HELP}\n{opening}"))?;
    }
    loop {
        if say {
            app.terminal.prompt("> ")?;
        }
        let Some(line) = read_line(app)? else { break };
        let Some(answer) = game.answer(&line)? else {
            break;
        };
        if say {
            app.terminal.print(&answer)?;
        }
    }
    if app.json {
        app.terminal.print_json(&Played {
            task,
            actions: game.actions,
            end: game.end,
            truth: game.frame.truth,
        })?;
    } else {
        app.terminal.print("bye\n")?;
    }
    Ok(Exit::Done)
}

/// The next line the player typed, without its line break; `None` at the end of input.
fn read_line(app: &mut App<'_, '_>) -> Result<Option<String>> {
    let mut bytes = vec![];
    let input = app.terminal.input();
    std::io::Read::take(&mut *input, MAX_LINE_BYTES).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() || app.terminal.is_cancelled() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}

impl Game {
    /// What to say to a line; `None` to leave.
    fn answer(&mut self, line: &str) -> Result<Option<String>> {
        Ok(Some(match line.trim() {
            "" => String::new(),
            "quit" | "exit" | "q" => return Ok(None),
            "help" | "?" => HELP.to_owned(),
            "menu" => self.menu_text(),
            "look" => self.page(),
            "truth" => self.truth_text(),
            "undo" => self.undo()?,
            _ if self.end.is_some() => {
                "the episode is over: `undo` takes the last action back, `quit` leaves\n".to_owned()
            }
            typed => match typed.parse::<usize>() {
                Ok(number) => match number.checked_sub(1).and_then(|i| self.menu.get(i)) {
                    Some(item) => self.act(item.action.clone())?,
                    None => format!(
                        "there are actions 1 to {}; `menu` shows them\n",
                        self.menu.len()
                    ),
                },
                Err(_) => self.act(typed.to_owned())?,
            },
        }))
    }

    fn act(&mut self, action: String) -> Result<String> {
        let before = Moment {
            snapshot: self.environment.snapshot()?,
            end: self.end,
        };
        let step = match self.environment.step(&action) {
            Err(EnvironmentError::Fault(fault)) => return Ok(self.abort(before, &fault)),
            step => step?,
        };
        self.past.push(before);
        let said = effect_line(&action, &step);
        self.actions.push(action);
        self.end = step.end;
        self.frame = step.after;
        self.menu = self.environment.actions()?;
        Ok(format!("{said}\n{}{}", self.page(), self.closing()))
    }

    /// The host failed: what was typed did nothing, and the moment before it can be gone back to.
    fn abort(&mut self, before: Moment, fault: &HostFault) -> String {
        self.past.push(before);
        self.actions.push(String::new());
        self.end = Some(End::Aborted);
        self.menu.clear();
        format!(
            "{fault}\nthe episode is aborted, and neither solved nor failed; `undo` goes back to before it\n"
        )
    }

    fn undo(&mut self) -> Result<String> {
        let Some(moment) = self.past.pop() else {
            return Ok("there is nothing to undo\n".into());
        };
        self.frame = self.environment.restore(&moment.snapshot, None)?;
        self.end = moment.end;
        self.actions.pop();
        self.menu = self.environment.actions()?;
        Ok(format!("undone\n{}", self.page()))
    }

    /// The instruction and the first page.
    fn opening(&self) -> String {
        format!("{}\n\n{}", wrapped(self.instruction()), self.page())
    }

    fn instruction(&self) -> &str {
        self.environment.goal().map_or("", |g| &g.instruction)
    }

    /// What the world shows. The instruction was read at the start; a page that holds it does not say it again.
    fn page(&self) -> String {
        let views = self.frame.observation.iter().map(view_text);
        let instruction = self.instruction();
        let page: Vec<String> = views
            .map(|view| match instruction.is_empty() {
                true => wrapped(&view),
                false => wrapped(&view.replace(instruction, "(as above)")),
            })
            .collect();
        let menu = match self.menu.len() {
            0 => String::new(),
            n if n <= SHORT_MENU => format!("\n{}", self.menu_text()),
            n => format!("\n`menu` shows the {n} actions\n"),
        };
        format!("{}\n{menu}", page.join("\n"))
    }

    fn menu_text(&self) -> String {
        if self.menu.is_empty() {
            return "there is nothing left to do\n".into();
        }
        let rows = self.menu.iter().enumerate();
        let rows = rows.map(|(i, item)| vec![(i + 1).to_string(), item.action.clone()]);
        table(&["", "action"], &[0], rows.collect())
    }

    fn truth_text(&self) -> String {
        match (&self.frame.truth, self.environment.goal()) {
            (Some(truth), Some(goal)) => truth_text(truth, goal),
            _ => "no truth is computed here\n".into(),
        }
    }

    fn closing(&self) -> String {
        let Some(end) = self.end else {
            return String::new();
        };
        let how = match end {
            End::Terminated => "the episode has ended",
            End::Truncated => "the step budget has run out",
            End::Aborted => "the episode was cut off",
        };
        let truth = self.frame.truth.as_ref();
        let graded = truth.map_or(String::new(), |t| {
            let solved = if t.success { "solved" } else { "not solved" };
            format!(
                ": {solved}, outcome {}, {} steps",
                t.outcome,
                self.actions.len()
            )
        });
        format!("{how}{graded}; `truth` shows more, `undo` takes the last action back\n")
    }
}

/// `text` with its long lines broken between words; words are left whole.
fn wrapped(text: &str) -> String {
    let options = textwrap::Options::new(WIDTH).break_words(false);
    let lines = text.split('\n');
    let broken: Vec<String> = lines
        .flat_map(|line| textwrap::wrap(line, &options))
        .map(|line| line.into_owned())
        .collect();
    broken.join("\n")
}

/// What the last action did, in a line.
fn effect_line(action: &str, step: &Step) -> String {
    let action = one_line(action);
    match &step.effect {
        Effect::Applied => format!("[{action}]"),
        Effect::NoEffect => format!("[{action}] nothing changed"),
        Effect::Rejected { reason } => {
            format!(
                "[{action}] rejected: {} ({})",
                one_line(&reason.message),
                reason.code
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_nowhere_else() {
        let word = "x".repeat(130);
        let text = format!("short\n\n  {} end\n{word}", "word ".repeat(40).trim_end());
        let lines: Vec<String> = wrapped(&text).lines().map(str::to_owned).collect();
        assert_eq!(lines[..2], ["short", ""]);
        assert!(lines[2].starts_with("  word") && lines[2].len() <= WIDTH);
        assert_eq!(lines.last(), Some(&word));
        assert_eq!(lines.join(" ").matches("word").count(), 40);
    }
}
