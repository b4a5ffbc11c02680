//! `serve --stdio`: environments for programs in any language, over lines of JSON.
//!
//! One request per line in, one response per line out, in order; see `docs/serve.md` for the protocol. Nothing a client
//! sends ends the server but `close` and the end of input: whatever cannot be understood gets an error line.

mod protocol;

use crate::{
    App, Exit,
    files::{LineFile, Paths},
    lines::{self, Line},
    world::WorldArgs,
};
use anyhow::Result;
use clap::ArgAction;
use protocol::{Request, Response};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use truestep_core::view::ImageFolder;
use truestep_session::{Session, Then};

/// Arguments of `serve`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Speak over standard input and output
    #[arg(long, required = true, action = ArgAction::SetTrue)]
    stdio: bool,
    /// How many environments there are room for
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=65_536))]
    environments: u32,
    /// Write the episodes that a client records to this file, one per line
    #[arg(long, value_name = "F.jsonl")]
    out: Option<PathBuf>,
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let paths = Paths::default().world(&args.world);
    paths.writes("--out", args.out.as_deref()).check()?;
    let registry = args.world.registry(app.worlds)?;
    let mut session = Session::new(registry, args.environments as usize)
        .refusing_names(truestep_agents::is_built_in);
    let mut file = Recordings::open(args.out.as_deref())?;
    if let Some(images) = &file.images {
        session = session.handing_over(Arc::clone(images) as _);
    }
    loop {
        let (response, then) = match lines::next(app.terminal.input())? {
            Line::End => break,
            Line::Blank => continue,
            Line::TooLong => (Response::too_long(), Then::GoOn),
            Line::Text(bytes) => answer(&mut session, &bytes),
        };
        // Before the answer: a client that is told of an end finds the episode in the file.
        file.write(&mut session)?;
        app.terminal.print_json(&response)?;
        app.terminal.flush()?;
        if then == Then::Stop || app.terminal.is_closed() {
            break;
        }
    }
    session.leave_all();
    file.write(&mut session)?;
    file.finish()?;
    Ok(Exit::Done)
}

/// The file of recorded episodes, if there is one.
struct Recordings {
    file: Option<LineFile>,
    images: Option<Arc<ImageFolder>>,
    written: bool,
}

impl Recordings {
    fn open(path: Option<&Path>) -> Result<Self> {
        Ok(Self {
            file: path.map(LineFile::create).transpose()?,
            images: path.map(ImageFolder::beside).map(Arc::new),
            written: false,
        })
    }

    /// Write down what has ended.
    fn write(&mut self, session: &mut Session) -> Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        for episode in session.take_ended() {
            file.write_episode(&episode)?;
            self.written = true;
        }
        // A file whose images are missing is no record.
        self.images
            .as_ref()
            .map_or(Ok(()), |images| images.check())?;
        Ok(())
    }

    /// Write the last of it. A client that recorded nothing leaves a file as it was.
    fn finish(self) -> Result<()> {
        match self.file {
            Some(file) if self.written => file.finish(),
            _ => Ok(()),
        }
    }
}

/// The response to a line.
fn answer(session: &mut Session, line: &[u8]) -> (Response, Then) {
    match Request::read(line) {
        Ok(Request { id, method, params }) => {
            let (result, then) = session.call(&method, params);
            (Response::of(id, result), then)
        }
        Err((id, failure)) => (Response::of(id, Err(failure)), Then::GoOn),
    }
}
