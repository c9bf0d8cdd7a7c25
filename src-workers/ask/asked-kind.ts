import type { Answer, Askable, AskedItem, Question } from '../../src-shared/posterior/asking';
import type { RunData } from '../data/run-data';

/** What is particular to a kind of items that a posterior is asked about. */
export interface AskedKind {
  readonly items: Askable['items'];
  /** That are computed at once; of more, so many after the other. */
  readonly mostItems: number;
  /**
   * Standardised inputs, [count, ...inputShape].
   * @throws BadInputError where they do not fit the network
   */
  inputsOf(item: AskedItem): { readonly inputs: Float32Array; readonly count: number };
  /**
   * An item of the test split as it was before standardisation.
   * @param place its place there
   */
  testItem(data: RunData, place: number): Answer;
  /**
   * A picture of the person's own, brought to size as those of training were; where items are pictures.
   * @throws BadInputError where its pixels are not as many as it says
   */
  fitted?(picture: Extract<Question, { kind: 'own-picture' }>): Answer;
  /** At most so many items of the training split, at equal distances; where they can be looked at together. */
  trainingItems?(data: RunData, most: number): Answer;
}
