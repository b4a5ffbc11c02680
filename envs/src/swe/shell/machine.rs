//! The machine: carries out what was read.

use super::{
    Budget, Outcome, STOPPED, Shell, Stop, arith,
    ast::{AndOr, Assign, Command, Join, Kind, Pipeline, Script, Word},
    call::Call,
    glob,
    parse::{BadSyntax, Lines},
    runner::Runner,
    streams::{Bytes, Sink, Streams, input},
    table,
};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// How deep functions, scripts and substitutions may call each other.
const MAX_DEPTH: usize = 120;
/// Bytes of a line or a script.
const MAX_SOURCE: usize = 256 << 10;

/// Why the next command does not run.
#[derive(Clone, Debug)]
pub(super) enum Halt {
    /// The whole line is stopped.
    Stop(Stop),
    /// `exit`, or an error that ends a shell.
    Exit(u8),
    /// `return`.
    Return(u8),
    /// `break`, out of so many loops.
    Break(usize),
    /// `continue`, of the loop so many further out.
    Continue(usize),
}

/// One line at work.
pub(super) struct Machine<'r> {
    pub(super) shell: &'r mut Shell,
    pub(super) runner: &'r mut dyn Runner,
    budget: Budget,
    steps: u64,
    work: u64,
    pub(super) depth: usize,
    /// Above 0, a failing command does not end the shell under `set -e`.
    guarded: usize,
    /// Values that `local` keeps, one list for each function at work.
    pub(super) locals: Vec<Vec<(String, Option<String>)>>,
    pub(super) loops: usize,
    outcome: Outcome,
}

/// Carry out `line` in `shell`.
pub(super) fn run(
    shell: &mut Shell,
    line: &str,
    runner: &mut dyn Runner,
    budget: &Budget,
) -> Outcome {
    let mut machine = Machine {
        shell,
        runner,
        budget: *budget,
        steps: 0,
        work: 0,
        depth: 0,
        guarded: 0,
        locals: vec![],
        loops: 0,
        outcome: Outcome::default(),
    };
    let result = machine.source(line, &Streams::top());
    let status = match result {
        Ok(()) => machine.shell.session.status,
        Err(Halt::Exit(status) | Halt::Return(status)) => status,
        Err(Halt::Break(_) | Halt::Continue(_)) => 0,
        Err(Halt::Stop(stop)) => {
            machine.undo_locals();
            let text = format!("bash: {stop}\n");
            machine.show(text.as_bytes(), true);
            machine.outcome.stop = Some(stop);
            STOPPED
        }
    };
    machine.undo_locals();
    machine.set_status(status);
    machine.outcome.status = status;
    machine.outcome
}

impl<'r> Machine<'r> {
    pub(super) fn session(&mut self) -> &mut super::Session {
        Arc::make_mut(&mut self.shell.session)
    }

    pub(super) fn status(&self) -> u8 {
        self.shell.session.status
    }

    pub(super) fn set_status(&mut self, status: u8) {
        if self.shell.session.status != status {
            self.session().status = status;
        }
    }

    /// Whether `set` turned an option on.
    pub(super) fn option(&self, letter: char) -> bool {
        self.shell.session.options.contains(&letter)
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.shell.session.variables.get(name).map(|v| &**v)
    }

    pub(super) fn set_variable(&mut self, name: &str, value: String) -> Result<(), Halt> {
        self.work(value.len() + name.len())?;
        self.session().variables.insert(name.to_owned(), value);
        Ok(())
    }

    pub(super) fn work(&mut self, amount: usize) -> Result<(), Halt> {
        self.work += amount as u64;
        if self.work > self.budget.work {
            return Err(Halt::Stop(Stop::Work(self.budget.work)));
        }
        Ok(())
    }

    fn step(&mut self) -> Result<(), Halt> {
        self.steps += 1;
        if self.steps > self.budget.steps {
            return Err(Halt::Stop(Stop::Steps(self.budget.steps)));
        }
        self.work(64)
    }

