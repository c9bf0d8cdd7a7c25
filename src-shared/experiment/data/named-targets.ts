import type { DataSettings } from '.';
import { namesOfTargets } from './target-names';

/** The columns or arrays that a person names to be predicted, and the setting that names them. */
export function namedTargets(data: DataSettings): {
  readonly path: 'data.target' | 'data.targets' | 'data.valueColumn';
  readonly names: readonly string[];
} {
  if (data.dataset === 'arrays') return { path: 'data.targets', names: namesOfTargets(data.targets) };
  if (data.dataset === 'time-series')
    return { path: 'data.valueColumn', names: namesOfTargets(data.valueColumn) };
  const target = data.dataset === 'table' || data.dataset === 'images' ? data.target : undefined;
  return { path: 'data.target', names: namesOfTargets(target ?? []) };
}
