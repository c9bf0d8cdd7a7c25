import { BadInputError } from '../../../src-shared/errors';
import {
  type Difference,
  environmentDifferences,
  metricDifferences,
  promisesSameBits,
} from '../../../src-shared/runs/run-environment';
import { isOver, type RunSummary } from '../../../src-shared/runs/runs';
import type { Core } from '../../api/core';
import { type Command, type CommandInput, type CommandSurroundings, jsonOption } from '../command';
import { followRun } from '../follow-run';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';

export const reproduceCommand: Command = {
  name: 'reproduce',
  usage: 'RUN [--json]',
  about:
    'Makes a run once more with the same settings and seed, tells what differs from then, and compares the final metrics.',
  positionals: ['RUN'],
  options: jsonOption,
  run: async (input, surroundings) => {
    const id = await withCore(surroundings, ({ api }) => namedRun(api, input.positionals[0] ?? ''));
    const differences = await withCore(surroundings, (core) => tellDifferences(core, id, surroundings));
    let again = '';
    const code = await followRun(input, surroundings, async ({ api }) => {
      again = (await api.start((await api.run(id)).experiment)).runId;
      return again;
    });
    if (code !== 0) return code;
    return withCore(surroundings, (core) => compare(core, { id, again, differences }, input, surroundings));
  },
};

/** @returns what differs; undefined where the run's own environment was not kept */
async function tellDifferences(core: Core, id: string, { terminal }: CommandSurroundings) {
  const { status } = await core.api.run(id);
  if (!isOver(status))
    throw new BadInputError(`Run ${id} is still ${status}; wait for its end to reproduce it.`);
  const { before, now } = await core.api.environments(id, { readData: true });
  if (!before) {
    terminal.note(`What ${id} was made with was not kept, so only its settings are the same for certain.`);
    return undefined;
  }
  const differences = environmentDifferences(before, now);
  for (const { name, before: was, now: is } of differences)
    terminal.note(`Other than then: ${name} is ${is}, and was ${was}.`);
  if (differences.length === 0)
    terminal.note('Nothing differs from then: code, engine and machine are the same.');
  return differences;
}

interface Comparison {
  readonly id: string;
  readonly again: string;
  readonly differences: readonly Difference[] | undefined;
}

/** @returns 1 where the metrics had to be the same, and are not */
async function compare(
  { api }: Core,
  { id, again, differences }: Comparison,
  input: CommandInput,
  { terminal }: CommandSurroundings,
): Promise<number> {
  const [first, second] = [await api.run(id), await api.run(again)];
  const isDerived = beganTrained(first);
  if (isDerived)
    terminal.note(
      `${id} began with networks that another run had trained: only what it has is compared, and networks trained anew need not be the same to the last bit.`,
    );
  const compared = isDerived ? ofThese(first.metrics, second.metrics) : second.metrics;
  const metrics = metricDifferences(first.metrics, compared);
  const mustBeSame =
    !isDerived &&
    differences !== undefined &&
    promisesSameBits(differences, first.experiment.parallel.devices);
  const isSame = metrics.length === 0;
  if (input.flag('json'))
    terminal.json({
      type: 'reproduction',
      runId: id,
      againId: again,
      isSame,
      mustBeSame,
      differences,
      metrics,
    });
  else {
    for (const { name, before, now } of metrics) terminal.line(`  ${name}: ${now}, and was ${before}`);
    const count = Object.keys(compared).length;
    terminal.line(
      isSame
        ? `All ${count} metrics are the same, bit for bit.`
        : `${metrics.length} of ${count} metrics differ.`,
    );
  }
  return mustBeSame && !isSame ? 1 : 0;
}

/** Whether a run's networks were another's, so that it has no training of its own to tell of. */
export function beganTrained({ experiment, metrics }: Pick<RunSummary, 'experiment' | 'metrics'>): boolean {
  return experiment.inference.method === 'laplace' && metrics['train.loss'] === undefined;
}

/** Those of `metrics` that have a name in `named`. */
function ofThese(
  named: Readonly<Record<string, number>>,
  metrics: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => name in named));
}
