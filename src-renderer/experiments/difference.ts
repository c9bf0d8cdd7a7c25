import type { RunSummary } from '../../src-shared/runs';
import { flatten, settingText } from './paths';

export interface SettingDifference {
  readonly path: string;
  /** One text for each run, in the order given. */
  readonly texts: readonly string[];
}

/** The settings in which the runs are not all alike, except their names, and the engine and code that trained them. */
export function differencesBetween(
  runs: readonly Pick<RunSummary, 'experiment' | 'engine' | 'codeVersion'>[],
): readonly SettingDifference[] {
  const flat = runs.map(
    ({ experiment, engine, codeVersion }) => new Map(flatten({ ...experiment, engine, codeVersion })),
  );
  const paths = new Set(flat.flatMap((settings) => [...settings.keys()]));
  paths.delete('name');
  return [...paths]
    .map((path) => ({ path, texts: flat.map((settings) => settingText(settings.get(path))) }))
    .filter(({ texts }) => new Set(texts).size > 1);
}
