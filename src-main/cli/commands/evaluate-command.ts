import { resolve } from 'node:path';
import type {
  AssessedClassScores,
  AssessedMapScores,
  AssessedValueScores,
  Assessment,
  OtherData,
  OtherResult,
  PrunedResult,
  Scored,
} from '../../../src-shared/assessment/assessment';
import { assessmentMetrics, ownWords } from '../../../src-shared/assessment/assessment-metrics';
import { drawnAnew } from '../../../src-shared/assessment/drawn-together';
import { evaluationDraws } from '../../../src-shared/assessment/evaluation-draws';
import { isSurprising, type PredictiveCheck } from '../../../src-shared/assessment/predictive-check';
import { datasetIdSchema } from '../../../src-shared/experiment/data';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import { taskTitles } from '../../../src-shared/tasks';
import { toldApart } from '../../../src-shared/words/told-apart';
import { type Command, forceOption, jsonOption } from '../command';
import { followTask } from '../follow-task';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { wholeNumber } from '../whole-number';
import { corruptionKind, corruptionLines } from './corruption-lines';

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage:
    'RUN [--data FILE]... [--by COLUMN|class|target]... [--ood noise|left-out|DATASET|FILE]... [--corruptions] [--corruption KIND]... [--pruning] [--out FILE.csv|FILE.parquet] [--samples S] [--force] [--json]',
  about:
    'Judges the doubt of a run that is over: calibration errors and what refusing is worth, on its test items and on data of your own that say what came of each, and whether it doubts data that it was not trained on (noise, classes left out of training, a data set by its name, a folder of pictures or a file). Its page shows it.',
  positionals: ['RUN'],
  options: {
    ...jsonOption,
    ...forceOption,
    out: { type: 'string' },
    data: { type: 'string', multiple: true },
    by: { type: 'string', multiple: true },
    ood: { type: 'string', multiple: true },
    corruptions: { type: 'boolean' },
    corruption: { type: 'string', multiple: true },
    pruning: { type: 'boolean' },
    samples: { type: 'string' },
  },
  run: (input, surroundings) => {
    const out = input.text('out');
    const samples = wholeNumber('--samples', input.text('samples'));
    const request = {
      ood: input.texts('ood').map(otherData),
      by: [...input.texts('by')],
      data: input.texts('data').map((path) => resolve(path)),
      corruptions: input.flag('corruptions') || input.texts('corruption').map(corruptionKind),
      pruning: input.flag('pruning'),
      ...(out === undefined ? {} : { out: resolve(out) }),
      ...(samples === undefined ? {} : { samples }),
    };
    return withCore(
      surroundings,
      async (core) => {
        const { terminal } = surroundings;
        const runId = await namedRun(core.api, input.positionals[0] ?? '');
        const title = taskTitles.assess(runId);
        const found = await followTask(core, title, surroundings, () => core.api.assess(runId, request));
        if (input.flag('json')) terminal.json({ ...found, metrics: assessmentMetrics(found) });
        else {
          const { experiment } = await core.api.run(runId);
          for (const line of linesOf(runId, experiment, found)) terminal.line(line);
        }
        return 0;
      },
      input.flag('force'),
    );
  },
};

/** `noise`, `left-out`, the name of a known data set, or else a path; `./noise` is a file of that name. */
function otherData(text: string): OtherData {
  if (text === 'noise' || text === 'left-out') return { kind: text };
  const known = datasetIdSchema.safeParse(text);
  return known.success ? { kind: 'dataset', dataset: known.data } : { kind: 'file', path: resolve(text) };
}

