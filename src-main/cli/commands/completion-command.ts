import { dirname, join } from 'node:path';
import { BadInputError } from '../../../src-shared/errors';
import { didYouMean } from '../../../src-shared/words/nearest';
import type { Command } from '../command';
import {
  type CompletionCalls,
  type CompletionShell,
  completionScript,
  completionShells,
} from '../completion/completion';

export const completionCommand: Command = {
  name: 'completion',
  usage: completionShells.join('|'),
  about: 'Prints a script that completes commands, options and their values, runs and files in a shell.',
  positionals: ['SHELL'],
  options: {},
  run: async (input, { terminal, workerScript }) => {
    terminal.line(completionScript(shellNamed(input.positionals[0]), callsHere(dirname(workerScript))));
    return 0;
  },
};

function shellNamed(name = ''): CompletionShell {
  const shell = completionShells.find((one) => one === name);
  if (shell) return shell;
  throw new BadInputError(
    `There is no completion for ${name}; there is one for ${completionShells.join(', ')}.${didYouMean(name, completionShells)}`,
  );
}

/**
 * Installed, `parasample` is in PATH. In a checkout, whose scripts say how they are called, it is made to stand for them; and
 * what is built is asked as it is, since nobody waits for a build at the tab key.
 */
function callsHere(builtFolder: string): CompletionCalls {
  if (process.env.PARASAMPLE_COMMAND === undefined) return { asking: 'parasample' };
  const node = quoted(process.execPath);
  const checkout = join(builtFolder, '..', '..');
  return {
    asking: `${node} ${quoted(join(builtFolder, 'cli.js'))}`,
    standsFor: `${node} ${quoted(join(checkout, 'scripts', 'parasample.mjs'))}`,
  };
}

/** As bash, zsh and fish all read it. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'"'"'`)}'`;
}
