import type { RunSummary } from '../../src-shared/runs/runs';

type Named = Pick<RunSummary, 'id' | 'experiment'>;

/** What tells each of these runs from the others: its name, with the end of its id where another has the same name. */
export function distinctNames(runs: readonly Named[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { experiment } of runs) counts.set(experiment.name, (counts.get(experiment.name) ?? 0) + 1);
  return new Map(
    runs.map(({ id, experiment: { name } }) => [
      id,
      counts.get(name) === 1 ? name : `${name} (${id.slice(id.lastIndexOf('-') + 1)})`,
    ]),
  );
}
