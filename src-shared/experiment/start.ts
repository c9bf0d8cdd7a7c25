import { z } from 'zod';
import type { Experiment } from './experiment';
import type { Problem } from './problem';

/** Weights that were trained before, which a network begins at. */
export const startSchema = z.strictObject({
  /** The ID of a run that is over: weights, and deviations where it has any, begin where its posterior stands. */
  run: z.string().min(1).max(200).optional(),
  /** A safetensors file instead: an exported posterior, or the state_dict of a PyTorch module with the same names. Of a run it is filled in. */
  file: z.string().min(1).optional(),
  /** Layers that begin afresh nonetheless, named as in inference.bayesianLayers, such as `last` for other classes. */
  fresh: z.array(z.string().min(1)).optional(),
  /** What the file calls tensors or layers of the network, by the network's names, where they differ: `{"fc": "classifier.1"}`. */
  names: z.record(z.string().min(1), z.string().min(1)).optional(),
});

export type Start = Readonly<z.output<typeof startSchema>>;

/** Where an experiment's weights come from, where they are trained: what `start` says, or the prior that is a run's posterior. */
export function startOf({ start, inference: { prior } }: Experiment): Start | undefined {
  if (prior.kind === 'posterior')
    return { run: prior.run, file: prior.file, fresh: start?.fresh, names: start?.names };
  return start?.run === undefined && start?.file === undefined ? undefined : start;
}

/** The path of the settings that `startOf` reads. */
export function startPath({ inference: { prior } }: Experiment): 'start' | 'inference.prior' {
  return prior.kind === 'posterior' ? 'inference.prior' : 'start';
}

/** The experiment with the file that its weights are read from. */
export function withStartFile(experiment: Experiment, file: string): Experiment {
  const { start, inference } = experiment;
  const { prior } = inference;
  if (prior.kind === 'posterior')
    return { ...experiment, inference: { ...inference, prior: { ...prior, file } } };
  return { ...experiment, start: { ...start, file } };
}

/** Whether weights that were trained before are there to begin at. */
export function beginsTrained(experiment: Experiment): boolean {
  const { model } = experiment;
  return startOf(experiment) !== undefined || (model.kind === 'onnx' && model.start === 'file');
}

/** What `start` and a prior that is a run's posterior ask of each other. */
export function startProblems({ start, inference: { prior } }: Experiment): readonly Problem[] {
  if (prior.kind !== 'posterior') return [];
  const problems: readonly (Problem | false)[] = [
    prior.run === undefined &&
      prior.file === undefined && {
        path: 'inference.prior.run',
        message:
          'Whose posterior is the prior? Name a run that is over by its ID (run), or an exported posterior (file).',
      },
    (start?.run !== undefined || start?.file !== undefined) && {
      path: start.run === undefined ? 'start.file' : 'start.run',
      message: 'A network whose prior is a run’s posterior begins at that; leave this out.',
    },
  ];
  return problems.filter((problem) => problem !== false);
}
