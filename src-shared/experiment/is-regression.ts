import { dataFacts } from './data';
import type { Experiment } from './experiment';

/** Whether a network of these data predicts numbers, not classes. */
export function isRegression(data: Experiment['data']): boolean {
  return !dataFacts(data).namesClasses(data);
}
