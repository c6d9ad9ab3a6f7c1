"""The editors' files are what the grammar says: up to date, and of one mind with the lexer about every token."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from bsctui.language.tokens import TokenClass, tokens

TREE = Path(__file__).parents[2]
EDITORS = TREE / "grammar" / "editors"
FILES = sorted([*(TREE / "samples").rglob("*.bsc"), *(TREE / "tests/conformance").rglob("*.bsc")])
LEAST = 0.999
"""Share of tokens on which a colouring must agree."""


def _generator():
    spec = importlib.util.spec_from_file_location("generate", EDITORS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


GENERATE = _generator()


def test_the_generated_files_are_up_to_date():
    for name, text in GENERATE.files().items():
        written = (EDITORS / name).read_text(encoding="utf-8")
        assert written == text, f"{name} is out of date: python grammar/editors/generate.py"


def expected():
    """Every token of the files: file, line and column (in bytes, from 1), class, text."""
    for file in FILES:
        text = file.read_bytes().decode("utf-8", "replace")
        for row, line in enumerate(text.split("\n"), 1):
            for token in tokens(line):
                if token.kind is not TokenClass.UNREAD:
                    start = token.end - len(token.text.lstrip(" \t"))
                    column = len(line[:start].encode()) + 1
                    yield file, row, column, token.kind, line


def judge(found, name):
    """Compare a colouring with the lexer's; what differs is told."""
    total, wrong = 0, []
    for file, row, column, kind, line in expected():
        total += 1
        if found(file, row, column) != kind:
            place = f"{file.name}:{row}:{column}"
            wrong.append(f"{place} {kind} is {found(file, row, column)}: {line}")
    assert total > 10_000
    share = 1 - len(wrong) / total
    assert share >= LEAST, f"{name} agrees on {share:.2%}:\n" + "\n".join(wrong[:40])


SCRIPT = r"""
set nomore runtimepath^={editors}/vim
{looks}
syntax on
filetype plugin on
let out = []
for file in split({files}, "\n")
  execute 'edit! ++enc=utf-8 ++bad=keep ++ff=unix' fnameescape(file)
  setlocal filetype=bsc
  for l in range(1, line('$'))
    let names = []
    for c in range(1, col([l, '$']) - 1)
      call add(names, synIDattr(synIDtrans(synID(l, c, 1)), 'name'))
    endfor
    call add(out, join(names, ' '))
  endfor
  call add(out, '==')
endfor
call writefile(out, {output})
qall!
"""


@pytest.mark.slow
@pytest.mark.parametrize("editor", ["vim", "nvim"])
def test_vim_shows_each_token_as_what_it_is(editor, tmp_path):
    beside = Path(sys.executable).parent / editor
    program = str(beside) if beside.exists() else shutil.which(editor)
    if program is None:
        pytest.skip(f"{editor} is not installed")
    # A group with a look of its own is where the links end.
    looks = "\n".join(f"highlight {group} cterm=bold" for group, _ in GENERATE.VIM.values())
    output = tmp_path / "out"
    script = tmp_path / "script.vim"
    script.write_text(
        SCRIPT.format(
            editors=EDITORS,
            looks=looks,
            files=json.dumps("\n".join(map(str, FILES))),
            output=json.dumps(str(output)),
        ),
        encoding="utf-8",
    )
    flags = ["--clean", "--headless"] if editor == "nvim" else ["-u", "NONE", "-N", "-es"]
    subprocess.run([program, *flags, "-S", str(script)], check=False, timeout=300, stdin=subprocess.DEVNULL, capture_output=True)  # fmt: skip
    shown = [part.split("\n") for part in output.read_text(encoding="utf-8").split("==\n")]
    by_file = dict(zip(FILES, shown, strict=False))
    classes = {group: kind for kind, (group, _) in GENERATE.VIM.items()}

    def found(file, row, column):
        names = by_file[file][row - 1].split(" ")
        return classes.get(names[column - 1]) if column <= len(names) else None

    judge(found, editor)