function linesOf(
  runId: string,
  experiment: Experiment,
  { items, samples, ood, groups = [], labelled = [], corruptions = [], pruning = [], ...own }: Assessment,
): readonly string[] {
  const [labelledWords, otherWords] = [ownWords(labelled), ownWords(ood)];
  return [
    `${runId}: evaluated on ${items} test items with ${samples} weight sample${samples === 1 ? '' : 's'} (${evaluationDraws(experiment, samples)})`,
    ...linesOfScores(own),
    ...groups.flatMap(({ name, parts }) =>
      parts.flatMap(({ name: part, items: count, ...scores }) => [
        `  ${name} ${part}: ${count} items`,
        // The rest is in --json and on the page.
        ...firstLines(scores).map((line) => `  ${line}`),
      ]),
    ),
    ...toldApart(labelled).flatMap(({ title, items: count, notes, ...scores }, at) => [
      `  ${labelledWords[at]}: ${count} items of ${title}`,
      ...[...linesOfScores(scores), ...notes.map((note) => `  ${note}`)].map((line) => `  ${line}`),
    ]),
    ...toldApart(ood).flatMap((other, at) => linesOfOther(other, otherWords[at])),
    ...corruptionLines(corruptions),
    ...pruning.map(({ share, weights, scores, targets = [] }) => {
      const of = [{ name: '', scores }, ...targets].map((one) => prunedText(one.scores, one.name));
      return `  without ${digits(100 * share)} % of the weights (${weights}): ${of.join('; ')}`;
    }),
  ];
}

function prunedText(scores: PrunedResult['scores'], target: string): string {
  const texts = Object.entries(scores).map(
    ([name, value]) => `${scoreNames[name as keyof typeof scores]} ${digits(value)}`,
  );
  return `${target === '' ? '' : `${target} `}${texts.join(', ')}`;
}

const scoreNames = { accuracy: 'accuracy', rmse: 'RMSE', nll: 'NLL' } as const;

function linesOfScores(scores: Scored): readonly string[] {
  const { targets = [], ...together } = scores;
  return [
    ...linesOfOne(together),
    ...targets.flatMap(({ name, ...own }) => [`  ${name}:`, ...linesOfOne(own).map((line) => `  ${line}`)]),
  ];
}

/** How right each thing is. */
function firstLines({ targets = [], ...together }: Scored): readonly string[] {
  const ofTargets = targets.flatMap(({ name, ...own }) => [
    `  ${name}:`,
    ...linesOfOne(own)
      .map((line) => `  ${line}`)
      .slice(0, 1),
  ]);
  return [...linesOfOne(together).slice(0, 1), ...ofTargets];
}

function linesOfOne({ classes, values, maps }: Omit<Scored, 'targets'>): readonly string[] {
  return [
    ...(classes ? linesOfClasses(classes) : []),
    ...(values ? linesOfValues(values) : []),
    ...(maps ? linesOfMaps(maps) : []),
  ];
}

function linesOfClasses({
  scores,
  calibration,
  refusing,
  intervals,
  drawn,
  disagreement,
  checks,
}: AssessedClassScores): readonly string[] {
  const within = (name: keyof typeof intervals) =>
    `(${intervalText(intervals[name] ?? [Number.NaN, Number.NaN])})`;
  return [
    `  accuracy ${digits(scores.accuracy)} ${within('accuracy')}, NLL ${digits(scores.nll)} ${within('nll')} nats, Brier ${digits(scores.brier)} ${within('brier')}; in brackets 95 % ${drawnAnew(drawn)}`,
    `  calibration errors: ECE ${digits(scores.ece)}, adaptive ${digits(calibration.adaptive)}, as root mean squares without what chance adds ${digits(calibration.debiased)} and ${digits(calibration.adaptiveDebiased)}; by class ${digits(calibration.classwise)}, above 0.01 ${digits(calibration.thresholded)}`,
    `  refusing the least confident: AURC ${digits(refusing.aurc)} ${within('aurc')}, AUGRC ${digits(refusing.augrc)} ${within('augrc')}, ${digits(100 * refusing.coverageAt5)} % of the items answered at 5 % wrong`,
    ...(disagreement
      ? [
          `  samples disagree: ${digits(100 * disagreement.mean)} % of their answers are another class than all together name; of ${digits(100 * disagreement.items)} % of the items some do`,
        ]
      : []),
    ...linesOfChecks(checks),
  ];
}

