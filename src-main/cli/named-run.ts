import { BadInputError } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';

/** What stands for the newest run. */
const newest = 'last';

/** So many are named where a text fits several. */
const mostNamed = 5;

/**
 * The id of the run that a person means: by its id, what stands behind a dash of it (`1a2b` of `digits-demo-1a2b`), its
 * name, or `last` for the newest. What fits none is given back as it is, for the core to say what there is.
 * @throws BadInputError naming them where a text fits several runs.
 */
export async function namedRun(api: Api, text: string): Promise<string> {
  const runs = await api.runs();
  return theOneMeant(
    text,
    runs.map(({ id, experiment }) => ({ id, name: experiment.name })),
  );
}

/** The same of a run that was deleted and can be brought back; `last` is the one deleted last. */
export async function namedRemovedRun(api: Api, text: string): Promise<string> {
  return theOneMeant(text, await api.removedRuns());
}

interface Candidate {
  readonly id: string;
  readonly name: string;
}

/** @param runs the newest first */
function theOneMeant(text: string, runs: readonly Candidate[]): string {
  if (text === newest && runs[0]) return runs[0].id;
  const fitting = [
    runs.filter(({ id }) => id === text),
    runs.filter(({ id }) => id.endsWith(`-${text}`)),
    runs.filter(({ name }) => name === text),
  ].find(({ length }) => length > 0);
  if (!fitting?.[0]) return text;
  if (fitting.length > 1) throw new BadInputError(severalFit(text, fitting));
  return fitting[0].id;
}

function severalFit(text: string, runs: readonly Candidate[]): string {
  const named = runs.slice(0, mostNamed).map(({ id }) => id);
  const more = runs.length > mostNamed ? ` and ${runs.length - mostNamed} more` : '';
  return `“${text}” fits ${runs.length} runs: ${named.join(', ')}${more}. Name one by its id.`;
}
