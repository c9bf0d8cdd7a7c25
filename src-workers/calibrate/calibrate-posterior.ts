import { writeFile } from 'node:fs/promises';
import {
  type Calibration,
  type CalibrationMethod,
  calibrationMethods,
  type ValueIntervals,
} from '../../src-shared/calibration';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior-work';
import type { EngineChoice } from '../../src-shared/worker-protocol';
import type { RunData, Task } from '../data/run-data';
import { targetNoise } from '../evaluate/target-noise';
import { openRunData } from '../kinds-of-data';
import { oneLikelihood } from '../posterior/one-likelihood';
import { Sampler } from '../posterior/sampler';
import { openPosterior } from '../posterior/trained-posterior';
import { calibrateClasses } from './calibrate-classes';
import { calibrateIntervals, calibrateQuantiles } from './calibrate-values';
import { pooledClasses } from './held-out-predictions';

type CalibrationWork = Extract<PosteriorWork, { kind: 'calibrate' }>;
type Fitted = Partial<Omit<Calibration, 'version' | 'step' | 'samples' | 'items' | 'testItems'>>;

/**
 * Calibrates a posterior on the validation split of its run and writes what came of it as JSON.
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
  const { kind } = oneLikelihood(metadata.task, 'Calibrating');
  refuseMaps(kind);
  const methods = methodsFor(kind, work.method);
  const data = await openRunData(metadata.experiment, work.location);
  const sampler = new Sampler(posterior, engine);
  try {
    refuseWithoutValidation(data);
    const fitted = await fittedOn(sampler, data, { methods, coverage: work.coverage }, onProgress);
    const { samples } = sampler;
    const { kept } = work;
    const calibration: Calibration = {
      ...(kept?.step === metadata.step && kept.samples === samples ? kept : {}),
      version: 1,
      step: metadata.step,
      samples,
      items: data.validation.length,
      testItems: data.test.length,
      ...severalTargets(metadata.task),
      ...fitted,
    };
    await writeFile(work.out, JSON.stringify(calibration));
    return { rows: 0, samples, columns: [], notes: [] };
  } finally {
    sampler.dispose();
    data.close();
  }
}

function severalTargets(task: Task): Pick<Calibration, 'targets'> {
  return task.kind === 'regression' && task.targetNames.length > 1 ? { targets: [...task.targetNames] } : {};
}

async function fittedOn(
  sampler: Sampler,
  data: RunData,
  { methods, coverage }: { readonly methods: readonly CalibrationMethod[]; readonly coverage: number },
  onProgress: (done: number, total: number) => void,
): Promise<Fitted> {
  const task = oneLikelihood(sampler.posterior.metadata.task, 'Calibrating');
  const total = data.validation.length + data.test.length;
  let done = 0;
  const onItems = (items: number) => {
    done += items;
    onProgress(done, total);
  };
  if (task.kind === 'classification') {
    const validation = await pooledClasses(sampler, data, data.validation, onItems);
    const test = await pooledClasses(sampler, data, data.test, onItems);
    return calibrateClasses({ validation, test, classNames: task.classNames }, methods, coverage);
  }
  if (task.kind === 'segmentation') return {};
  const { experiment, layout, flat } = sampler.posterior;
  const noise = targetNoise(experiment.inference, sampler.samples, layout, flat, task.targetStd);
  const onTrial = { sampler, data, noise, targetStd: task.targetStd, onItems };
  const [method] = methods;
  if (method === 'isotonic') return { quantiles: await calibrateQuantiles(onTrial) };
  return { intervals: await calibrateIntervals(onTrial, method as ValueIntervals['method'], coverage) };
}

/** @throws BadInputError where the method is for the other task */
function methodsFor(
  task: keyof typeof calibrationMethods,
  asked: CalibrationMethod | undefined,
): readonly CalibrationMethod[] {
  if (asked === undefined) return task === 'classification' ? ['temperature', 'raps'] : ['locally-weighted'];
  const known: readonly CalibrationMethod[] = calibrationMethods[task];
  if (known.includes(asked)) return [asked];
  const what = task === 'classification' ? 'classes' : 'values';
  throw new BadInputError(
    `--method: ${asked} is not for runs that predict ${what}; these take ${known.join(', ')}.`,
  );
}

function refuseMaps(task: keyof typeof calibrationMethods): void {
  if (task !== 'segmentation') return;
  throw new BadInputError(
    'Calibrating is of items with one class or with values, and not yet of class maps.',
  );
}

function refuseWithoutValidation({ validation }: RunData): void {
  if (validation.length > 0) return;
  throw new BadInputError(
    'The run has no validation items to calibrate on; train with a data.validationFraction above 0.',
  );
}
