import {
  type Calibration,
  calibrationMethodSchema,
  type Fitted,
  type QuantileCurve,
} from '../../../src-shared/assessment/calibration';
import { BadInputError } from '../../../src-shared/errors';
import { taskTitles } from '../../../src-shared/tasks';
import { didYouMean } from '../../../src-shared/words/nearest';
import { type Command, type CommandInput, jsonOption } from '../command';
import { followTask } from '../follow-task';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { unitOfRun } from '../unit-of-run';
import { wholeNumber } from '../whole-number';

const methods = calibrationMethodSchema.options;

export const calibrateCommand: Command = {
  name: 'calibrate',
  usage: `RUN [--method ${methods.join('|')}] [--coverage 0.9] [--samples S] [--json]`,
  about:
    'Calibrates the predictions of a run on its validation items, each of several heads by itself: probabilities of classes put right (temperature, beta, isotonic), quantiles of values (isotonic), and sets (aps, raps) or intervals (locally-weighted, cqr) that hold the truth as often as asked. `predict` adds them to its table.',
  positionals: ['RUN'],
  options: {
    ...jsonOption,
    method: { type: 'string' },
    coverage: { type: 'string' },
    samples: { type: 'string' },
  },
  run: (input, surroundings) => {
    const method = methodOf(input);
    const coverage = coverageOf(input);
    const samples = wholeNumber('--samples', input.text('samples'));
    const request = {
      ...(method === undefined ? {} : { method }),
      ...(coverage === undefined ? {} : { coverage }),
      ...(samples === undefined ? {} : { samples }),
    };
    return withCore(surroundings, async (core) => {
      const { terminal } = surroundings;
      const runId = await namedRun(core.api, input.positionals[0] ?? '');
      const title = taskTitles.calibrate(runId);
      const found = await followTask(core, title, surroundings, () => core.api.calibrate(runId, request));
      if (input.flag('json')) terminal.json(found);
      else {
        const unit = await unitOfRun(core.api, await core.api.run(runId));
        for (const line of linesOf(runId, found, unit)) terminal.line(line);
      }
      return 0;
    });
  },
};

function methodOf(input: CommandInput) {
  const text = input.text('method');
  const known = calibrationMethodSchema.optional().safeParse(text);
  if (known.success) return known.data;
  throw new BadInputError(
    `--method: ${text} is not known; methods are ${methods.join(', ')}.${didYouMean(text ?? '', methods)}`,
  );
}

function coverageOf(input: CommandInput): number | undefined {
  const text = input.text('coverage');
  if (text === undefined) return undefined;
  const coverage = Number(text);
  if (text.trim() !== '' && coverage > 0 && coverage < 1) return coverage;
  throw new BadInputError(`--coverage: ${text} is no share between 0 and 1, such as 0.9.`);
}

function linesOf(runId: string, calibration: Calibration, unit: string | undefined): readonly string[] {
  const { items, testItems, samples, heads = [] } = calibration;
  return [
    `${runId}: calibrated on ${items} validation items with ${samples} weight samples, tried on ${testItems} test items`,
    ...linesOfFitted(calibration, unit),
    ...heads.flatMap(({ name, ...fitted }) => [
      `  ${name}:`,
      ...linesOfFitted(fitted).map((line) => `  ${line}`),
    ]),
  ];
}

function linesOfFitted(fitted: Fitted, unit?: string): readonly string[] {
  const { targets, temperature, beta, isotonic, quantiles, sets, intervals } = fitted;
  const of = (target: number) => (targets ? `${targets[target]}, ` : '');
  const promise = (method: string, coverage: number, target = '') =>
    `  ${target}${method}: ${percent(coverage)} promised, `;
  return [
    ...(temperature ? [`  temperature ${digits(temperature.temperature)}: ${changes(temperature)}`] : []),
    ...(beta ? [`  beta: ${changes(beta)}`] : []),
    ...(isotonic ? [`  isotonic: ${changes(isotonic)}`] : []),
    ...(quantiles?.map((curve, at) => `  ${of(at)}${quantileLine(curve)}`) ?? []),
    ...(sets
      ? [
          `${promise(sets.method, sets.coverage)}${percent(sets.found.coverage)} found, ${digits(sets.found.classes)} ${digits(sets.found.classes) === '1' ? 'class' : 'classes'} a set`,
        ]
      : []),
    ...(intervals?.found.map(
      ({ coverage, width }, at) =>
        `${promise(intervals.method, intervals.coverage, of(at))}${percent(coverage)} found, ${digits(width)}${unit === undefined ? '' : ` ${unit}`} wide`,
    ) ?? []),
  ];
}

interface OfClasses {
  readonly nll: number;
  readonly ece: number;
  readonly accuracy?: number;
}

/** What a calibration of classes did to their scores. */
function changes({ before, after }: { readonly before: OfClasses; readonly after: OfClasses }): string {
  const named = before.accuracy !== undefined && after.accuracy !== undefined;
  return [
    `NLL ${digits(before.nll)} -> ${digits(after.nll)} nats, ECE ${digits(before.ece)} -> ${digits(after.ece)}`,
    ...(named ? [`accuracy ${percent(before.accuracy)} -> ${percent(after.accuracy)}`] : []),
  ].join(', ');
}

function quantileLine({ before, after }: QuantileCurve): string {
  return `isotonic: quantiles ${percent(before.error)} -> ${percent(after.error)} off their levels, pinball loss ${digits(before.pinball)} -> ${digits(after.pinball)}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
