import { BadInputError } from '../../src-shared/errors';

/** Printed where the server has no Parasample, since a shell's own exit codes may mean other things too. */
export const missingMark = 'parasample-is-not-there';

/** How the command is called on the other machine: a name in its PATH, or a path. */
export function checkedCommand(text: string): string {
  if (/^[\w./~+][\w./~+-]*$/.test(text)) return text;
  throw new BadInputError(
    `--there: ${text} is no path of a command; give where parasample is on the server, of letters, digits and ./~+-_.`,
  );
}

/**
 * The command that asks for a server there, or starts one, for any login shell: `sh` does the work. A login's PATH is taken
 * as well as that of the connection, which often lacks what profiles add.
 * @param command as `checkedCommand` has it
 */
export function askingCommand(command: string, tunnelPort: number): string {
  const steps = [
    'found=$("$SHELL" -lc "printenv PATH" </dev/null 2>/dev/null | tail -n 1)',
    'if [ -n "$found" ]; then PATH="$found:$PATH"; fi',
    'PATH="$PATH:$HOME/.local/bin:$HOME/bin:/usr/local/bin"',
    'export PATH',
    `command -v ${command} >/dev/null 2>&1 || { echo ${missingMark}; exit 3; }`,
    `exec ${command} serve --for-tunnel ${tunnelPort}`,
  ];
  return `exec sh -c '${steps.join('; ')}'`;
}
