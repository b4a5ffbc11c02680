//! `serve --stdio`: environments for programs in any language, over lines of JSON.
//!
//! One request per line in, one response per line out, in order; see `docs/serve.md` for the protocol. Nothing a client
//! sends ends the server but `close` and the end of input: whatever cannot be understood gets an error line.

mod lines;
mod protocol;

use crate::{App, Exit, world::WorldArgs};
use anyhow::Result;
use clap::ArgAction;
use lines::Line;
use protocol::{Request, Response};
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
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let registry = (app.worlds)(&args.world.options())?;
    let mut session = Session::new(registry, args.environments as usize);
    loop {
        let (response, then) = match lines::next(app.terminal.input())? {
            Line::End => return Ok(Exit::Done),
            Line::Blank => continue,
            Line::TooLong => (Response::too_long(), Then::GoOn),
            Line::Text(bytes) => answer(&mut session, &bytes),
        };
        app.terminal.print_json(&response)?;
        app.terminal.flush()?;
        if then == Then::Stop || app.terminal.is_closed() {
            return Ok(Exit::Done);
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