function linesOfMaps({ pixels, scores, refusing, intervals, drawn }: AssessedMapScores): readonly string[] {
  const within = (name: keyof typeof intervals) =>
    `(${intervalText(intervals[name] ?? [Number.NaN, Number.NaN])})`;
  return [
    `  of ${pixels} pixels: accuracy ${digits(scores.accuracy)} ${within('accuracy')}, mean IoU ${digits(scores.meanIoU)} ${within('meanIoU')}, Dice ${digits(scores.dice)} ${within('dice')}, NLL ${digits(scores.nll)} ${within('nll')} nats per pixel, Brier ${digits(scores.brier)} ${within('brier')}; in brackets 95 % ${drawnAnew(drawn)}, each with all its pixels`,
    `  calibration errors: ECE ${digits(scores.ece)}, near boundaries ${digits(scores.boundaryEce)}`,
    `  refusing the least confident pixels: AURC ${digits(refusing.aurc)}, AUGRC ${digits(refusing.augrc)}, ${digits(100 * refusing.coverageAt5)} % of the pixels answered at 5 % wrong`,
  ];
}

function linesOfValues({
  scores,
  calibration,
  sharpness,
  quantiles,
  together,
  skill,
  refusing,
  intervals,
  drawn,
  checks,
}: AssessedValueScores): readonly string[] {
  const within = (name: keyof typeof intervals) =>
    `(${intervalText(intervals[name] ?? [Number.NaN, Number.NaN])})`;
  return [
    `  RMSE ${digits(scores.rmse)} ${within('rmse')}, MAE ${digits(scores.mae)} ${within('mae')}, NLL ${digits(scores.nll)} ${within('nll')} nats, CRPS ${digits(scores.crps)} ${within('crps')}; in brackets 95 % ${drawnAnew(drawn)}`,
    `  CRPS skill over predicting by the training targets alone: ${digits(skill.climatology)} ${within('skill')}${skill.persistence === undefined ? '' : `, over predicting what came last: ${digits(skill.persistence)} ${within('persistence')}`}`,
    `  calibration: 50 % intervals hold ${digits(100 * calibration.coverage50)} %, 90 % intervals ${digits(100 * calibration.coverage90)} %, quantiles off by ${digits(calibration.quantileError)} (root mean square)`,
    `  sharpness: standard deviation ${digits(sharpness.std)}, width of intervals ${digits(sharpness.width50)} (50 %) and ${digits(sharpness.width90)} (90 %); interval scores ${digits(quantiles.interval50)} and ${digits(quantiles.interval90)}, pinball loss ${digits(quantiles.pinball)}`,
    ...(together
      ? [
          `  all values of an item together: energy score ${digits(together.energy)}, variogram score ${digits(together.variogram)}`,
        ]
      : []),
    `  refusing the widest: AURC ${digits(refusing.aurc)}, AUGRC ${digits(refusing.augrc)} (of squared errors)`,
    ...linesOfChecks(checks),
  ];
}

/** Of posterior predictive checks those that what came does not pass. */
function linesOfChecks(checks: readonly PredictiveCheck[] = []): readonly string[] {
  if (checks.length === 0) return [];
  const failed = checks.filter(isSurprising);
  const texts = failed.map(
    ({ target, statistic, observed, low, high }) =>
      `${target === undefined ? '' : `${target}, `}${statistic} ${digits(observed)} (expected ${digits(low)} to ${digits(high)})`,
  );
  return [
    `  posterior predictive checks: ${checks.length - failed.length} of ${checks.length} within what 95 % of the data sets have that its samples draw${failed.length === 0 ? '' : `; not ${texts.join('; ')}`}`,
  ];
}

/** @param word by which its metrics are called */
function linesOfOther(
  { title, items, detection, targets = [] }: OtherResult,
  word: string,
): readonly string[] {
  return [
    `  ${word}: ${items} items (${title})`,
    ...linesOfDetection(detection),
    ...targets.flatMap((one) => linesOfDetection(one.detection, `${one.name}, `)),
  ];
}

function linesOfDetection(detection: OtherResult['detection'], target = ''): readonly string[] {
  return Object.entries(detection).map(
    ([measure, { auroc, aupr, fpr95 }]) =>
      `    ${target}${measure}: AUROC ${digits(auroc)}, AUPR ${digits(aupr)}, false alarms at 95 % found ${digits(fpr95)}`,
  );
}

/** Where nothing tells it, a dash. */
function intervalText(interval: readonly [number, number]): string {
  return interval.some(Number.isNaN) ? '-' : interval.map(digits).join(' to ');
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