    /// Add to what is seen of the line, within its bounds.
    fn show(&mut self, bytes: &[u8], error: bool) {
        let outcome = &mut self.outcome;
        let stream = if error {
            &mut outcome.err
        } else {
            &mut outcome.out
        };
        let room = self.budget.output.saturating_sub(stream.len());
        let kept = &bytes[..bytes.len().min(room)];
        stream.extend_from_slice(kept);
        outcome.shown.extend_from_slice(kept);
        outcome.dropped += (bytes.len() - kept.len()) as u64;
    }

    pub(super) fn write(&mut self, sink: &Sink, bytes: &[u8]) -> Result<(), Halt> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.work(bytes.len())?;
        match sink {
            Sink::Stdout => self.show(bytes, false),
            Sink::Stderr => self.show(bytes, true),
            Sink::Null => {}
            Sink::Buffer(buffer) => buffer.borrow_mut().extend_from_slice(bytes),
            Sink::File(path) => {
                let mut content = self
                    .shell
                    .tree
                    .read(path)
                    .map_or(vec![], |b| b.bytes().to_vec());
                self.work(content.len())?;
                content.extend_from_slice(bytes);
                if let Err(error) = self.shell.tree.write(path, content) {
                    self.show(format!("bash: {path}: {error}\n").as_bytes(), true);
                }
            }
        }
        Ok(())
    }

    /// `bash: text` on the second stream.
    pub(super) fn complain(&mut self, streams: &Streams, text: &str) -> Result<(), Halt> {
        self.write(&streams.err, format!("bash: {text}\n").as_bytes())
    }

    /// Read and run a text.
    pub(super) fn source(&mut self, text: &str, streams: &Streams) -> Result<(), Halt> {
        self.work(text.len())?;
        if text.len() > MAX_SOURCE {
            self.complain(
                streams,
                &format!("a text of at most {MAX_SOURCE} bytes is read"),
            )?;
            self.set_status(2);
            return Ok(());
        }
        let mut lines = Lines::new(text);
        loop {
            match lines.next() {
                Ok(None) => return Ok(()),
                Ok(Some(script)) => self.script(&script, streams)?,
                Err(BadSyntax(what)) => {
                    self.complain(streams, &what)?;
                    self.set_status(2);
                    return Ok(());
                }
            }
        }
    }

    /// Run something that has a level of its own.
    pub(super) fn deeper<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<T, Halt>,
    ) -> Result<T, Halt> {
        if self.depth >= MAX_DEPTH {
            return Err(Halt::Stop(Stop::Depth(MAX_DEPTH)));
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    /// Run something whose variables, folder and functions are forgotten afterwards; an `exit` ends it alone.
    pub(super) fn subshell(
        &mut self,
        part: impl FnOnce(&mut Self) -> Result<(), Halt>,
    ) -> Result<u8, Halt> {
        let kept = Arc::clone(&self.shell.session);
        let loops = std::mem::take(&mut self.loops);
        let locals = std::mem::take(&mut self.locals);
        let result = self.deeper(part);
        let status = self.status();
        self.shell.session = kept;
        self.loops = loops;
        self.locals = locals;
        match result {
            Ok(()) => Ok(status),
            Err(Halt::Exit(status) | Halt::Return(status)) => Ok(status),
            Err(Halt::Break(_) | Halt::Continue(_)) => Ok(0),
            Err(stop) => Err(stop),
        }
    }

    pub(super) fn script(&mut self, script: &Script, streams: &Streams) -> Result<(), Halt> {
        for item in &script.0 {
            self.and_or(item, streams)?;
        }
        Ok(())
    }

    fn and_or(&mut self, item: &AndOr, streams: &Streams) -> Result<(), Halt> {
        let last = item.rest.len();
        let guard = usize::from(last > 0);
        self.pipeline_guarded(&item.first, streams, guard)?;
        for (i, (join, pipeline)) in item.rest.iter().enumerate() {
            let ok = self.status() == 0;
            if ok == (*join == Join::And) {
                let guard = usize::from(i + 1 < last);
                self.pipeline_guarded(pipeline, streams, guard)?;
            }
        }
        Ok(())
    }

    fn pipeline_guarded(
        &mut self,
        pipeline: &Pipeline,
        streams: &Streams,
        guard: usize,
    ) -> Result<(), Halt> {
        let guard = guard + usize::from(pipeline.negated);
        self.guarded += guard;
        let result = self.pipeline(pipeline, streams);
        self.guarded -= guard;
        result?;
        if self.status() != 0 && self.guarded + guard == 0 && self.option('e') {
            return Err(Halt::Exit(self.status()));
        }
        Ok(())
    }

    fn pipeline(&mut self, pipeline: &Pipeline, streams: &Streams) -> Result<(), Halt> {
        let count = pipeline.stages.len();
        if count == 1 {
            self.command(&pipeline.stages[0], streams)?;
        } else {
            let mut from = Rc::clone(&streams.input);
            let mut statuses = vec![];
            for (i, stage) in pipeline.stages.iter().enumerate() {
                let pipe = Rc::new(RefCell::new(vec![]));
                let mut inner = streams.clone();
                inner.input = from;
                if i + 1 < count {
                    inner.out = Sink::Buffer(Rc::clone(&pipe));
                }
                statuses.push(self.subshell(|m| m.command(stage, &inner))?);
                from = input(Bytes::new(pipe.take()));
            }
            let worst = statuses.iter().rev().find(|s| **s != 0 && self.option('p'));
            let status = *worst.or(statuses.last()).unwrap_or(&0);
            self.set_status(status);
        }
        if pipeline.negated {
            self.set_status(u8::from(self.status() == 0));
        }
        Ok(())
    }

    fn command(&mut self, command: &Command, streams: &Streams) -> Result<(), Halt> {
        self.step()?;
        if let Kind::Simple { assigns, words } = &command.kind {
            return self.simple(assigns, words, command, streams);
        }
        let streams = match self.redirected(&command.redirects, streams)? {
            Some(streams) => streams,
            None => return Ok(()),
        };
        self.deeper(|m| m.compound(&command.kind, &streams))
    }

    fn compound(&mut self, kind: &Kind, streams: &Streams) -> Result<(), Halt> {
        match kind {
            Kind::Simple { .. } => Ok(()),
            Kind::Subshell(script) => {
                let status = self.subshell(|m| m.script(script, streams))?;
                self.set_status(status);
                Ok(())
            }
            Kind::Group(script) => self.script(script, streams),
            Kind::If {
                branches,
                otherwise,
            } => {
                for (test, then) in branches {
                    if self.holds(test, streams)? {
                        return self.script(then, streams);
                    }
                }
                self.set_status(0);
                otherwise
                    .as_ref()
                    .map_or(Ok(()), |script| self.script(script, streams))
            }
            Kind::For { name, words, body } => self.for_loop(name, words.as_deref(), body, streams),
            Kind::Count { parts, body } => self.count_loop(parts, body, streams),
            Kind::While { until, test, body } => self.while_loop(*until, test, body, streams),
            Kind::Case { word, arms } => self.case(word, arms, streams),
            Kind::Function { name, source } => {
                self.work(source.len())?;
                self.session()
                    .functions
                    .insert(name.clone(), source.clone());
                self.set_status(0);
                Ok(())
            }
            Kind::Test(words) => {
                let status = self.double_brackets(words, streams)?;
                self.set_status(status);
                Ok(())
            }
            Kind::Arithmetic(word) => {
                let value = self.arithmetic(word, streams)?;
                self.set_status(value.map_or(1, |v| u8::from(v == 0)));
                Ok(())
            }
        }
    }

    /// Whether commands that are a condition succeed.
    fn holds(&mut self, test: &Script, streams: &Streams) -> Result<bool, Halt> {
        self.guarded += 1;
        let result = self.script(test, streams);
        self.guarded -= 1;
        result?;
        Ok(self.status() == 0)
    }

    /// One turn of a loop: whether it goes on.
    fn turn(&mut self, body: &Script, streams: &Streams) -> Result<bool, Halt> {
        self.step()?;
        self.loops += 1;
        let result = self.script(body, streams);
        self.loops -= 1;
        match result {
            Ok(()) | Err(Halt::Continue(1)) => Ok(true),
            Err(Halt::Break(1)) => Ok(false),
            Err(Halt::Break(n)) => Err(Halt::Break(n - 1)),
            Err(Halt::Continue(n)) => Err(Halt::Continue(n - 1)),
            Err(halt) => Err(halt),
        }
    }

    fn for_loop(
        &mut self,
        name: &str,
        words: Option<&[Word]>,
        body: &Script,
        streams: &Streams,
    ) -> Result<(), Halt> {
        let values = match words {
            Some(words) => self.fields(words, streams)?,
            None => self.shell.session.arguments.clone(),
        };
        self.set_status(0);
        for value in values {
            self.set_variable(name, value)?;
            if !self.turn(body, streams)? {
                break;
            }
        }
        Ok(())
    }

    fn count_loop(
        &mut self,
        parts: &[Word; 3],
        body: &Script,
        streams: &Streams,
    ) -> Result<(), Halt> {
        if self.arithmetic(&parts[0], streams)?.is_none() {
            self.set_status(1);
            return Ok(());
        }
        self.set_status(0);
        loop {
            let test = if parts[1].0.is_empty() {
                Some(1)
            } else {
                self.arithmetic(&parts[1], streams)?
            };
            if test.is_none_or(|v| v == 0) || !self.turn(body, streams)? {
                return Ok(());
            }
            self.arithmetic(&parts[2], streams)?;
        }
    }

    fn while_loop(
        &mut self,
        until: bool,
        test: &Script,
        body: &Script,
        streams: &Streams,
    ) -> Result<(), Halt> {
        let mut status = 0;
        self.loops += 1;
        let result = loop {
            match self.holds(test, streams) {
                Ok(holds) if holds == until => break Ok(()),
                Ok(_) => {}
                Err(Halt::Break(1)) => break Ok(()),
                Err(halt) => break Err(halt),
            }
            self.loops -= 1;
            let on = self.turn(body, streams);
            self.loops += 1;
            status = self.status();
            match on {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(halt) => break Err(halt),
            }
        };
        self.loops -= 1;
        result?;
        self.set_status(status);
        Ok(())
    }

    fn case(
        &mut self,
        word: &Word,
        arms: &[(Vec<Word>, Script)],
        streams: &Streams,
    ) -> Result<(), Halt> {
        let text = self.text(word, streams)?;
        for (patterns, body) in arms {
            for pattern in patterns {
                let pattern = self.pattern(pattern, streams)?;
                self.work(pattern.len() * (text.len() + 1))?;
                if glob::matches(&pattern, &text) {
                    self.set_status(0);
                    return self.script(body, streams);
                }
            }
        }
        self.set_status(0);
        Ok(())
    }

    /// The value of an expression; `None` after a complaint.
    pub(super) fn arithmetic(
        &mut self,
        word: &Word,
        streams: &Streams,
    ) -> Result<Option<i64>, Halt> {
        let text = self.text(word, streams)?;
        self.calculate(&text, streams)
    }

    pub(super) fn calculate(&mut self, text: &str, streams: &Streams) -> Result<Option<i64>, Halt> {
        self.work(text.len() * 4)?;
        let result = arith::evaluate(text, &mut self.session().variables);
        match result {
            Ok(value) => Ok(Some(value)),
            Err(what) => {
                self.complain(streams, &what)?;
                Ok(None)
            }
        }
    }

    fn simple(
        &mut self,
        assigns: &[Assign],
        words: &[Word],
        command: &Command,
        streams: &Streams,
    ) -> Result<(), Halt> {
        if words.is_empty() {
            self.set_status(0);
        }
        let fields = self.fields(words, streams)?;
        let mut values = vec![];
        for assign in assigns {
            let value = self.text(&assign.value, streams)?;
            let old = self.variable(&assign.name).unwrap_or_default().to_owned();
            let value = if assign.append { old + &value } else { value };
            if fields.is_empty() {
                self.set_variable(&assign.name, value)?;
            } else {
                values.push((assign.name.clone(), value));
            }
        }
        let Some(streams) = self.redirected(&command.redirects, streams)? else {
            return Ok(());
        };
        if fields.is_empty() {
            return Ok(());
        }
        let before: Vec<_> = values
            .iter()
            .map(|(name, _)| self.swap(name, None))
            .collect();
        for (name, value) in values {
            self.swap(&name, Some((value, true)));
        }
        let result = self.invoke(&fields, &streams);
        for (name, old) in before.into_iter().rev() {
            self.swap(&name, old);
        }
        let status = result?;
        self.set_status(status);
        Ok(())
    }

    /// Set a variable and whether it is exported, and say what was before; `None`: only say it.
    fn swap(
        &mut self,
        name: &str,
        new: Option<(String, bool)>,
    ) -> (String, Option<(String, bool)>) {
        let session = &*self.shell.session;
        let old = session.variables.get(name).cloned();
        let old = old.map(|value| (value, session.exported.contains(name)));
        let session = self.session();
        match new {
            Some((value, exported)) => {
                session.variables.insert(name.to_owned(), value);
                if exported {
                    session.exported.insert(name.to_owned());
                } else {
                    session.exported.remove(name);
                }
            }
            None => {
                session.variables.remove(name);
                session.exported.remove(name);
            }
        }
        (name.to_owned(), old)
    }

    /// Run a function, a command of the table or a script, with these streams.
    pub(super) fn invoke(&mut self, fields: &[String], streams: &Streams) -> Result<u8, Halt> {
        let Some((name, words)) = fields.split_first() else {
            return Ok(0);
        };
        if let Some(source) = self.shell.session.functions.get(name).cloned() {
            return self.function(&source, words, streams);
        }
        self.invoke_command(name, words, streams)
    }

    /// The same without functions.
    pub(super) fn invoke_command(
        &mut self,
        name: &str,
        words: &[String],
        streams: &Streams,
    ) -> Result<u8, Halt> {
        let bare = ["/bin/", "/usr/bin/", "/usr/local/bin/"]
            .iter()
            .find_map(|folder| name.strip_prefix(folder));
        if let Some(command) = table::find(bare.unwrap_or(name)) {
            return self.deeper(|m| m.table_command(command, words, streams));
        }
        if name.contains('/') {
            return self.deeper(|m| m.script_file(name, words, streams));
        }
        self.complain(streams, &table::not_found(name))?;
        Ok(127)
    }

    fn table_command(
        &mut self,
        command: &'static super::Command,
        words: &[String],
        streams: &Streams,
    ) -> Result<u8, Halt> {
        self.step()?;
        let mut call = Call {
            m: self,
            name: command.name,
            words,
            streams: streams.clone(),
            out: vec![],
            err: vec![],
        };
        // These say for themselves what the word is.
        let own = ["echo", "test", "pytest"].contains(&command.name);
        let asked = words == ["--help"] && !own;
        let result = if asked {
            call.print(command.help()).map(|()| 0)
        } else {
            match command.read(words) {
                Ok(options) => (command.run)(&mut call, &options),
                Err(what) => {
                    call.complain(what);
                    Ok(command.trouble)
                }
            }
        };
        call.flush()?;
        result
    }

    /// A function: its text is read anew, its arguments are its own.
    fn function(&mut self, source: &str, words: &[String], streams: &Streams) -> Result<u8, Halt> {
        let arguments = std::mem::replace(&mut self.session().arguments, words.to_vec());
        let loops = std::mem::take(&mut self.loops);
        self.locals.push(vec![]);
        let result = self.deeper(|m| m.source(source, streams));
        self.undo_function();
        self.loops = loops;
        self.session().arguments = arguments;
        match result {
            Ok(()) => Ok(self.status()),
            Err(Halt::Return(status)) => Ok(status),
            Err(halt) => Err(halt),
        }
    }

    fn undo_function(&mut self) {
        for (name, old) in self.locals.pop().unwrap_or_default().into_iter().rev() {
            let variables = &mut self.session().variables;
            match old {
                Some(value) => variables.insert(name, value),
                None => variables.remove(&name),
            };
        }
    }

    fn undo_locals(&mut self) {
        while !self.locals.is_empty() {
            self.undo_function();
        }
    }
}
