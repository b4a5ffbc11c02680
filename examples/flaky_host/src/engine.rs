//! What works out the steps, and when it fails.

use crate::street::Def;
use std::str::FromStr;
use truestep_core::model::{Host, HostFault};

/// When the host fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fails {
    /// Not at all.
    #[default]
    Never,
    /// Before it can be called.
    Start,
    /// In every step from this house.
    House(u32),
    /// In every so many calls of one host.
    Call(u32),
}

impl FromStr for Fails {
    /// What was expected.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "`never`, `start`, `house:N` or `call:N` with N from 1".to_owned();
        let number = |n: &str| n.parse().ok().filter(|&n: &u32| n > 0).ok_or_else(expected);
        match text.split_once(':') {
            None if text == "never" => Ok(Fails::Never),
            None if text == "start" => Ok(Fails::Start),
            Some(("house", n)) => number(n).map(Fails::House),
            Some(("call", n)) => number(n).map(Fails::Call),
            _ => Err(expected()),
        }
    }
}

/// What works out the steps: a stand-in for a sandbox.
#[derive(Debug)]
pub struct Engine {
    calls: u32,
}

impl Host<Def> for Engine {
    fn start(def: &Def) -> Result<Self, HostFault> {
        match def.fails {
            Fails::Start => Err(fault("the engine does not start")),
            _ => Ok(Self { calls: 0 }),
        }
    }
}

impl Engine {
    pub(crate) fn call(&mut self, def: &Def, at: u32) -> Result<(), HostFault> {
        self.calls += 1;
        match def.fails {
            Fails::House(house) if house == at => Err(fault("the engine stalls before this house")),
            Fails::Call(n) if self.calls.is_multiple_of(n) => Err(fault("the engine is worn out")),
            _ => Ok(()),
        }
    }
}

fn fault(message: &str) -> HostFault {
    HostFault {
        message: message.into(),
    }
}
