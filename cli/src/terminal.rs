//! The streams a command speaks through.

use anyhow::{Context as _, Result};
use serde::Serialize;
use std::{
    io::{self, BufRead, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

/// Where a command reads and writes, and whether it was asked to stop.
#[allow(missing_debug_implementations, reason = "holds streams")]
pub struct Terminal<'t> {
    input: &'t mut dyn BufRead,
    out: &'t mut dyn Write,
    err: &'t mut dyn Write,
    is_watched: bool,
    cancel: &'t AtomicBool,
    watch: fn(),
    program: Option<PathBuf>,
}

/// Whether the user of this process asked to stop.
static CANCELLED: AtomicBool = AtomicBool::new(false);

impl<'t> Terminal<'t> {
    /// A terminal over any streams. `cancel` becomes true when the user asks to stop.
    pub fn new(
        input: &'t mut dyn BufRead,
        out: &'t mut dyn Write,
        err: &'t mut dyn Write,
        cancel: &'t AtomicBool,
    ) -> Self {
        Self {
            input,
            out,
            err,
            is_watched: false,
            cancel,
            watch: || {},
            program: None,
        }
    }

    /// Run `work` with the standard streams of this process.
    pub fn with_standard_streams<R>(work: impl FnOnce(&mut Terminal<'_>) -> R) -> R {
        // One lock for the whole run; results are written in blocks, and `flush` reports what could not be written.
        let mut out = BufWriter::new(io::stdout().lock());
        let mut terminal = Terminal {
            input: &mut io::stdin().lock(),
            out: &mut out,
            // Not locked: the progress bar draws on it from another thread.
            err: &mut io::stderr(),
            is_watched: io::stderr().is_terminal(),
            cancel: &CANCELLED,
            watch: watch_for_interrupt,
            program: std::env::current_exe().ok(),
        };
        work(&mut terminal)
    }

    /// Whether a person watches standard error, so that a progress bar makes sense.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// The program's own file, if this is a process of it.
    #[must_use]
    pub fn program(&self) -> Option<&Path> {
        self.program.as_deref()
    }

    /// From here on Ctrl-C asks the work to stop where it can, so that what is finished is kept. Commands that wait for
    /// input do without: there it ends the program.
    pub fn begin_long_work(&self) {
        (self.watch)();
    }

    /// The flag that stops long work.
    #[must_use]
    pub fn cancel(&self) -> &'t AtomicBool {
        self.cancel
    }

    /// Whether the user asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Write a result, followed by a line break if it has none.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn print(&mut self, text: &str) -> Result<()> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        write!(self.out, "{text}{end}").context("cannot write to standard output")
    }

    /// Write a result as one line of JSON.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn print_json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value).context("cannot write the result as JSON")?;
        self.print(&text)
    }

    /// Write text as it is, and show it at once.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn prompt(&mut self, text: &str) -> Result<()> {
        write!(self.out, "{text}")
            .and_then(|()| self.out.flush())
            .context("cannot write to standard output")
    }

    /// Let everything written so far out.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn flush(&mut self) -> Result<()> {
        self.out.flush().context("cannot write to standard output")
    }

    /// Say something beside the result. That nobody listens is no error.
    pub fn tell(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    /// The input stream.
    pub fn input(&mut self) -> &mut dyn BufRead {
        self.input
    }
}

/// Set the flag on Ctrl-C; a second Ctrl-C ends the process at once.
fn watch_for_interrupt() {
    let watch = || {
        if CANCELLED.swap(true, Ordering::Relaxed) {
            // 130 is what shells report for a program ended by an interrupt.
            std::process::exit(130);
        }
    };
    // Without a handler Ctrl-C ends the process at once, which is the ordinary behaviour and no reason to refuse to run.
    let _ = ctrlc::set_handler(watch);
}
