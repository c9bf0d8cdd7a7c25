import { namesOf } from '../../../src-shared/experiment/choice';
import { dataChoices } from '../../../src-shared/experiment/data';

/** What is known of data of that name. */
export function dataChoiceOf(dataset: string): (typeof dataChoices)[number] | undefined {
  return dataChoices.find((choice) => namesOf(choice, 'dataset').includes(dataset));
}

/** Whether a data set is files of the person's own, by its name. */
export function isOwnData(dataset: string): boolean {
  return dataChoiceOf(dataset)?.origin === 'own';
}
