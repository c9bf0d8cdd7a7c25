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

/** Printed by a login shell that runs commands; a profile may hand over to another shell that does not. */
const loginMark = 'parasample-login';

/**
 * The command that asks for a server there, or starts one, for any login shell: `sh` or bash does the work. It does so within what the
 * person's profile sets up, which ssh's own commands lack: not PATH alone, but also what the programs of a cluster need
 * (SLURM_CONF, the function `module`), since a server that is started here hands it on to all that it starts.
 * @param command as `checkedCommand` has it
 */
export function askingCommand(command: string, tunnelPort: number): string {
  // Quoted once more below, so that $PATH and $HOME are those of the shell that runs it.
  const work = [
    'PATH="$PATH:$PARASAMPLE_PATH:$HOME/.local/bin:$HOME/bin:/usr/local/bin"',
    'export PATH',
    'unset PARASAMPLE_PATH PARASAMPLE_WORK',
    `command -v ${command} >/dev/null 2>&1 || { echo ${missingMark}; exit 3; }`,
    `exec ${command} serve --for-tunnel ${tunnelPort}`,
  ].join('; ');
  const steps = [
    `PARASAMPLE_WORK="${work.replaceAll(/["$]/g, (sign) => `\\${sign}`)}"`,
    'PARASAMPLE_PATH="$PATH"',
    'export PARASAMPLE_PATH PARASAMPLE_WORK',
    // Where there is one: other shells drop the functions that bash hands on.
    'work=$(command -v bash || echo sh)',
    `found=$("$SHELL" -lc "echo ${loginMark}" </dev/null 2>/dev/null | tail -n 1)`,
    `if [ "$found" = ${loginMark} ]; then exec "$SHELL" -lc "exec $work -c \\"\\$PARASAMPLE_WORK\\""; fi`,
    'exec sh -c "$PARASAMPLE_WORK"',
  ];
  return `exec sh -c '${steps.join('; ')}'`;
}
