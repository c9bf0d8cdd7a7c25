/** What people read over the columns of a study's tables; files and the command line have the names themselves. */
const columnTexts: Readonly<Record<string, string>> = {
  variant: 'Variant',
  mode: 'Mode',
  devices: 'Devices',
  samples: 'Samples',
  batch: 'Items per step',
  views: 'Random views',
  runs: 'Runs',
  pairs: 'Pairs',
  time: 'Time',
  step: 'Time of a step',
  'ideal step': 'Ideal time of a step',
  speedup: 'Speedup',
  'ideal speedup': 'Ideal speedup',
  efficiency: 'Efficiency',
  memory: 'Memory',
  reached: 'Runs that reached it',
  epochs: 'Epochs',
  'epochs min': 'Fewest epochs',
  'epochs max': 'Most epochs',
  best: 'Best value',
};

/** A column of a study as people read it; undefined for a setting or a score, which have words of their own. */
export function columnWords(name: string): string | undefined {
  return Object.hasOwn(columnTexts, name) ? columnTexts[name] : undefined;
}
