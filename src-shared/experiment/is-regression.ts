import { dataFacts } from './data';
import { headsOf } from './data/heads';
import type { Experiment } from './experiment';

/** Whether a network of these data predicts numbers under one likelihood, and not classes. */
export function isRegression(data: Experiment['data']): boolean {
  return !dataFacts(data).namesClasses(data) && headsOf(data).length === 0;
}
