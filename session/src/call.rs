//! Methods by name.

use crate::{
    Failure, Session,
    request::{Nothing, Slots},
    response::Answer,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use truestep_core::json::why;

/// Version of the protocol; it rises when a client of the old one would misunderstand.
pub const PROTOCOL: u32 = 2;

/// Longest request, in bytes, on any line or socket. Actions of ten megabytes are data like any other; what is longer is
/// refused unread.
pub const MAX_REQUEST_BYTES: u64 = 1 << 26;

/// Whether a session goes on after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It does.
    GoOn,
    /// The client has closed it.
    Stop,
}

/// What a client can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Who is spoken to.
    Hello,
    /// What there is to play.
    List,
    /// Start episodes.
    Reset,
    /// Take one action in each slot named.
    Step,
    /// The actions of slots.
    Menu,
    /// One view of a slot, pixels included.
    Observe,
    /// The frames of slots again.
    Frames,
    /// The recorded episodes of slots.
    Episodes,
    /// The moment of a slot.
    Snapshot,
    /// Put a slot into a moment.
    Restore,
    /// Let other slots go on from where one is.
    Fork,
    /// Empty slots; without slots all, and end.
    Close,
}

impl Method {
    /// Every method, in the order `hello` names them.
    pub const ALL: &'static [Method] = &[
        Self::Hello,
        Self::List,
        Self::Reset,
        Self::Step,
        Self::Menu,
        Self::Observe,
        Self::Frames,
        Self::Episodes,
        Self::Snapshot,
        Self::Restore,
        Self::Fork,
        Self::Close,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::List => "list",
            Self::Reset => "reset",
            Self::Step => "step",
            Self::Menu => "menu",
            Self::Observe => "observe",
            Self::Frames => "frames",
            Self::Episodes => "episodes",
            Self::Snapshot => "snapshot",
            Self::Restore => "restore",
            Self::Fork => "fork",
            Self::Close => "close",
        }
    }

    /// The method of that name.
    ///
    /// # Errors
    /// If there is none; the names there are come with it.
    pub fn named(name: &str) -> Result<Self, Failure> {
        let found = Self::ALL.iter().find(|m| m.name() == name);
        found.copied().ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.iter().map(|m| m.name()).collect();
            let all = all.join(", ");
            Failure::new(
                "unknown_method",
                format!("unknown method `{name}`: there are {all}"),
            )
        })
    }
}

impl Session {
    /// Do what the method of that name does with `params`; `null` stands for no parameters.
    ///
    /// # Errors
    /// As the method; nothing has changed then.
    pub fn call(&mut self, method: &str, params: Value) -> (Result<Answer, Failure>, Then) {
        let mut then = Then::GoOn;
        let answer = Method::named(method).and_then(|m| self.answer(m, params, &mut then));
        (answer, then)
    }

    fn answer(
        &mut self,
        method: Method,
        params: Value,
        then: &mut Then,
    ) -> Result<Answer, Failure> {
        let params = Params { method, params };
        Ok(match method {
            Method::Hello => params
                .read()
                .map(|Nothing {}| Answer::Hello(self.hello()))?,
            Method::List => params.read().map(|Nothing {}| Answer::List(self.list()))?,
            Method::Reset => Answer::Frames(self.reset(&params.read()?)?),
            Method::Step => Answer::Steps(self.step(params.read()?)?),
            Method::Menu => Answer::Menus(self.menu(&params.read()?)?),
            Method::Observe => Answer::View(self.observe(&params.read()?)?),
            Method::Frames => Answer::Frames(self.frames(&params.read()?)?),
            Method::Episodes => Answer::Episodes(self.episodes(&params.read()?)?),
            Method::Snapshot => Answer::Snapshot(self.snapshot(&params.read()?)?),
            Method::Restore => Answer::Frames(self.restore(params.read()?)?),
            Method::Fork => Answer::Frames(self.fork(&params.read()?)?),
            Method::Close => {
                let asked: Slots = params.read()?;
                let closed = self.close(&asked)?;
                if asked.slots.is_none() {
                    *then = Then::Stop;
                }
                Answer::Closed(closed)
            }
        })
    }
}

/// Parameters that were not read yet.
struct Params {
    method: Method,
    params: Value,
}

impl Params {
    /// The parameters, as the method takes them.
    fn read<T: DeserializeOwned>(self) -> Result<T, Failure> {
        let params = match self.params {
            Value::Null => Value::Object(serde_json::Map::new()),
            params => params,
        };
        let method = self.method.name();
        // An array would be taken for the fields in their order.
        if !params.is_object() {
            return Err(Failure::bad_params(format!(
                "parameters of `{method}`: expected an object"
            )));
        }
        serde_json::from_value(params)
            .map_err(|e| Failure::bad_params(format!("parameters of `{method}`: {}", why(&e))))
    }
}
