#!/usr/bin/env python3
"""Records what the real tools say to the lines of the corpus.

Run as root on a Linux machine: `python3 record.py`. It builds the tree of `tree.txt` anew for every line of `lines.txt` below
/tmp/swe-corpus, with a history of two commits, runs the line there by `bash -c`, and writes `recorded.jsonl` beside itself:
first the versions of the tools, then one object for each line.
"""

import json
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path("/tmp/swe-corpus")
STAMP = 1704067200
PERSON = {"NAME": "Ada Example", "EMAIL": "ada@example.org"}
ENV = {
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "USER": "root",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in PERSON.items()},
}
TOOLS = {
    "bash": ["bash", "--version"],
    "coreutils": ["ls", "--version"],
    "grep": ["grep", "--version"],
    "sed": ["sed", "--version"],
    "find": ["find", "--version"],
    "diff": ["diff", "--version"],
    "patch": ["patch", "--version"],
    "awk": ["awk", "-W", "version"],
    "git": ["git", "--version"],
}


def sections():
    """The files of the tree: revision, path, whether it can be run, content."""
    found = []
    for line in (HERE / "tree.txt").read_text().splitlines(keepends=True):
        if line.startswith("%%% "):
            _, revision, path = line.split()
            found.append([1 if revision == "x" else int(revision), path, revision == "x", ""])
        else:
            found[-1][3] += line
    return found


def lines():
    """The lines of the corpus; what stands between `<<<` and `>>>` is one."""
    found, block = [], None
    for line in (HERE / "lines.txt").read_text().splitlines():
        if block is not None:
            if line == ">>>":
                found.append("\n".join(block))
                block = None
            else:
                block.append(line)
        elif line == "<<<":
            block = []
        elif line and not line.startswith("## "):
            found.append(line)
    return found


def dated(days):
    moment = f"{STAMP + 86400 * days} +0000"
    return {**ENV, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}


def build():
    """The tree with its history."""
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir()
    git = lambda days, *words: subprocess.run(["git", *words], cwd=ROOT, env=dated(days), check=True, capture_output=True)
    git(0, "init", "-q", "-b", "main", "--template=")
    for revision, message in ((1, "Start the inventory"), (2, "Say what an item is\n\nAnd compare counts anew.")):
        for number, path, runs, text in sections():
            if number == revision:
                place = ROOT / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text)
                place.chmod(0o755 if runs else 0o644)
        git(revision - 1, "add", "-A")
        git(revision - 1, "commit", "-q", "-m", message)
    for folder, folders, files in os.walk(ROOT, topdown=False):
        for name in folders + files:
            os.utime(os.path.join(folder, name), (STAMP, STAMP))
    os.utime(ROOT, (STAMP, STAMP))


def main():
    os.umask(0o022)
    versions = {}
    for name, command in TOOLS.items():
        done = subprocess.run(command, capture_output=True, text=True)
        versions[name] = (done.stdout + done.stderr).splitlines()[0]
    with (HERE / "recorded.jsonl").open("w") as out:
        out.write(json.dumps({"versions": versions}) + "\n")
        for line in lines():
            build()
            done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=dated(2), capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
            record = {"line": line, "status": done.returncode, "stdout": done.stdout.decode(), "stderr": done.stderr.decode()}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    shutil.rmtree(ROOT, ignore_errors=True)


if __name__ == "__main__":
    main()
