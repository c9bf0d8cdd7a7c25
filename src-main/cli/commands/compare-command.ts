import { drawnAnew } from '../../../src-shared/assessment/drawn-together';
import { dataChanges } from '../../../src-shared/data/data-fingerprint';
import { BadInputError } from '../../../src-shared/errors';
import type {
  ComparedPredictions,
  PosteriorComparison,
} from '../../../src-shared/posterior/posterior-comparison';
import { differencesBetween } from '../../../src-shared/runs/run-difference';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { taskTitles } from '../../../src-shared/tasks';
import type { Core } from '../../api/core';
import { type Command, type CommandSurroundings, jsonOption } from '../command';
import { apartLines, shown, withoutPictures } from '../compared-items';
import { followTask } from '../follow-task';
import { metricsOf, metricTexts } from '../metric-texts';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { type UnitOfScore, unitsOfRun } from '../unit-of-run';

export const compareCommand: Command = {
  name: 'compare',
  usage: 'RUN RUN [--json]',
  about:
    'Holds two runs against each other: settings, scores, how far their posteriors lie apart in predictions and weights, and the test items on which they disagree.',
  positionals: ['RUN', 'RUN'],
  options: jsonOption,
  run: (input, surroundings) =>
    withCore(surroundings, async (core) => {
      const { terminal } = surroundings;
      const [first, second] = await Promise.all(
        input.positionals.map(async (text) => core.api.run(await namedRun(core.api, text))),
      );
      const runs = [first, second] as const;
      const posteriors = await posteriorsOf(runs, core, surroundings);
      const differences = differencesBetween(runs);
      if (input.flag('json'))
        terminal.json({ runs: runs.map(scoresOf), differences, posteriors: withoutPictures(posteriors) });
      else {
        for (const line of await dataLines(core, runs)) terminal.line(line);
        const units = [await unitsOfRun(core.api, first), await unitsOfRun(core.api, second)] as const;
        for (const line of linesOf(runs, units, posteriors)) terminal.line(line);
      }
      return 0;
    }),
};

/** The same settings may have named other files: then the scores are of other items. */
async function dataLines(
  { api }: Core,
  [one, other]: readonly [RunSummary, RunSummary],
): Promise<readonly string[]> {
  const [before, now] = await api.dataFingerprints([one.id, other.id]);
  if (!before || !now || !hasSamePath(one, other)) return [];
  return dataChanges(before, now).map((change) => `The data changed between them: ${change}.`);
}

function hasSamePath(...runs: readonly RunSummary[]): boolean {
  return (
    new Set(runs.map(({ experiment: { data } }) => ('path' in data ? data.path : data.dataset))).size === 1
  );
}

/** Or a sentence why there is no distance; settings and scores can be compared all the same. */
async function posteriorsOf(
  [first, second]: readonly [RunSummary, RunSummary],
  core: Core,
  surroundings: CommandSurroundings,
): Promise<PosteriorComparison | string> {
  const title = taskTitles.comparePosteriors(first.id, second.id);
  try {
    return await followTask(core, title, surroundings, () => core.api.comparePosteriors(first.id, second.id));
  } catch (error) {
    if (error instanceof BadInputError) return error.message;
    throw error;
  }
}

function scoresOf({ id, status, metrics }: RunSummary) {
  return { id, status, metrics: metricsOf(metrics, 'test.', 'posterior.') };
}

function linesOf(
  runs: readonly [RunSummary, RunSummary],
  units: readonly [UnitOfScore, UnitOfScore],
  posteriors: PosteriorComparison | string,
): readonly string[] {
  const [first, second] = runs;
  const differences = differencesBetween(runs);
  const settings = differences.map(({ path, texts: [one, other] }) => `  ${path}: ${one} | ${other}`);
  return [
    `${first.id} | ${second.id}`,
    ...(settings.length === 0 ? ['Settings: the same'] : ['Settings that differ:', ...settings]),
    'Scores:',
    ...scoreLines(runs, units),
    ...(typeof posteriors === 'string' ? [posteriors] : distanceLines(posteriors)),
  ];
}

function scoreLines(
  runs: readonly [RunSummary, RunSummary],
  units: readonly [UnitOfScore, UnitOfScore],
): readonly string[] {
  const [ours, theirs] = runs.map(({ metrics }) => metricsOf(metrics, 'test.'));
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const text = (of: Readonly<Record<string, number>>, name: string, unitOf: UnitOfScore) => {
    const value = of[name];
    return value === undefined
      ? '-'
      : metricTexts({ [name]: value }, unitOf)
          .join()
          .slice(name.length + 1);
  };
  return names.map((name) => `  ${name} ${text(ours, name, units[0])} | ${text(theirs, name, units[1])}`);
}

const pairedNames = { nll: 'NLL', accuracy: 'accuracy', crps: 'CRPS' } as const;

/** Of the second run less the first. */
function pairedLines({ paired }: ComparedPredictions): readonly string[] {
  if (paired.length === 0) return [];
  return [
    `Item by item, the second less the first; intervals ${drawnAnew(paired[0]?.drawn)}:`,
    ...paired.map(
      ({ metric, first, second, interval, chance }) =>
        `  ${pairedNames[metric]} ${shown(second - first)} (${interval.some(Number.isNaN) ? 'interval not known' : `95 % ${interval.map(shown).join(' to ')}`}); by chance as far from 0 in ${shown(100 * chance)} %`,
    ),
  ];
}

function distanceLines(comparison: PosteriorComparison): readonly string[] {
  const { items, samples, layers, head, otherHeads = [] } = comparison;
  const of = `Predictions of ${items} test items, by ${samples.join(' and ')} weight samples:`;
  const all =
    head === undefined
      ? predictionLines(comparison)
      : [{ ...comparison, head }, ...otherHeads].flatMap((one) => [
          `${one.head}:`,
          '  Predictions:',
          ...predictionLines(one).map((line) => `  ${line}`),
        ]);
  const before = [of, ...all];
  if (typeof layers === 'string') return [...before, layers];
  const weights = layers.map(
    ({ name, weights, wasserstein, size }) =>
      `  ${name}: ${shown(wasserstein)} of ${shown(size)} (${weights} weights)`,
  );
  return [...before, 'Weights: 2-Wasserstein distance, of the first run’s from zero:', ...weights];
}

/** Of one likelihood. */
function predictionLines(compared: ComparedPredictions): readonly string[] {
  const { predictions } = compared;
  const lines =
    predictions.kind === 'classes'
      ? [
          `  the same class for ${shown(100 * predictions.agreement)} %${predictions.isOfPixels ? ' of the pixels' : ''}`,
          `  total variation ${shown(predictions.totalVariation)} (0 alike, 1 nothing in common)`,
        ]
      : predictions.targets.map(({ name, meanDifference, wasserstein }) => {
          const unit = predictions.unit === undefined ? '' : ` ${predictions.unit}`;
          return `  ${name}: means ${shown(meanDifference)}${unit} apart (root mean square), distributions ${shown(wasserstein)}${unit} (1-Wasserstein)`;
        });
  return [...lines, ...pairedLines(compared), ...apartLines(compared.apart)];
}
