import type { AssessedClassScores } from '../../../src-shared/assessment/assessment';

/** Classes that are found least are named, so many at most. */
const mostNamed = 10;

/**
 * What accuracy is to be held against: naming always the commonest class, and how many items of each class are found. Nothing of evaluations of
 * earlier versions.
 */
export function classLines(
  { commonest, each = [], balancedAccuracy, skill }: AssessedClassScores,
  digits: (value: number) => string,
): readonly string[] {
  if (!commonest || !skill || balancedAccuracy === undefined) return [];
  const found = each.filter(({ items }) => items > 0).sort((a, b) => a.recall - b.recall);
  const told = found
    .slice(0, mostNamed)
    .map(({ name, recall, items }) => `${digits(100 * recall)} % of ${items} that are ${name}`);
  const left = found.length > mostNamed ? ', and more of the others' : '';
  return [
    `  always naming ${commonest.name}, the commonest in training, is right for ${digits(commonest.accuracy)}; NLL is ${digits(100 * Math.abs(skill.classShares))} % ${skill.classShares < 0 ? 'above' : 'below'} that of telling each class by its share in training`,
    ...(told.length > 0
      ? [`  found: ${told.join(', ')}${left}; mean over the classes ${digits(balancedAccuracy)}`]
      : []),
  ];
}
