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
import {
  checkText,
  isSurprising,
  type PredictiveCheck,
} from '../../../src-shared/assessment/predictive-check';
import { datasetIdSchema } from '../../../src-shared/experiment/data';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { taskTitles } from '../../../src-shared/tasks';
import { toldApart } from '../../../src-shared/words/told-apart';
import { type Command, forceOption, jsonOption } from '../command';
import { followTask } from '../follow-task';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { unitOfRun } from '../unit-of-run';
import { wholeNumber } from '../whole-number';
import { classLines } from './class-lines';
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
          const run = await core.api.run(runId);
          for (const line of linesOf(run, await unitOfRun(core.api, run), found)) terminal.line(line);
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
  { id, experiment }: RunSummary,
  unit: string | undefined,
  { items, samples, ood, groups = [], labelled = [], corruptions = [], pruning = [], ...own }: Assessment,
): readonly string[] {
  const [labelledWords, otherWords] = [ownWords(labelled), ownWords(ood)];
  return [
    `${id}: evaluated on ${counted(items, 'test item')} with ${counted(samples, 'weight sample')} (${evaluationDraws(experiment, samples)})`,
    ...linesOfScores(own, unit),
    ...groups.flatMap(({ name, parts }) =>
      parts.flatMap(({ name: part, items: count, ...scores }) => [
        `  ${name} ${part}: ${counted(count, 'item')}`,
        // The rest is in --json and on the page.
        ...firstLines(scores, unit).map((line) => `  ${line}`),
      ]),
    ),
    ...toldApart(labelled).flatMap(({ title, items: count, notes, ...scores }, at) => [
      `  ${labelledWords[at]}: ${counted(count, 'item')} of ${title}`,
      ...[...linesOfScores(scores, unit), ...notes.map((note) => `  ${note}`)].map((line) => `  ${line}`),
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

/** @param unit of what is predicted, where it is one value and the unit is known */
function linesOfScores(scores: Scored, unit?: string): readonly string[] {
  const { targets = [], ...together } = scores;
  return [
    ...linesOfOne(together, unit),
    ...targets.flatMap(({ name, ...own }) => [`  ${name}:`, ...linesOfOne(own).map((line) => `  ${line}`)]),
  ];
}

/** How right each thing is. */
function firstLines({ targets = [], ...together }: Scored, unit?: string): readonly string[] {
  const ofTargets = targets.flatMap(({ name, ...own }) => [
    `  ${name}:`,
    ...linesOfOne(own)
      .map((line) => `  ${line}`)
      .slice(0, 1),
  ]);
  return [...linesOfOne(together, unit).slice(0, 1), ...ofTargets];
}

function linesOfOne({ classes, values, maps }: Omit<Scored, 'targets'>, unit?: string): readonly string[] {
  return [
    ...(classes ? linesOfClasses(classes) : []),
    ...(values ? linesOfValues(values, unit) : []),
    ...(maps ? linesOfMaps(maps) : []),
  ];
}

function linesOfClasses(found: AssessedClassScores): readonly string[] {
  const { scores, calibration, refusing, intervals, drawn, disagreement, checks } = found;
  const within = (name: keyof typeof intervals) =>
    `(${intervalText(intervals[name] ?? [Number.NaN, Number.NaN])})`;
  return [
    `  accuracy ${digits(scores.accuracy)} ${within('accuracy')}, NLL ${digits(scores.nll)} ${within('nll')} nats, Brier ${digits(scores.brier)} ${within('brier')}; in brackets 95 % ${drawnAnew(drawn)}`,
    ...classLines(found, digits),
    ...(scores.rps === undefined
      ? []
      : [
          `  as classes in order: ranked probability score ${digits(scores.rps)}, mean absolute error in ranks ${digits(scores.rankError ?? Number.NaN)}`,
        ]),
    `  calibration errors: ECE ${digits(scores.ece)}, adaptive ${digits(calibration.adaptive)}, as root mean squares without what chance adds ${digits(calibration.debiased)} and ${digits(calibration.adaptiveDebiased)}; by class ${digits(calibration.classwise)}, above 0.01 ${digits(calibration.thresholded)}`,
    `  refusing the least confident: AURC ${digits(refusing.aurc)} ${within('aurc')}, AUGRC ${digits(refusing.augrc)} ${within('augrc')}, ${digits(100 * refusing.coverageAt5)} % of the items answered with at most 5 % wrong`,
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
    `  refusing the least confident pixels: AURC ${digits(refusing.aurc)}, AUGRC ${digits(refusing.augrc)}, ${digits(100 * refusing.coverageAt5)} % of the pixels answered with at most 5 % wrong`,
  ];
}

function linesOfValues(
  {
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
  }: AssessedValueScores,
  unit: string | undefined,
): readonly string[] {
  const inUnit = (value: number) => `${digits(value)}${unit === undefined ? '' : ` ${unit}`}`;
  const within = (name: keyof typeof intervals) =>
    `(${intervalText(intervals[name] ?? [Number.NaN, Number.NaN])})`;
  return [
    `  RMSE ${inUnit(scores.rmse)} ${within('rmse')}, MAE ${inUnit(scores.mae)} ${within('mae')}, NLL ${digits(scores.nll)} ${within('nll')} nats, CRPS ${inUnit(scores.crps)} ${within('crps')}; in brackets 95 % ${drawnAnew(drawn)}`,
    `  CRPS skill over predicting by the training targets alone: ${digits(skill.climatology)} ${within('skill')}${skill.persistence === undefined ? '' : `, over predicting what came last: ${digits(skill.persistence)} ${within('persistence')}`}`,
    `  calibration: 50 % intervals hold ${digits(100 * calibration.coverage50)} %, 90 % intervals ${digits(100 * calibration.coverage90)} %, quantiles off by ${digits(calibration.quantileError)} (root mean square)`,
    `  sharpness: standard deviation ${inUnit(sharpness.std)}, width of intervals ${inUnit(sharpness.width50)} (50 %) and ${inUnit(sharpness.width90)} (90 %); interval scores ${inUnit(quantiles.interval50)} and ${inUnit(quantiles.interval90)}, pinball loss ${inUnit(quantiles.pinball)}`,
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
  const texts = failed.map(checkText);
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
    `  ${word}: ${counted(items, 'item')} (${title})`,
    ...linesOfDetection(detection),
    ...targets.flatMap((one) => linesOfDetection(one.detection, `${one.name}, `)),
  ];
}

function linesOfDetection(detection: OtherResult['detection'], target = ''): readonly string[] {
  return Object.entries(detection).map(
    ([measure, { auroc, aupr, fpr95 }]) =>
      `    ${target}${measure}: AUROC ${digits(auroc)}, AUPR ${digits(aupr)}, ${digits(100 * fpr95)} % false alarms where 95 % are found`,
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Where nothing tells it, a dash. */
function intervalText(interval: readonly [number, number]): string {
  return interval.some(Number.isNaN) ? '-' : interval.map(digits).join(' to ');
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
