import { BadInputError } from '../../src-shared/errors';
import type { ClassWeights } from '../../src-shared/experiment/data/class-weights';
import { didYouMean } from '../../src-shared/words/nearest';

/** @throws BadInputError where a class is weighed that is not there */
export function checkClassWeights(weights: ClassWeights | undefined, classNames: readonly string[]): void {
  if (weights === undefined || weights === 'balanced') return;
  const unknown = Object.keys(weights).find((name) => !classNames.includes(name));
  if (unknown !== undefined)
    throw new BadInputError(
      `data.classWeights: ${unknown} is no class of these data.${didYouMean(unknown, classNames)}`,
    );
}

/**
 * One weight for each class. Balanced they are items / (classes * items of the class), as King and Zeng (2001, Logistic regression in rare
 * events data) weigh a sample: all training items together then weigh as many as there are, and each class as much as another.
 * @param trained the class of each item that is trained on
 */
export function weightsOfClasses(
  weights: ClassWeights,
  classNames: readonly string[],
  trained: Iterable<number>,
): readonly number[] {
  if (weights !== 'balanced') return classNames.map((name) => weights[name] ?? 1);
  const counts = classNames.map(() => 0);
  let items = 0;
  for (const label of trained) {
    counts[label] += 1;
    items += 1;
  }
  // As scikit-learn's compute_class_weight has it: of the classes that there are.
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : items / (present * count)));
}
