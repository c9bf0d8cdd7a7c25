import type { Experiment } from './experiment';
import { isSettings } from './setting-paths';

/** What of the data weighs the likelihood and nothing else: items, and scores on them, are the same with any. */
const likelihoodWeights: readonly string[] = ['areaWeights', 'classWeights'];

/** Equal for settings that say the same, in whatever order: a stored run has those last that came later. */
export function settingsText(settings: unknown): string {
  return JSON.stringify(settings, (_key, value: unknown) =>
    isSettings(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : Number(a > b))))
      : value,
  );
}

/** What decides the items of an experiment's data, and what is measured on them. */
export function itemSettings(data: Experiment['data']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !likelihoodWeights.includes(name)));
}

type Data = Experiment['data'];
type SettingOf<Each> = Each extends unknown ? keyof Each : never;

const leavesOutPeriod = (data: Data): boolean =>
  'leaveOutPeriod' in data && data.leaveOutPeriod !== undefined;
const namesPixels = (data: Data): boolean => 'task' in data && data.task === 'segmentation';

/**
 * Whether a setting decides which items a run is tested on, or what is predicted of them; a new one says so here. What does not: how inputs
 * are made, what the likelihood weighs, validation (drawn once the test is), and what is a refusal where it would matter (an empty cell, a
 * broken picture).
 */
const decidesTests: Readonly<Record<SettingOf<Data>, boolean | ((data: Data) => boolean)>> = {
  dataset: true,
  path: true,
  testPath: true,
  separator: true,
  decimals: true,
  encoding: true,
  target: true,
  targets: true,
  valueColumn: true,
  task: true,
  classes: true,
  classNames: true,
  heads: true,
  ignoredLabel: true,
  // Their endings tell whether the splits are in the file.
  inputs: true,
  // All of them are predicted where no targets are named.
  variables: (data) => !('targets' in data && data.targets !== undefined),
  levels: true,
  static: false,
  staticPath: false,
  timeColumn: true,
  timeZone: true,
  seriesColumn: true,
  resample: true,
  resampleBy: true,
  resampleByColumn: true,
  stride: true,
  horizon: true,
  // Nothing tested on sees of a period that is left out.
  history: leavesOutPeriod,
  calendar: false,
  gaps: false,
  pastCovariates: false,
  futureCovariates: false,
  // Class maps are scored at this size.
  size: namesPixels,
  resize: namesPixels,
  colours: false,
  statistics: false,
  mirrored: false,
  broken: false,
  leaveOut: false,
  missing: false,
  embedAbove: false,
  embeddingSize: false,
  areaWeights: false,
  classWeights: false,
  testFraction: true,
  validationFraction: false,
  stratified: true,
  leastPerClass: true,
  groups: true,
  splitColumn: true,
  splitSeed: true,
  origins: true,
  origin: true,
  leaveOutClasses: true,
  leaveOutPeriod: true,
};

/** The settings of data that decide its test, as texts by name. */
function testSettings(data: Data): ReadonlyMap<string, string> {
  const all = new Map(Object.entries(data));
  const decisive = Object.entries(decidesTests).filter(([, decides]) =>
    typeof decides === 'function' ? decides(data) : decides,
  );
  return new Map(decisive.map(([name]) => [name, settingsText(all.get(name))]));
}

/** Equal for runs that are tested on the same items, and are asked the same of them, where their seeds are equal. */
export function testsText(data: Data): string {
  return JSON.stringify([...testSettings(data)]);
}

/** The settings of data in which some differ, so that scores of one say nothing beside another's: they are tested on other items. */
export function otherTests(all: readonly Data[]): readonly string[] {
  const tests = all.map(testSettings);
  return Object.keys(decidesTests).filter((name) => new Set(tests.map((each) => each.get(name))).size > 1);
}

/** What items, their classes or their cells count in the likelihood; empty where all count alike. */
export function likelihoodWeightsOf(data: Experiment['data']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => likelihoodWeights.includes(name) && value !== false),
  );
}
