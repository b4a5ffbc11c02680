//! The streams a command speaks through.

use crate::{Exit, files, printable::harmless};
use anyhow::{Context as _, Result};
use serde::Serialize;
use std::{
    io::{self, BufRead, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
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
    /// Whether the reader of the results has gone.
    is_closed: bool,
}

/// Whether the user of this process asked to stop.
static CANCELLED: AtomicBool = AtomicBool::new(false);
/// Whether the work has seen that and is coming to its end.
static NOTICED: AtomicBool = AtomicBool::new(false);
/// How long work may take to see it.
const GRACE: Duration = Duration::from_millis(900);

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
            is_closed: false,
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
            is_closed: false,
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
        let is = self.cancel.load(Ordering::Relaxed);
        NOTICED.fetch_or(is, Ordering::Relaxed);
        is
    }

    /// Whether the reader of the results has gone, so that who waits for more requests may stop.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// A reader that has seen enough is no error, and changes nothing about how the work went: what is printed from here on
    /// is dropped, and the exit code stays what it is.
    fn unless_closed(&mut self, written: io::Result<()>) -> Result<()> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            other => other.context("cannot write to standard output"),
        }
    }

    /// Write a result, followed by a line break if it has none. What a terminal would act on is made harmless.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn print(&mut self, text: &str) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let written = write!(self.out, "{}{end}", harmless(text));
        self.unless_closed(written)
    }

    /// Write a result as one line of JSON.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn print_json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value).context("cannot write the result as JSON")?;
        if self.is_closed {
            return Ok(());
        }
        let written = writeln!(self.out, "{text}");
        self.unless_closed(written)
    }

    /// Write text as it is, and show it at once.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn prompt(&mut self, text: &str) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let written = write!(self.out, "{}", harmless(text)).and_then(|()| self.out.flush());
        self.unless_closed(written)
    }

    /// Let everything written so far out.
    ///
    /// # Errors
    /// If standard output cannot take it.
    pub fn flush(&mut self) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.unless_closed(flushed)
    }

    /// Say something beside the result. That nobody listens is no error.
    pub fn tell(&mut self, text: &str) {
        let _ = writeln!(self.err, "{}", harmless(text));
    }

    /// The input stream.
    pub fn input(&mut self) -> &mut dyn BufRead {
        self.input
    }
}

/// Set the flag on Ctrl-C; work that does not see it in time - in the middle of a large graph, say - is ended where it is, and
/// a second Ctrl-C ends the process at once.
fn watch_for_interrupt() {
    let watch = || {
        if CANCELLED.swap(true, Ordering::Relaxed) {
            files::abandon();
            // 130 is what shells report for a program ended by an interrupt.
            std::process::exit(130);
        }
        std::thread::spawn(|| {
            std::thread::sleep(GRACE);
            if !NOTICED.load(Ordering::Relaxed) {
                files::abandon();
                let told =
                    "error: interrupted: the work could not be stopped half-way and was given up";
                let _ = writeln!(io::stderr(), "{told}; lines written before are whole");
                std::process::exit(i32::from(Exit::CouldNotRun.code()));
            }
        });
    };
    // Without a handler Ctrl-C ends the process at once, which is the ordinary behaviour and no reason to refuse to run.
    let _ = ctrlc::set_handler(watch);
}
