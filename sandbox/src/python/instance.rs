//! One instance of the guest, from its making to its end.

use super::{
    Inner,
    bindings::Guest,
    files::FileChange,
    machine::{Given, Machine},
};
use crate::{
    error::{BadGuest, Cause, Phase, SandboxError},
    limits::Limit,
    pack::run::cause_of,
    tables::{Change, Tables, shortened},
};
use serde::de::DeserializeOwned;
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};
use wasmtime::{PoolConcurrencyLimitError, Store};

/// An instance with its machine. After a call that was stopped it is of no more use.
pub(super) struct Instance<'a> {
    python: &'a Inner,
    store: Store<Machine>,
    guest: Guest,
    /// Fuel it was given in all, and what of it is kept back from the call that runs.
    given: u64,
}

/// What a program left when it ended.
pub(super) struct Left {
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) changes: Vec<FileChange>,
}

/// Runs to its end what never waits for anything.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Bytes of an output as text: what is not UTF-8 is replaced.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl<'a> Instance<'a> {
    /// A fresh instance, prepared to work in a folder.
    pub(super) fn begin(
        python: &'a Inner,
        given: Given,
        folder: &str,
        fuel: u64,
    ) -> Result<Self, SandboxError> {
        let seed = given.seed;
        let mut store = Store::new(&python.engine, Machine::new(given, &python.limits));
        if !store.data().has_folder(folder) {
            let folder = shortened(folder);
            return Err(SandboxError::NoFolder { folder });
        }
        store.limiter(|machine| machine);
        store.data_mut().call.phase = Phase::Begin;
        let stopped = |cause| SandboxError::Stopped {
            pack: "python".into(),
            phase: Phase::Begin,
            cause,
            fuel: 0,
        };
        let failed = |error: wasmtime::Error| {
            if error.is::<PoolConcurrencyLimitError>() {
                let instances = python.limits.of(Limit::Instances);
                return SandboxError::Busy { instances };
            }
            stopped(cause_of(&error, fuel))
        };
        store.set_fuel(fuel).map_err(failed)?;
        let begun = at_once(async {
            let guest = python.guest.instantiate_async(&mut store).await?;
            guest.call_begin(&mut store, seed, folder).await?;
            Ok(guest)
        });
        let guest = begun.unwrap_or_else(suspended).map_err(failed)?;
        Ok(Self {
            python,
            store,
            guest,
            given: fuel,
        })
    }

    /// Calls an export; a trap says why.
    pub(super) fn call<R>(
        &mut self,
        phase: Phase,
        export: impl AsyncFnOnce(&Guest, &mut Store<Machine>) -> wasmtime::Result<R>,
    ) -> Result<R, Cause> {
        self.store.data_mut().call.phase = phase;
        let result = at_once(export(&self.guest, &mut self.store));
        let result = result.unwrap_or_else(suspended);
        result.map_err(|error| cause_of(&error, self.python.limits.of(Limit::Fuel)))
    }

    /// Calls an export that answers in JSON.
    pub(super) fn ask<R: DeserializeOwned>(
        &mut self,
        phase: Phase,
        export: impl AsyncFnOnce(&Guest, &mut Store<Machine>) -> wasmtime::Result<String>,
    ) -> Result<Result<R, Cause>, SandboxError> {
        let answer = match self.call(phase, export) {
            Ok(answer) => answer,
            Err(cause) => return Ok(Err(cause)),
        };
        let most = self.python.limits.of(Limit::ReplyBytes);
        if answer.len() as u64 > most {
            let limit = Limit::ReplyBytes;
            return Ok(Err(Cause::Quota { limit, most }));
        }
        let read = serde_json::from_str(&answer);
        let read = read.map_err(|error| SandboxError::Guest {
            cause: BadGuest::Answer {
                phase,
                reason: error.to_string(),
            },
        })?;
        Ok(Ok(read))
    }

    /// Fuel spent since it was begun.
    pub(super) fn spent(&self) -> u64 {
        self.given - self.left()
    }

    pub(super) fn left(&self) -> u64 {
        self.store.get_fuel().unwrap_or(0)
    }

    /// Lets the next calls spend so much.
    pub(super) fn refuel(&mut self, fuel: u64) {
        let spent = self.spent();
        if self.store.set_fuel(fuel).is_ok() {
            self.given = spent + fuel;
        }
    }

    pub(super) fn stopped(&self, name: &str, cause: Cause) -> SandboxError {
        SandboxError::Stopped {
            pack: name.to_owned(),
            phase: self.store.data().call.phase,
            cause,
            fuel: self.spent(),
        }
    }

    /// Gives the tables of one call, and gets them back with what was written to them.
    pub(super) fn machine(&mut self) -> &mut Machine {
        self.store.data_mut()
    }

    pub(super) fn tables(self) -> (Tables, Vec<Change>) {
        let call = self.store.into_data().call;
        (call.tables, call.changes)
    }

    /// What it said and wrote.
    pub(super) fn leave(self) -> Left {
        let machine = self.store.into_data();
        let changes = machine.changes();
        Left {
            stdout: text(machine.stdout),
            stderr: text(machine.stderr),
            changes,
        }
    }
}

/// The machine answers every call at once and nothing else suspends an instance.
fn suspended<T>() -> wasmtime::Result<T> {
    Err(Cause::Trap("it waits for something outside".into()).into())
}