TEXTMATE = r"""
const fs = require("fs");
const vsctm = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");
const [grammarFile, listFile] = process.argv.slice(2);
const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer;
const lib = oniguruma.loadWASM(wasm).then(() => ({
  createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text) => new oniguruma.OnigString(text),
}));
const registry = new vsctm.Registry({
  onigLib: lib,
  loadGrammar: async () => vsctm.parseRawGrammar(fs.readFileSync(grammarFile, "utf8"), grammarFile),
});
registry.loadGrammar("source.bsc").then((grammar) => {
  const out = {};
  for (const file of JSON.parse(fs.readFileSync(listFile, "utf8"))) {
    let stack = vsctm.INITIAL;
    out[file] = fs.readFileSync(file, "utf8").split("\n").map((line) => {
      const result = grammar.tokenizeLine(line, stack);
      stack = result.ruleStack;
      return result.tokens.map((t) => [t.startIndex, t.endIndex, t.scopes[t.scopes.length - 1]]);
    });
  }
  console.log(JSON.stringify(out));
});
"""


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory):
    """The engine of VS Code from npm, where it can be had; `BSCTUI_NODE_MODULES` names a folder that has it."""
    given = os.environ.get("BSCTUI_NODE_MODULES")
    if given:
        return Path(given)
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    folder = tmp_path_factory.mktemp("node")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
    packages = ["vscode-textmate@9", "vscode-oniguruma@2"]
    done = subprocess.run([*command, *packages], check=False, capture_output=True, timeout=300)
    if done.returncode:
        pytest.skip("vscode-textmate cannot be had from npm here")
    return folder / "node_modules"


@pytest.mark.slow
def test_textmate_shows_each_token_as_what_it_is(node_modules, tmp_path):
    (tmp_path / "run.js").write_text(TEXTMATE, encoding="utf-8")
    (tmp_path / "files.json").write_text(json.dumps([str(file) for file in FILES]))
    done = subprocess.run(
        [
            "node",
            tmp_path / "run.js",
            EDITORS / "textmate/bsc.tmLanguage.json",
            tmp_path / "files.json",
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "NODE_PATH": str(node_modules)},
        timeout=300,
    )
    shown = json.loads(done.stdout)
    classes = {scope: kind for kind, scope in GENERATE.SCOPES.items()}

    def found(file, row, column):
        text = file.read_bytes().decode("utf-8", "replace").split("\n")[row - 1]
        at = len(text.encode()[: column - 1].decode().encode("utf-16-le")) // 2
        scopes = (scope for start, end, scope in shown[str(file)][row - 1] if start <= at < end)
        return classes.get(next(scopes, ""))

    judge(found, "vscode-textmate")


def test_the_extension_starts_the_server_and_says_where_it_is_missing(tmp_path):
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    extension = json.dumps(str(EDITORS / "vscode" / "extension.js"))
    script = f"""
const Module = require("module");
const said = [], started = [];
let command = "bsctui";
const vscode = {{
  workspace: {{ getConfiguration: () => ({{ get: (name, other) => (name === "command" ? command : other) }}) }},
  window: {{ showErrorMessage: (text) => said.push(text) }},
}};
class LanguageClient {{
  constructor(id, name, server, client) {{ Object.assign(this, {{ server, client }}); }}
  start() {{
    started.push([this.server.command, this.server.args, this.client.documentSelector]);
    return this.server.command === "missing" ? Promise.reject(new Error("ENOENT")) : Promise.resolve();
  }}
  stop() {{ started.push("stopped"); return Promise.resolve(); }}
}}
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? {{ LanguageClient }} : load(name, ...rest);
const extension = require({extension});
(async () => {{
  await extension.activate({{ subscriptions: [] }});
  await extension.deactivate();
  command = "missing";
  await extension.activate({{ subscriptions: [] }});
  console.log(JSON.stringify({{ said, started }}));
}})();
"""
    (tmp_path / "stub.js").write_text(script, encoding="utf-8")
    done = subprocess.run(
        ["node", tmp_path / "stub.js"], capture_output=True, check=True, timeout=60
    )
    found = json.loads(done.stdout)
    assert found["started"][0] == ["bsctui", ["lsp"], [{"language": "bsc"}]]
    assert found["started"][1] == "stopped"
    (message,) = found["said"]
    assert "`missing`" in message
    assert "uv tool install --force '.[excel,lsp,web]'" in message


def test_the_extension_is_packaged(node_modules, tmp_path):
    """As step 2 tells, but for the client that npm adds."""
    vsce = node_modules / ".bin" / "vsce"
    if not vsce.exists():
        pytest.skip("vsce is not installed")
    folder = tmp_path / "vscode"
    shutil.copytree(EDITORS / "vscode", folder)
    told = (EDITORS / "README.md").read_text(encoding="utf-8")
    (options,) = re.findall(r"`npx @vscode/vsce package (.*?)`", told)
    command = [vsce, "package", "--no-dependencies", *options.split()]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    (file,) = re.findall(r"`code --install-extension (.*?)`", told)
    with ZipFile(folder / file) as package:
        names = set(package.namelist())
        manifest = json.loads(package.read("extension/package.json"))
    assert f"extension/{Path(manifest['main']).name}" in names
    for part in ("languages", "grammars"):
        for entry in manifest["contributes"][part]:
            place = entry.get("path") or entry["configuration"]
            assert f"extension/{place.removeprefix('./')}" in names
