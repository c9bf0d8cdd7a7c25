import type { OptimiserSettings, SettingsOf } from '../program';
import { adam } from './adam';
import { adamw } from './adamw';
import type { Optimiser } from './optimiser';
import { sgd } from './sgd';

type Kind = OptimiserSettings['kind'];

const optimisers: { readonly [One in Kind]: Optimiser<SettingsOf<One>> } = { adam, adamw, sgd };

export function optimiserOfKind({ kind }: Pick<OptimiserSettings, 'kind'>): Optimiser<OptimiserSettings> {
  // Each takes the settings of its own kind, as its functions are given them.
  return optimisers[kind] as Optimiser<OptimiserSettings>;
}
