import type { Offers } from './offered-word';

export const completionShells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof completionShells)[number];

/** How a completion reaches the command line. */
export interface CompletionCalls {
  /** A command of the shell that answers `--complete WORDS`. */
  readonly asking: string;
  /** A checkout has no `parasample` in PATH: what it stands for there. */
  readonly standsFor?: string;
}

/**
 * A script that makes a shell complete `parasample`. It holds no knowledge of its own: the command line is asked about
 * the words typed so far, and answers with `offerLines`.
 */
export function completionScript(shell: CompletionShell, { asking, standsFor }: CompletionCalls): string {
  const own = standsFor === undefined ? '' : `${functions[shell](standsFor)}\n`;
  return `${headers[shell]}${own}${scripts[shell](asking)}`;
}

/** A line for each word, with a tab before what it is; `:files` or `:folders` where the shell's own are wanted. */
export function offerLines({ words, files }: Offers): readonly string[] {
  const lines = words.map(({ word, about }) => (about ? `${word}\t${about}` : word));
  return files === undefined ? lines : [...lines, `:${files}`];
}

/** zsh looks for this in the first line of a file in its fpath. */
const headers: Readonly<Record<CompletionShell, string>> = {
  bash: '',
  zsh: '#compdef parasample\n',
  fish: '',
};

const functions: Readonly<Record<CompletionShell, (standsFor: string) => string>> = {
  bash: (standsFor) => `parasample() { PARASAMPLE_COMMAND=parasample ${standsFor} "$@"; }`,
  zsh: (standsFor) => `parasample() { PARASAMPLE_COMMAND=parasample ${standsFor} "$@" }`,
  fish: (standsFor) => `function parasample; set -lx PARASAMPLE_COMMAND parasample; ${standsFor} $argv; end`,
};

/**
 * bash splits words at colons and equals signs, so they are read off the line itself, and of an offered word it wants what
 * follows the last such sign.
 */
const bash = (asking: string) => `_parasample() {
  local typed=\${COMP_LINE:0:COMP_POINT} words word about
  read -ra words <<< "$typed"
  [[ $typed = *[[:space:]] ]] && words+=('')
  local last=\${words[\${#words[@]} - 1]}
  local kept=\${last%"\${last##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r word about; do
    case $word in
      :files) compopt -o filenames; while read -r word; do COMPREPLY+=("\${word#"$kept"}"); done < <(compgen -f -- "$last") ;;
      :folders) compopt -o filenames; while read -r word; do COMPREPLY+=("\${word#"$kept"}"); done < <(compgen -d -- "$last") ;;
      *=) compopt -o nospace; COMPREPLY+=("\${word#"$kept"}") ;;
      *) COMPREPLY+=("\${word#"$kept"}") ;;
    esac
  done < <(${asking} --complete "\${words[@]:1}" 2>/dev/null)
}
complete -F _parasample parasample`;

const zsh = (asking: string) => `_parasample() {
  local line
  local -a offered unfinished
  for line in "\${(@f)$(${asking} --complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      *=) unfinished+=("\${line//:/\\\\:}") ;;
      *$'\\t'*) offered+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) offered+=("\${line//:/\\\\:}") ;;
    esac
  done
  if (( \${#offered} )); then _describe parasample offered; fi
  if (( \${#unfinished} )); then _describe parasample unfinished -S ''; fi
}
if [[ $funcstack[1] = _parasample ]]; then _parasample "$@"; else compdef _parasample parasample; fi`;

const fish = (asking: string) => `function __parasample_offers
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    test -n "$begun"; or set begun ''
    for line in (${asking} --complete $words[2..-1] $begun 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $begun
            case :folders
                __fish_complete_directories $begun
            case '*'
                echo $line
        end
    end
end
complete -c parasample -f -a '(__parasample_offers)'`;

const scripts: Readonly<Record<CompletionShell, (asking: string) => string>> = { bash, zsh, fish };
