import { BadInputError } from '../../src-shared/errors';
import type { Command } from './command';
import { type CompletionShell, completionScript, completionShells } from './completion';

/** @param commands all commands, this one too; called once it is run */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    usage: completionShells.join('|'),
    about: 'Prints a script that completes commands, options and runs in a shell.',
    positionals: ['SHELL'],
    options: {},
    run: async (input, { terminal }) => {
      terminal.line(completionScript(shellNamed(input.positionals[0]), commands()));
      return 0;
    },
  };
}

function shellNamed(name: string | undefined): CompletionShell {
  const shell = completionShells.find((one) => one === name);
  if (shell) return shell;
  throw new BadInputError(
    `There is no completion for ${name}; there is one for ${completionShells.join(', ')}.`,
  );
}
