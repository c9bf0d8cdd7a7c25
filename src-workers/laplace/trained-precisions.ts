import type { Experiment } from '../../src-shared/experiment/experiment';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { priorFacts } from '../../src-shared/experiment/priors';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';

/**
 * The precision of the Gaussian that held each weight in training: that of the prior, and of a weight decay that joins the
 * gradient (decoupled decay belongs to no prior).
 * @param items of the training split (N)
 */
export function trainedPrecisions(
  { inference, training: { optimizer } }: Pick<Experiment, 'inference' | 'training'>,
  { tensors, size }: LaplaceScope,
  items: number,
): Float64Array {
  const { prior, heat } = inference;
  const { normalStd } = priorFacts(prior);
  const perDecay = optimizer.kind !== 'adamw' && optimizer.weightDecayPer === 'item' ? items : 1;
  const decay = optimizer.kind === 'adamw' ? 0 : optimizer.weightDecay * perDecay;
  const precisions = new Float64Array(size);
  let from = 0;
  for (const { shape, fanIn } of tensors) {
    const std = normalStd?.(prior, fanIn);
    const to = from + sizeOf(shape);
    precisions.fill(decay + (std === undefined ? 0 : heat / std ** 2), from, to);
    from = to;
  }
  return precisions;
}
