import { kindOfData } from '../datasets/data-settings';
import type { Experiment } from './experiment';

/** Whether a network of these data predicts numbers, not classes. */
export function isRegression(data: Experiment['data']): boolean {
  return kindOfData(data).kind !== 'images' && !('task' in data && data.task === 'classification');
}
