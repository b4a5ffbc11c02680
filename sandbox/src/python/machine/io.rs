//! Streams: what is read from a file, what is written to a file or to the two outputs.

use super::{
    Machine, Nothing, Pollable, Refused, StreamEnd,
    bindings::wasi::{
        cli::{stderr, stdin, stdout},
        io::{error, streams},
    },
    files::MOST_READ,
    tree::FileId,
};
use crate::{error::Cause, limits::Limit};
use wasmtime::component::Resource;

/// Where a stream reads from.
#[derive(Debug)]
pub enum InStream {
    Empty,
    File { id: FileId, at: u64 },
}

/// Where a stream writes to.
#[derive(Debug)]
pub enum OutStream {
    Stdout,
    Stderr,
    File { id: FileId, at: u64 },
    Append { id: FileId },
    Null,
}

type Answer<T> = Result<T, StreamEnd>;

impl From<Cause> for StreamEnd {
    fn from(cause: Cause) -> Self {
        Self::Stop(cause.into())
    }
}

impl From<wasmtime::Error> for StreamEnd {
    fn from(error: wasmtime::Error) -> Self {
        Self::Stop(error)
    }
}

impl From<wasmtime::component::ResourceTableError> for StreamEnd {
    fn from(error: wasmtime::component::ResourceTableError) -> Self {
        Self::Stop(error.into())
    }
}

impl From<Refused> for StreamEnd {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Code(_) => Self::Failed,
            Refused::Stop(error) => Self::Stop(error),
        }
    }
}

impl Machine {
    /// At most so many bytes of a file, from a place.
    pub(super) fn read_file(
        &mut self,
        id: FileId,
        at: u64,
        length: u64,
    ) -> Result<Vec<u8>, Refused> {
        let bytes = self.tree.bytes(id);
        let from = usize::try_from(at).map_or(bytes.len(), |at| at.min(bytes.len()));
        let length = (bytes.len() - from).min(length.min(MOST_READ) as usize);
        self.work(length as u64)?;
        Ok(self.tree.bytes(id)[from..from + length].to_vec())
    }

    fn say(&mut self, stderr: bool, bytes: &[u8]) -> Result<(), Cause> {
        let most = self.call.limits().of(Limit::OutputBytes);
        let said = (self.stdout.len() + self.stderr.len() + bytes.len()) as u64;
        let output = if stderr {
            &mut self.stderr
        } else {
            &mut self.stdout
        };
        if said > most {
            // What still fits is kept: it says what the program was at.
            let room = bytes.len().saturating_sub((said - most) as usize);
            output.extend_from_slice(&bytes[..room]);
            let limit = Limit::OutputBytes;
            return Err(Cause::Quota { limit, most });
        }
        output.extend_from_slice(bytes);
        Ok(())
    }

    fn put(&mut self, stream: &Resource<OutStream>, bytes: &[u8]) -> Answer<()> {
        self.work(bytes.len() as u64)?;
        let (id, at) = match self.handles.get(stream)? {
            OutStream::Stdout => return Ok(self.say(false, bytes)?),
            OutStream::Stderr => return Ok(self.say(true, bytes)?),
            OutStream::Null => return Ok(()),
            OutStream::File { id, at } => (*id, *at),
            OutStream::Append { id } => (*id, self.tree.bytes(*id).len() as u64),
        };
        let written = self.tree.write(id, at, bytes);
        written.map_err(|trouble| StreamEnd::from(Refused::from(trouble)))?;
        if let OutStream::File { at, .. } = self.handles.get_mut(stream)? {
            *at += bytes.len() as u64;
        }
        Ok(())
    }
}

impl error::Host for Machine {}

impl error::HostError for Machine {
    fn drop(&mut self, error: Resource<Nothing>) -> wasmtime::Result<()> {
        self.handles.delete(error)?;
        Ok(())
    }
}

impl streams::Host for Machine {
    fn convert_stream_error(&mut self, end: StreamEnd) -> wasmtime::Result<streams::StreamError> {
        match end {
            StreamEnd::Closed => Ok(streams::StreamError::Closed),
            StreamEnd::Failed => {
                let error = self.hold(Nothing)?;
                Ok(streams::StreamError::LastOperationFailed(error))
            }
            StreamEnd::Stop(error) => Err(error),
        }
    }
}

impl streams::HostInputStream for Machine {
    fn read(&mut self, stream: Resource<InStream>, length: u64) -> Answer<Vec<u8>> {
        let (id, from) = match self.handles.get(&stream)? {
            InStream::Empty => return Err(StreamEnd::Closed),
            InStream::File { id, at } => (*id, *at),
        };
        let bytes = self.read_file(id, from, length)?;
        if bytes.is_empty() && length > 0 {
            return Err(StreamEnd::Closed);
        }
        if let InStream::File { at, .. } = self.handles.get_mut(&stream)? {
            *at += bytes.len() as u64;
        }
        Ok(bytes)
    }

    fn subscribe(&mut self, _: Resource<InStream>) -> wasmtime::Result<Resource<Pollable>> {
        self.work(0)?;
        self.hold(Pollable::Ready)
    }

    fn drop(&mut self, stream: Resource<InStream>) -> wasmtime::Result<()> {
        self.handles.delete(stream)?;
        Ok(())
    }
}

impl streams::HostOutputStream for Machine {
    fn check_write(&mut self, _: Resource<OutStream>) -> Answer<u64> {
        self.work(0)?;
        Ok(MOST_READ)
    }

    fn write(&mut self, stream: Resource<OutStream>, contents: Vec<u8>) -> Answer<()> {
        self.put(&stream, &contents)
    }

    fn blocking_write_and_flush(
        &mut self,
        stream: Resource<OutStream>,
        contents: Vec<u8>,
    ) -> Answer<()> {
        self.put(&stream, &contents)
    }

    fn blocking_flush(&mut self, _: Resource<OutStream>) -> Answer<()> {
        Ok(self.work(0)?)
    }

    fn subscribe(&mut self, _: Resource<OutStream>) -> wasmtime::Result<Resource<Pollable>> {
        self.work(0)?;
        self.hold(Pollable::Ready)
    }

    fn drop(&mut self, stream: Resource<OutStream>) -> wasmtime::Result<()> {
        self.handles.delete(stream)?;
        Ok(())
    }
}

impl stdin::Host for Machine {
    fn get_stdin(&mut self) -> wasmtime::Result<Resource<InStream>> {
        self.hold(InStream::Empty)
    }
}

impl stdout::Host for Machine {
    fn get_stdout(&mut self) -> wasmtime::Result<Resource<OutStream>> {
        self.hold(OutStream::Stdout)
    }
}

impl stderr::Host for Machine {
    fn get_stderr(&mut self) -> wasmtime::Result<Resource<OutStream>> {
        self.hold(OutStream::Stderr)
    }
}
