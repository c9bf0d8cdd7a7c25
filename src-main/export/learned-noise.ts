import type { Noise } from '../../src-shared/experiment/noise';
import type { Tensor } from '../../src-shared/formats/safetensors';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { LearnedNoise } from '../../src-shared/posterior/posterior-summary';

type Values = Extract<PosteriorTask, { readonly kind: 'regression' }>;

/** The learned noise of each target, in its own unit; none where the noise is no parameter. */
export function learnedNoises(
  task: PosteriorTask,
  noise: Noise,
  tensors: readonly Tensor[],
): readonly LearnedNoise[] {
  const find = (name: string) => tensors.find((tensor) => tensor.name === name);
  if (task.kind === 'heads')
    return task.heads.flatMap((head) =>
      noisesOf(head.task, head.noise, find(`likelihood.${head.name}.log_std`)),
    );
  return noisesOf(task, noise, find('likelihood.log_std'));
}

/** @param tensor [networks, noises] or [noises]: of each target its own noise, or one for all */
function noisesOf(task: PosteriorTask, { kind }: Noise, tensor: Tensor | undefined): readonly LearnedNoise[] {
  if (task.kind !== 'regression' || kind !== 'learned' || !tensor) return [];
  const stds = Array.from(tensor.data, Math.exp);
  const noises = tensor.shape[tensor.shape.length - 1] ?? 1;
  return task.targetNames.map((target, at) =>
    told(
      task,
      target,
      at,
      stds.filter((_, place) => place % noises === at % noises),
    ),
  );
}

function told({ targetStd, targetUnit }: Values, target: string, at: number, stds: readonly number[]) {
  const unit = targetStd[at] ?? 1;
  const standardised = Math.sqrt(stds.reduce((sum, std) => sum + std ** 2 / stds.length, 0));
  const range = [Math.min(...stds) * unit, Math.max(...stds) * unit] as const;
  return {
    target,
    std: standardised * unit,
    standardised,
    ...(stds.length > 1 ? { range } : {}),
    ...(targetUnit === undefined ? {} : { unit: targetUnit }),
  };
}
