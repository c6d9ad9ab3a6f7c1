"""`bsctui completions`: the script with which a shell completes the command line."""

from __future__ import annotations

from typing import Final

import click

from bsctui.cli import BsctuiCommand, CommandError

ASK: Final = "words"
"""In place of a shell: what its script asks with."""

BASH: Final = """\
# bsctui: eval "$(bsctui completions bash)" in ~/.bashrc
_bsctui() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("${line%%$'\\t'*}")
  done < <(bsctui completions words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _bsctui bsctui
"""

ZSH: Final = """\
#compdef bsctui
# bsctui: eval "$(bsctui completions zsh)" in ~/.zshrc, behind compinit
_bsctui() {
  local -a values shown
  local line
  while IFS= read -r line; do
    values+=("${line%%$'\\t'*}")
    shown+=("${${line%%$'\\t'*}}${${(M)line:#*$'\\t'*}:+  ${line#*$'\\t'}}")
  done < <(bsctui completions words -- "${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ${#values} )); then
    compadd -l -d shown -- "${values[@]}"
  else
    _files
  fi
}
compdef _bsctui bsctui
"""

FISH: Final = """\
# bsctui: bsctui completions fish | source, in ~/.config/fish/config.fish
function __bsctui_words
    set -l words (commandline -opc)
    set -l proposed (bsctui completions words -- $words[2..] (commandline -ct) 2>/dev/null)
    if set -q proposed[1]
        printf '%s\\n' $proposed
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c bsctui -f -a '(__bsctui_words)'
"""

SCRIPTS: Final = {"bash": BASH, "zsh": ZSH, "fish": FISH}


@click.command("completions", cls=BsctuiCommand)
@click.argument("shell", metavar="|".join(SCRIPTS))
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="")
def command(shell: str, words: tuple[str, ...]) -> None:
    """Print the script that completes commands, options, addresses, periods, persons and revisions in a shell.

    In bash and zsh: eval "$(bsctui completions bash)" (or zsh) in the shell's start file; in fish: bsctui completions fish | source.
    """
    if shell in SCRIPTS:
        click.echo(SCRIPTS[shell], nl=False)
        return
    if shell != ASK:
        raise CommandError(f"there is no script for `{shell}`: name one of {', '.join(SCRIPTS)}")
    from bsctui.cli.completing import complete_words
    from bsctui.escaping import printable

    lines = [
        f"{word.text}\t{printable(word.about)}\n" if word.about else f"{word.text}\n"
        for word in complete_words(words)
    ]
    click.echo("".join(lines), nl=False)
