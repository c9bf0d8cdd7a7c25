import { type Noise, noiseFacts } from '../../../../src-shared/experiment/noise';

/** What scores of numbers are counted in, where they are kept as the network sees its targets. */
export interface ScoreUnits {
  readonly rmse: string;
  readonly nll: string;
}

/** Targets are standardised; counts are only divided by the rate where the network gives 0, and their NLL is that of the counts as they are. */
export function scoreUnits(noise: Noise): ScoreUnits {
  const scale = noiseFacts(noise).countScale?.(noise);
  if (scale === undefined)
    return { rmse: 'spreads of the target', nll: 'nats per value, in spreads of the target' };
  return { rmse: scale === 'one' ? 'counts' : 'times the mean count of training', nll: 'nats per count' };
}
