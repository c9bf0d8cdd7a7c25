import type { Problem } from '../../src-shared/experiment/problem';
import { labelOf } from '../settings/fields';
import { inFormWords } from '../settings/form-words';

/** What the form calls the parts of a study. */
const studyLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  kind: 'Question',
  grid: 'Size of the study',
  'grid.mode': 'Ways of sharing',
  'grid.devices': 'Numbers of devices',
  'grid.samples': 'Samples per step',
  'grid.samplesPerDevice': 'Samples per device',
  'grid.batchSize': 'Items per step',
  'grid.views': 'Random views',
  'grid.seeds': 'Seeds',
  target: 'Target',
  'target.metric': 'Target metric',
  'target.value': 'Target value',
  'base.parallel.threadsPerDevice': 'Threads per CPU slot',
};

/** A problem of a study in the words of its form: the paths of settings are for files. */
export function problemText({ path, message }: Problem): string {
  const place = path.replace(/(?<=[A-Za-z])(\.\d+)+$/, '');
  const label = studyLabels[place] ?? labelOf(place.replace(/^base\./, ''));
  return `${label}: ${inFormWords(message, studyLabels)}`;
}
