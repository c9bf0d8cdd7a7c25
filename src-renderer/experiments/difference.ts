import type { Experiment } from '../../src-shared/experiment';
import { flatten, settingText } from './paths';

export interface SettingDifference {
  readonly path: string;
  /** One text for each experiment, in the order given. */
  readonly texts: readonly string[];
}

/** The settings in which the experiments are not all alike, except their names. */
export function differencesBetween(experiments: readonly Experiment[]): readonly SettingDifference[] {
  const flat = experiments.map((experiment) => new Map(flatten({ ...experiment })));
  const paths = new Set(flat.flatMap((settings) => [...settings.keys()]));
  paths.delete('name');
  return [...paths]
    .map((path) => ({ path, texts: flat.map((settings) => settingText(settings.get(path))) }))
    .filter(({ texts }) => new Set(texts).size > 1);
}
