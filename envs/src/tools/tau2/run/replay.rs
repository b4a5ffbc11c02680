//! Recorded conversations, played again.

use super::{Mode, Replay, Run};
use crate::tools::tau2::{
    domain::ToolType,
    error::Tau2Error,
    python::Py,
    task::{Message, Spoken, ToolCall, ToolMessage},
};

impl Run {
    /// Play recorded messages: the calls in them that change a database, and no others, as tau2 does to judge a
    /// conversation.
    ///
    /// # Errors
    /// If a call and its answer do not follow each other, or, when strict, a call answers otherwise than recorded.
    pub fn replay(&mut self, messages: &[Message], replay: Replay) -> Result<(), Tau2Error> {
        let bad = |place: usize, reason: &str| Tau2Error::Replay {
            place,
            reason: reason.to_owned(),
        };
        let mut place = 0;
        while let Some(message) = messages.get(place) {
            let spoken = match message {
                Message::User(_) if self.mode == Mode::Solo => {
                    return Err(bad(place, "the user has no part in solo mode"));
                }
                Message::Assistant(spoken) | Message::User(spoken) => spoken,
                Message::Tool(_) => return Err(bad(place, "an answer without a call")),
                Message::System { .. } => &Spoken::default(),
            };
            for call in spoken.tool_calls.iter().flatten() {
                place += 1;
                let Some(Message::Tool(recorded)) = messages.get(place) else {
                    return Err(bad(place, "expected the answer to a call"));
                };
                if recorded.id != call.id {
                    return Err(bad(place, "the answer to another call"));
                }
                self.replay_call(call, recorded, replay)
                    .map_err(|error| error.unwrap_or_else(|| bad(place, "another answer")))?;
            }
            place += 1;
        }
        let synced = self.sync()?;
        self.started("bringing the databases into line", synced)
    }

    /// `Err(None)` is an answer other than the recorded one.
    fn replay_call(
        &mut self,
        call: &ToolCall,
        recorded: &ToolMessage,
        replay: Replay,
    ) -> Result<(), Option<Tau2Error>> {
        // Calls of tools that there are not changed nothing when they were recorded.
        if self.tool_type(&call.name) != Some(ToolType::Write) {
            return Ok(());
        }
        let answer = self.call(call).map_err(|error| Some(error.into()))?;
        let recorded = recorded.content.as_deref().unwrap_or_default();
        let read = |text: &str| Py::from_json(text.as_bytes()).unwrap_or_else(|_| Py::text(text));
        if replay == Replay::Strict && read(&answer.content) != read(recorded) {
            return Err(None);
        }
        Ok(())
    }
}
