import { flatten, settingText } from '../experiment/setting-paths';
import { formatDuration } from '../words/duration';
import { type RunTimes, tookSeconds } from './run-time';
import type { RunSummary } from './runs';

export interface SettingDifference {
  readonly path: string;
  /** One text for each run, in the order given. */
  readonly texts: readonly string[];
}

type Compared = Pick<RunSummary, 'experiment' | 'engine' | 'codeVersion'> & RunTimes;

/**
 * In what the runs are not all alike: settings, except their names, the engine and code that trained them, and how
 * long it took.
 */
export function differencesBetween(runs: readonly Compared[]): readonly SettingDifference[] {
  const flat = runs.map(({ experiment, engine, codeVersion, ...times }) => {
    const seconds = tookSeconds(times);
    const duration = seconds === undefined ? {} : { duration: formatDuration(seconds) };
    return new Map(flatten({ ...experiment, engine, codeVersion, ...duration }));
  });
  const paths = new Set(flat.flatMap((settings) => [...settings.keys()]));
  paths.delete('name');
  return [...paths]
    .map((path) => ({ path, texts: flat.map((settings) => settingText(settings.get(path))) }))
    .filter(({ texts }) => new Set(texts).size > 1);
}
