import { writeFile } from 'node:fs/promises';
import {
  type Calibration,
  type CalibrationMethod,
  calibrationMethods,
  type Fitted,
  type ValueIntervals,
} from '../../src-shared/assessment/calibration';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { RunData } from '../data/run-data';
import { openTrainedData } from '../kinds-of-data';
import { type JudgedTarget, likelihoodsOf } from '../posterior/judged-targets';
import { Sampler } from '../posterior/sampler';
import { splitPredictions } from '../posterior/split-predictions';
import { openPosterior } from '../posterior/trained-posterior';
import { calibrateClasses } from './calibrate-classes';
import { calibrateMaps } from './calibrate-maps';
import { calibrateIntervals, calibrateQuantiles } from './calibrate-values';
import { pooledClasses } from './held-out-predictions';

type CalibrationWork = Extract<PosteriorWork, { kind: 'calibrate' }>;
/** What there is to calibrate with, by likelihood. */
type MethodsOf = (judged: JudgedTarget) => readonly CalibrationMethod[];

/**
 * Calibrates a posterior on the validation split of its run, each head by itself, and writes what came of it as JSON.
 * @param onProgress items of both splits that were predicted, of so many
 * @throws BadInputError where the run has no validation items, or too few; where the method is for another task
 */
export async function calibratePosterior(
  work: CalibrationWork,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const posterior = await openPosterior(work.posterior, work.samples ?? 'as-scored');
  const { metadata } = posterior;
  const likelihoods = likelihoodsOf(posterior, posterior.experiment.training.samples);
  const methodsOf = methodsFor(likelihoods, work.method);
  const data = await openTrainedData(metadata, work.location);
  const sampler = new Sampler(posterior, engine);
  try {
    refuseWithoutValidation(data);
    const { samples } = sampler;
    const onTrial = { sampler, data, coverage: work.coverage, onProgress };
    const calibration: Calibration = {
      version: 1,
      step: metadata.step,
      samples,
      items: data.validation.length,
      testItems: data.test.length,
      ...(await fittedOn(onTrial, likelihoods, methodsOf)),
    };
    await writeFile(work.out, JSON.stringify(calibration));
    return { rows: 0, samples, columns: [], notes: [] };
  } finally {
    sampler.dispose();
    data.close();
  }
}

interface OnTrial {
  readonly sampler: Sampler;
  readonly data: RunData;
  readonly coverage: number;
  onProgress(done: number, total: number): void;
}

/** Of several heads each has its place, one that is not fitted without anything. */
async function fittedOn(
  onTrial: OnTrial,
  likelihoods: readonly JudgedTarget[],
  methodsOf: MethodsOf,
): Promise<Fitted & Pick<Calibration, 'heads'>> {
  const { data, onProgress } = onTrial;
  const asked = likelihoods.filter((one) => methodsOf(one).length > 0);
  const total = asked.length * (data.validation.length + data.test.length);
  let done = 0;
  const onItems = (items: number) => {
    done += items;
    onProgress(done, total);
  };
  const heads: NonNullable<Calibration['heads']> = [];
  for (const judged of likelihoods) {
    const methods = methodsOf(judged);
    const { name } = judged;
    const fitting = methods.length > 0 ? fittedOf(onTrial, judged, methods, onItems) : {};
    if (name === undefined) return fitting;
    const fitted = await sayingWhose(name, fitting);
    heads.push({ name, ...fitted });
  }
  return { heads };
}

/** Several heads are refused by name. */
async function sayingWhose(head: string, fitting: Fitted | Promise<Fitted>): Promise<Fitted> {
  try {
    return await fitting;
  } catch (error) {
    if (error instanceof BadInputError) throw new BadInputError(`${head}: ${error.message}`);
    throw error;
  }
}

async function fittedOf(
  { sampler, data, coverage }: OnTrial,
  judged: JudgedTarget,
  methods: readonly CalibrationMethod[],
  onItems: (items: number) => void,
): Promise<Fitted> {
  const { task } = judged;
  if (task.kind === 'classification') {
    const validation = await pooledClasses(sampler, data, judged, data.validation, onItems);
    const test = await pooledClasses(sampler, data, judged, data.test, onItems);
    return calibrateClasses({ validation, test, classNames: task.classNames }, methods, coverage);
  }
  if (task.kind === 'segmentation') {
    const [height, width] = task.targetShape;
    return {
      temperature: await calibrateMaps({
        maps: { height, width, classes: task.classNames.length },
        samples: sampler.samples,
        validation: splitPredictions(sampler, data, data.validation, onItems),
        validationItems: data.validation.length,
        test: splitPredictions(sampler, data, data.test, onItems),
      }),
    };
  }
  const onTrial = { sampler, data, judged, targetStd: task.targetStd, onItems };
  const names = task.targetNames.length > 1 ? { targets: [...task.targetNames] } : {};
  const [method] = methods;
  if (method === 'isotonic') return { ...names, quantiles: await calibrateQuantiles(onTrial) };
  const intervals = await calibrateIntervals(onTrial, method as ValueIntervals['method'], coverage);
  return { ...names, intervals };
}

/** Without a method that is asked for. */
const usual = {
  classification: ['temperature', 'raps'],
  segmentation: ['temperature'],
  regression: ['locally-weighted'],
} as const;
const predicted = {
  classification: 'classes',
  segmentation: 'a class for each pixel',
  regression: 'values',
} as const;

/**
 * By what each likelihood is of: the method that was asked for where it is for such, or the usual ones.
 * @throws BadInputError where it is for none of them
 */
function methodsFor(likelihoods: readonly JudgedTarget[], asked: CalibrationMethod | undefined): MethodsOf {
  const known = ({ task }: JudgedTarget): readonly CalibrationMethod[] => calibrationMethods[task.kind];
  if (asked === undefined) return ({ task }) => usual[task.kind];
  if (likelihoods.some((one) => known(one).includes(asked)))
    return (one) => (known(one).includes(asked) ? [asked] : []);
  const [first] = likelihoods;
  throw new BadInputError(
    `--method: ${asked} is not for runs that predict ${predicted[first.task.kind]}; these take ${known(first).join(', ')}.`,
  );
}

function refuseWithoutValidation({ validation }: RunData): void {
  if (validation.length > 0) return;
  throw new BadInputError(
    'The run has no validation items to calibrate on; train with a data.validationFraction above 0.',
  );
}
