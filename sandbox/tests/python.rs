//! Programs in the Python guest: what they find, what they leave, how they end.
//!
//! The first run on a machine compiles the guest, which takes some seconds.
#![cfg(feature = "python")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "common/python.rs"]
mod python;

use python::{printed, raised, run, run_in};
use truestep_sandbox::python::{End, Files, Program};

#[test]
fn a_fresh_instance_prints() {
    assert_eq!(printed("print(1)"), "1\n");
    let ran = run("import sys; print('out'); print('err', file=sys.stderr)");
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("out\n", "err\n")
    );
    assert_eq!(ran.end, End::Done);
    assert!(ran.fuel > 0 && ran.changes.is_empty());
}

#[test]
fn an_exception_is_told_without_the_frames_of_the_guest() {
    let ran = run("def f():\n    return 1 / 0\n\nf()\n");
    let End::Raised(raised) = ran.end else {
        panic!("{ran:?}");
    };
    assert_eq!(raised.kind, "ZeroDivisionError");
    let expected = "Traceback (most recent call last):\n  File \"<program>\", line 4, in <module>\n    f()\n    ~^^\n  \
                    File \"<program>\", line 2, in f\n    return 1 / 0\n           ~~^~~\nZeroDivisionError: division by \
                    zero\n";
    assert_eq!(raised.traceback, expected);
    assert!(matches!(run("def f(:").end, End::Raised(raised) if raised.kind == "SyntaxError"));
}

#[test]
fn ways_to_end_are_told_apart() {
    assert_eq!(run("import sys; sys.exit(3)").end, End::Exit(3));
    assert_eq!(run("import sys; sys.exit()").end, End::Exit(0));
    let said = run("import sys; sys.exit('no')");
    assert_eq!((said.end, said.stderr.as_str()), (End::Exit(1), "no\n"));
    let stopped = run("print('before')\nimport os\nos._exit(3)");
    assert!(matches!(stopped.end, End::Stopped(cause) if cause.kind() == "exit"));
    let looping = run("print('before', flush=True)\nwhile True: pass");
    assert!(matches!(looping.end, End::Stopped(cause) if cause.kind() == "fuel"));
    assert_eq!(looping.stdout, "before\n");
}

#[test]
fn instances_know_nothing_of_each_other() {
    let leave = "import json, builtins, os, random\njson.dumps = None\nbuiltins.print_ = 1\nopen('/tmp/x', 'w').write('x')\n\
                 os.environ['A'] = 'b'\nrandom.seed(5)";
    assert_eq!(run(leave).end, End::Done);
    let look = "import json, builtins, os, random\n\
                print(json.dumps(1), hasattr(builtins, 'print_'), os.listdir('/tmp'), dict(os.environ))";
    assert_eq!(printed(look), "1 False [] {}\n");
}

#[test]
fn files_are_read_written_and_told() {
    let files = [
        ("/repo/a.txt", "one\n"),
        ("/repo/b.txt", "two\n"),
        ("/repo/c/d.txt", ""),
    ];
    let code = "import os
print(sorted(os.listdir('.')), os.getcwd())
with open('a.txt', 'a') as f: f.write('more\\n')
with open('a.txt') as f: print(f.read().split())
with open('a.txt', 'r+') as f:
    f.truncate(2); f.seek(0); print(f.read())
os.rename('b.txt', 'c/e.txt'); os.unlink('c/d.txt'); os.makedirs('x/y/z')
with open('x/y/z/new.bin', 'xb') as f: f.write(bytes(range(4))); f.seek(10); f.write(b'!')
print(os.stat('x/y/z/new.bin').st_size, os.path.isdir('x'), os.path.exists('b.txt'))
try: open('x/y/z/new.bin', 'xb')
except FileExistsError as e: print('exists')
for bad in (lambda: open('nothing'), lambda: open('x'), lambda: os.rmdir('x'), lambda: os.mkdir('x'),
            lambda: os.listdir('a.txt'), lambda: open('a.txt/b')):
    try: bad()
    except OSError as e: print(type(e).__name__)
";
    let ran = run_in(&files, code);
    assert_eq!(ran.end, End::Done, "{ran:?}");
    let expected = "['a.txt', 'b.txt', 'c'] /repo\n['one', 'more']\non\n11 True False\nexists\nFileNotFoundError\n\
                    IsADirectoryError\nOSError\nFileExistsError\nNotADirectoryError\nNotADirectoryError\n";
    assert_eq!(ran.stdout, expected);
    let texts: Vec<_> = ran
        .changes
        .iter()
        .map(|c| (c.path.as_str(), c.before.as_deref(), c.after.as_deref()))
        .collect();
    let expected: [(&str, Option<&[u8]>, Option<&[u8]>); 5] = [
        ("/repo/a.txt", Some(b"one\n"), Some(b"on")),
        ("/repo/b.txt", Some(b"two\n"), None),
        ("/repo/c/d.txt", Some(b""), None),
        ("/repo/c/e.txt", None, Some(b"two\n")),
        (
            "/repo/x/y/z/new.bin",
            None,
            Some(b"\0\x01\x02\x03\0\0\0\0\0\0!"),
        ),
    ];
    assert_eq!(texts, expected);
}

