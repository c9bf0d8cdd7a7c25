/**
 * How the command line is called where this process runs: `parasample` as installed, and in a checkout what its scripts
 * left in PARASAMPLE_COMMAND.
 */
export function commandHere(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment.PARASAMPLE_COMMAND || 'parasample';
}

/** A sentence for a person whose hints (`parasample ...` in backticks, as all of them are written) work here. */
export function asCalledHere(text: string, command = commandHere()): string {
  return text.replaceAll('`parasample ', () => `\`${command} `);
}
