//! Clock, waiting, randomness, environment, end.

use super::{
    Machine, Nothing, Pollable,
    bindings::wasi::{
        cli::{
            environment, exit, terminal_input, terminal_output, terminal_stderr, terminal_stdin,
            terminal_stdout,
        },
        clocks::{monotonic_clock, wall_clock},
        io::poll,
        random::random,
    },
};
use crate::error::Cause;
use wasmtime::component::Resource;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What a look at the clock takes.
const TICK_NS: u64 = 1_000;
/// Virtual time of one run, at most: a hundred years. What waits longer is stopped.
const MOST_NS: u64 = 100 * 366 * 86_400 * 1_000_000_000;

impl Machine {
    fn tick(&mut self) -> wasmtime::Result<u64> {
        self.work(0)?;
        self.pass(self.elapsed_ns.saturating_add(TICK_NS))
    }

    /// Lets time pass until a moment.
    fn pass(&mut self, until: u64) -> wasmtime::Result<u64> {
        if until > MOST_NS {
            return Err(Cause::Time.into());
        }
        self.elapsed_ns = self.elapsed_ns.max(until);
        Ok(self.elapsed_ns)
    }

    fn datetime(ns: u64) -> wall_clock::Datetime {
        wall_clock::Datetime {
            seconds: ns / 1_000_000_000,
            nanoseconds: (ns % 1_000_000_000) as u32,
        }
    }
}

impl wall_clock::Host for Machine {
    fn now(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        let elapsed = self.tick()?;
        Ok(Self::datetime(self.start_ns.saturating_add(elapsed)))
    }

    fn resolution(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        Ok(Self::datetime(TICK_NS))
    }
}

impl monotonic_clock::Host for Machine {
    fn now(&mut self) -> wasmtime::Result<u64> {
        self.tick()
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        Ok(TICK_NS)
    }

    fn subscribe_instant(&mut self, when: u64) -> wasmtime::Result<Resource<Pollable>> {
        self.work(0)?;
        self.hold(Pollable::At(when))
    }

    fn subscribe_duration(&mut self, when: u64) -> wasmtime::Result<Resource<Pollable>> {
        self.work(0)?;
        self.hold(Pollable::At(self.elapsed_ns.saturating_add(when)))
    }
}

impl poll::Host for Machine {
    /// What is ready; if nothing is, time passes until something is.
    fn poll(&mut self, waits: Vec<Resource<Pollable>>) -> wasmtime::Result<Vec<u32>> {
        self.work(waits.len() as u64)?;
        let now = self.elapsed_ns;
        let mut moments = vec![];
        for wait in &waits {
            moments.push(match self.handles.get(wait)? {
                Pollable::Ready => now,
                Pollable::At(moment) => *moment,
            });
        }
        let first = moments.iter().copied().min();
        let first = first.ok_or_else(|| Cause::Trap("it waits for nothing".into()))?;
        let now = self.pass(first)?;
        let ready = |(place, moment): (u32, u64)| (moment <= now).then_some(place);
        Ok((0..).zip(moments).filter_map(ready).collect())
    }
}

impl poll::HostPollable for Machine {
    fn block(&mut self, wait: Resource<Pollable>) -> wasmtime::Result<()> {
        self.work(0)?;
        if let Pollable::At(moment) = *self.handles.get(&wait)? {
            self.pass(moment)?;
        }
        Ok(())
    }

    fn drop(&mut self, wait: Resource<Pollable>) -> wasmtime::Result<()> {
        self.handles.delete(wait)?;
        Ok(())
    }
}

impl random::Host for Machine {
    /// The next numbers of the run's generator: the hash of how many came before, keyed by the seed.
    fn get_random_bytes(&mut self, length: u64) -> wasmtime::Result<Vec<u8>> {
        self.work(length)?;
        let mut bytes = Vec::with_capacity(length as usize);
        while (bytes.len() as u64) < length {
            let number = xxh3_64_with_seed(&self.drawn.to_le_bytes(), self.seed);
            self.drawn += 1;
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.truncate(length as usize);
        Ok(bytes)
    }
}

impl environment::Host for Machine {
    fn get_environment(&mut self) -> wasmtime::Result<Vec<(String, String)>> {
        Ok(vec![])
    }

    fn get_arguments(&mut self) -> wasmtime::Result<Vec<String>> {
        Ok(vec![])
    }
}

impl exit::Host for Machine {
    fn exit(&mut self, status: Result<(), ()>) -> wasmtime::Result<()> {
        let failed = status.is_err();
        Err(Cause::Exit { failed }.into())
    }
}

impl terminal_input::Host for Machine {}

impl terminal_input::HostTerminalInput for Machine {
    fn drop(&mut self, terminal: Resource<Nothing>) -> wasmtime::Result<()> {
        self.handles.delete(terminal)?;
        Ok(())
    }
}

impl terminal_output::Host for Machine {}

impl terminal_output::HostTerminalOutput for Machine {
    fn drop(&mut self, terminal: Resource<Nothing>) -> wasmtime::Result<()> {
        self.handles.delete(terminal)?;
        Ok(())
    }
}

impl terminal_stdin::Host for Machine {
    fn get_terminal_stdin(&mut self) -> wasmtime::Result<Option<Resource<Nothing>>> {
        Ok(None)
    }
}

impl terminal_stdout::Host for Machine {
    fn get_terminal_stdout(&mut self) -> wasmtime::Result<Option<Resource<Nothing>>> {
        Ok(None)
    }
}

impl terminal_stderr::Host for Machine {
    fn get_terminal_stderr(&mut self) -> wasmtime::Result<Option<Resource<Nothing>>> {
        Ok(None)
    }
}