#[test]
fn descriptors_temporary_files_and_null_work() {
    let code = "import os, tempfile, pathlib, shutil, io
fd = os.open('/tmp/a', os.O_RDWR | os.O_CREAT, 0o600)
print(os.write(fd, b'hello'), os.lseek(fd, 1, 0), os.read(fd, 3), os.fstat(fd).st_size)
os.ftruncate(fd, 2); os.close(fd); print(open('/tmp/a').read())
with tempfile.TemporaryDirectory() as d:
    p = pathlib.Path(d) / 'x.txt'
    p.write_text('hi'); print(p.read_text(), [q.name for q in pathlib.Path(d).iterdir()])
    shutil.copyfile(p, d + '/y.txt'); print(sorted(os.listdir(d)))
print(os.path.exists(d))
with tempfile.NamedTemporaryFile('w+') as f:
    f.write('named'); f.flush(); print(open(f.name).read())
with tempfile.TemporaryFile() as f:
    f.write(b'abc'); f.seek(0); print(f.read())
with tempfile.SpooledTemporaryFile() as f: f.write(b'x')
print(open('/dev/null').read() == '', open('/dev/null', 'w').write('gone'))
for root, dirs, names in os.walk('/'): print(root, dirs, names)
import zipfile
with zipfile.ZipFile('/tmp/z.zip', 'w') as z: z.write('/tmp/a', 'a')
with zipfile.ZipFile('/tmp/z.zip') as z: print(z.namelist(), z.read('a'))
";
    let expected = "5 1 b'ell' 5\nhe\nhi ['x.txt']\n['x.txt', 'y.txt']\nFalse\nnamed\nb'abc'\nTrue 4\n\
                    / ['dev', 'tmp'] []\n/dev [] ['null']\n/tmp [] ['a']\n['a'] b'he'\n";
    assert_eq!(printed(code), expected);
}

#[test]
fn programs_import_what_lies_beside_them_and_what_they_write() {
    let files = [
        ("/repo/pkg/__init__.py", "from .inner import value\n"),
        ("/repo/pkg/inner.py", "value = 41\n"),
    ];
    let code = "import pkg, sys, importlib
print(pkg.value, pkg.inner.__file__)
open('fresh.py', 'w').write('x = 1\\n')
import fresh
print(fresh.x)
open('fresh.py', 'w').write('x = 22\\n')
importlib.reload(fresh)
print(fresh.x)
try: import numpy
except ModuleNotFoundError as e: print(e)
";
    let ran = run_in(&files, code);
    assert_eq!(ran.end, End::Done, "{ran:?}");
    assert_eq!(
        ran.stdout,
        "41 /repo/pkg/inner.py\n1\n22\nNo module named 'numpy'\n"
    );
}

#[test]
fn time_is_virtual_and_waiting_takes_none() {
    let code = "import time, datetime
a = time.monotonic_ns(); b = time.monotonic_ns(); print(b - a)
t = time.time(); time.sleep(3600); print(round(time.time() - t))
print(datetime.datetime.now().date(), time.localtime()[:4], time.tzname)
";
    let expected = "1000\n3600\n2026-01-01 (2026, 1, 1, 1) ('UTC', 'UTC')\n";
    assert_eq!(printed(code), expected);
}

#[test]
fn asyncio_runs() {
    let code = "import asyncio, time
async def work(name, seconds):
    await asyncio.sleep(seconds); return name
async def main():
    t = time.monotonic()
    done = []
    for task in asyncio.as_completed([work('slow', 5), work('fast', 1)]): done.append(await task)
    print(done, round(time.monotonic() - t))
    async with asyncio.timeout(60):
        print(await asyncio.gather(work('a', 2), work('b', 1)))
    try: await asyncio.wait_for(asyncio.Event().wait(), 10)
    except TimeoutError: print('timeout')
    q = asyncio.Queue(); await q.put(1); print(await q.get())
    async with asyncio.TaskGroup() as g: t = g.create_task(work('g', 1))
    print(t.result())
asyncio.run(main())
";
    let expected = "['fast', 'slow'] 5\n['a', 'b']\ntimeout\n1\ng\n";
    assert_eq!(printed(code), expected);
    let never =
        raised("import asyncio\nasync def f(): await asyncio.Event().wait()\nasyncio.run(f())");
    assert!(
        never.starts_with("RuntimeError: nothing that the event loop waits for can happen"),
        "{never}"
    );
}

#[test]
fn what_was_written_is_what_the_next_run_finds() {
    let files = Files::new([("/repo/n", "1")]).unwrap();
    let step = |files: Files| {
        let program = Program {
            files: files.clone(),
            folder: "/repo".into(),
            ..Program::new("n = int(open('n').read()); open('n', 'w').write(str(n * 2))")
        };
        let ran = python::python().run(&program).unwrap();
        assert_eq!(ran.end, End::Done, "{ran:?}");
        files.with(&ran.changes)
    };
    let after = step(step(step(files.clone())));
    assert_eq!(after.get("/repo/n"), Some(&b"8"[..]));
    assert_eq!(files.get("/repo/n"), Some(&b"1"[..]));
}

#[test]
fn a_folder_that_is_not_there_is_an_error_of_the_caller() {
    let program = Program {
        folder: "/nowhere".into(),
        ..Program::new("print(1)")
    };
    let refused = python::python().run(&program).unwrap_err();
    assert_eq!(refused.kind(), "no_folder", "{refused}");
}

#[test]
fn a_program_larger_than_a_request_is_refused() {
    let code = " ".repeat(2 << 20);
    let refused = python::python().run(&Program::new(&code)).unwrap_err();
    assert_eq!(refused.kind(), "request_too_large");
}

/// The stack is the instance's own: a thread with very little of it can run Python.
#[test]
fn a_caller_needs_little_stack() {
    let small = std::thread::Builder::new().stack_size(128 << 10);
    let code = "def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\nprint(f(900))";
    let ran = small.spawn(|| run(code)).unwrap().join().unwrap();
    assert_eq!(ran.stdout, "900\n");
}
