import type { Command } from './command';
import { commandExamples } from './command-examples';

/**
 * What `parasample --help` says.
 * @param called how the command line is called here
 */
export function overviewText(commands: readonly Command[], called: string): string {
  const lines = commands.map(({ name, usage, about }) =>
    `  ${name} ${usage}`.trimEnd().concat(`\n      ${about}`),
  );
  return [
    `Usage: ${called} COMMAND`,
    ...lines,
    '  --help, --version',
    'Exit codes: 0 done, 1 it failed, 2 the input was wrong.',
    '`parasample COMMAND --help` shows examples.',
  ].join('\n');
}

/** What `parasample COMMAND --help` says. */
export function commandText({ name, usage, about }: Command, called: string): string {
  const examples = (commandExamples[name] ?? []).map((example) => `  ${called} ${example}`);
  return [`${called} ${name} ${usage}`.trimEnd(), about, '', 'Examples:', ...examples].join('\n');
}
