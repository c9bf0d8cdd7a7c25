import type { Command } from './command';
import { commandExamples } from './command-examples';

/** What `parasample --help` says. */
export function overviewText(commands: readonly Command[]): string {
  const lines = commands.map(({ name, usage, about }) =>
    `  ${name} ${usage}`.trimEnd().concat(`\n      ${about}`),
  );
  return [
    'Usage: parasample COMMAND',
    ...lines,
    '  --help, --version',
    'Exit codes: 0 done, 1 it failed, 2 the input was wrong.',
    '`parasample COMMAND --help` shows examples.',
  ].join('\n');
}

/** What `parasample COMMAND --help` says. */
export function commandText({ name, usage, about }: Command): string {
  const examples = (commandExamples[name] ?? []).map((example) => `  parasample ${example}`);
  return [`parasample ${name} ${usage}`.trimEnd(), about, '', 'Examples:', ...examples].join('\n');
}
