import type { Command } from './command';

export const completionShells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof completionShells)[number];

/** What may stand behind a command besides its options. */
function argumentKind({ positionals }: Command): 'runs' | 'files' | 'none' {
  if (positionals[0] === 'RUN') return 'runs';
  return positionals.length > 0 ? 'files' : 'none';
}

function optionsOf({ options }: Command): readonly string[] {
  return [...Object.keys(options), 'help'].map((option) => `--${option}`);
}

/** The first sentence of what a command does, without what a shell would take for its own. */
function summary({ about }: Command): string {
  return (/^[^.;]*/.exec(about)?.[0] ?? '').replaceAll(/['"`$\\:[\]]/g, '');
}

/** A script that completes commands, their options, and the ids of runs, from the same table as the help. */
export function completionScript(shell: CompletionShell, commands: readonly Command[]): string {
  return scripts[shell](commands);
}

/** Ids of runs, one a line; said in the shell, since runs come and go. */
const runIds = "parasample runs 2>/dev/null | cut -d' ' -f1";

const scripts: Readonly<Record<CompletionShell, (commands: readonly Command[]) => string>> = {
  bash: (commands) => `_parasample() {
  local word=\${COMP_WORDS[COMP_CWORD]} words='' kind=files
  if [ "$COMP_CWORD" = 1 ]; then
    words='${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}' kind=none
  else
    case \${COMP_WORDS[1]} in
${commands.map((command) => `      ${command.name}) words='${optionsOf(command).join(' ')}' kind=${argumentKind(command)} ;;`).join('\n')}
    esac
  fi
  case $word in -*) kind=none ;; esac
  [ "$kind" = runs ] && [ "$COMP_CWORD" = 2 ] && words="$(${runIds})"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [ "$kind" = files ] || [[ \${COMP_WORDS[COMP_CWORD - 1]} = --out ]]; then
    COMPREPLY+=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _parasample parasample`,
  zsh: (commands) => `#compdef parasample
local -a commands
commands=(
${commands.map((command) => `  '${command.name}:${summary(command)}'`).join('\n')}
)
if (( CURRENT == 2 )); then
  _describe command commands
  return
fi
case $words[2] in
${commands.map((command) => `  ${command.name}) compadd -- ${optionsOf(command).join(' ')}; ${zshArguments(command)} ;;`).join('\n')}
esac`,
  fish: (commands) =>
    commands
      .flatMap((command) => [
        `complete -c parasample -n __fish_use_subcommand -f -a ${command.name} -d '${summary(command)}'`,
        ...optionsOf(command).map(
          (option) =>
            `complete -c parasample -n '__fish_seen_subcommand_from ${command.name}' -l ${option.slice(2)}`,
        ),
        ...(argumentKind(command) === 'runs'
          ? [`complete -c parasample -n '__fish_seen_subcommand_from ${command.name}' -f -a "(${runIds})"`]
          : []),
      ])
      .join('\n'),
};

function zshArguments(command: Command): string {
  const kind = argumentKind(command);
  if (kind === 'files') return '_files';
  return kind === 'runs' ? `compadd -- \${(f)"$(${runIds})"}` : ':';
}
