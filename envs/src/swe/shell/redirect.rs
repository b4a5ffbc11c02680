//! Redirections: from a command's streams to those it gets.

use super::{
    ast::{Redirect, Target},
    machine::{Halt, Machine},
    streams::{Bytes, Sink, Streams, input},
};
use crate::swe::files::{FileError, absolute};
use std::rc::Rc;

impl Machine<'_> {
    /// The streams after these redirections; `None` after a complaint, with the status set.
    pub(super) fn redirected(
        &mut self,
        list: &[Redirect],
        streams: &Streams,
    ) -> Result<Option<Streams>, Halt> {
        let mut streams = streams.clone();
        for redirect in list {
            if let Err(what) = self.redirect(redirect, &mut streams)? {
                self.complain(&streams, &what)?;
                self.set_status(1);
                return Ok(None);
            }
        }
        Ok(Some(streams))
    }

    fn redirect(
        &mut self,
        redirect: &Redirect,
        streams: &mut Streams,
    ) -> Result<Result<(), String>, Halt> {
        let fd = redirect.fd;
        if fd > 2 {
            return Ok(Err(format!(
                "{fd}: only the streams 0, 1 and 2 are supported here"
            )));
        }
        match &redirect.to {
            Target::Read(word) => {
                let name = self.text(word, streams)?;
                match self.open(&name)? {
                    Ok(bytes) => streams.input = input(bytes),
                    Err(error) => return Ok(Err(format!("{name}: {error}"))),
                }
            }
            Target::Text(word) => {
                let text = self.text(word, streams)?;
                self.work(text.len())?;
                streams.input = input(Bytes::new(text.into_bytes()));
            }
            Target::Copy(other) => {
                let sink = match other {
                    1 => streams.out.clone(),
                    2 => streams.err.clone(),
                    0 => return Ok(Ok(())),
                    _ => return Ok(Err(format!("{other}: Bad file descriptor"))),
                };
                put(streams, fd, sink);
            }
            Target::Close => put(streams, fd, Sink::Null),
            Target::Write(word)
            | Target::Append(word)
            | Target::Both(word)
            | Target::BothAppend(word) => {
                let name = self.text(word, streams)?;
                let append = matches!(redirect.to, Target::Append(_) | Target::BothAppend(_));
                let sink = match self.create(&name, append, streams) {
                    Ok(sink) => sink,
                    Err(error) => return Ok(Err(format!("{name}: {error}"))),
                };
                if matches!(redirect.to, Target::Both(_) | Target::BothAppend(_)) {
                    streams.err = sink.clone();
                    streams.out = sink;
                } else {
                    put(streams, fd, sink);
                }
            }
        }
        Ok(Ok(()))
    }

    fn open(&mut self, name: &str) -> Result<Result<Bytes, FileError>, Halt> {
        if name == "/dev/null" {
            return Ok(Ok(Bytes::new(vec![])));
        }
        if name.is_empty() {
            return Ok(Err(FileError::Missing));
        }
        let path = absolute(&self.shell.session.cwd, name);
        let found = self.shell.tree.read(&path).cloned();
        if let Ok(blob) = &found {
            let size = blob.bytes().len();
            self.work(size)?;
        }
        // To open a folder is no mistake; to read from it is one.
        Ok(found.map(Bytes::File))
    }

    /// A file to write to, emptied unless it is added to.
    fn create(&mut self, name: &str, append: bool, streams: &Streams) -> Result<Sink, FileError> {
        match name {
            "/dev/null" => return Ok(Sink::Null),
            "/dev/stdout" => return Ok(streams.out.clone()),
            "/dev/stderr" => return Ok(streams.err.clone()),
            "" => return Err(FileError::Missing),
            _ => {}
        }
        let path = absolute(&self.shell.session.cwd, name);
        if name.ends_with('/') && !self.shell.tree.is_file(&path) {
            return Err(FileError::IsFolder);
        }
        if !append || !self.shell.tree.is_file(&path) {
            self.shell.tree.write(&path, b"")?;
        }
        Ok(Sink::File(Rc::from(path)))
    }
}

fn put(streams: &mut Streams, fd: u8, sink: Sink) {
    match fd {
        1 => streams.out = sink,
        2 => streams.err = sink,
        _ => {}
    }
}
