import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/words/nearest';

/** @throws BadInputError where a class is not there, or fewer than two are left */
export function keptClasses(classNames: readonly string[], leftOut: readonly string[]): readonly string[] {
  const unknown = leftOut.find((name) => !classNames.includes(name));
  if (unknown !== undefined)
    throw new BadInputError(
      `data.leaveOutClasses: ${unknown} is no class of these data.${didYouMean(unknown, classNames)}`,
    );
  const kept = classNames.filter((name) => !leftOut.includes(name));
  if (kept.length >= 2) return kept;
  throw new BadInputError(
    'data.leaveOutClasses: fewer than two classes are left; there must be two to tell apart.',
  );
}
