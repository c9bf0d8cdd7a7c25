import type { NetworkShapes } from './network-choice';

/** Said where a network that looks at height and width is chosen for data that have none. */
export const noGrid =
  'This network needs pictures or fields (height x width x channels), which these data are not; use mlp for tables, transformer for time series.';

export function isGrid({ inputShape }: NetworkShapes): boolean {
  return inputShape.length === 3;
}
