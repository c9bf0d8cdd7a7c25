import { BadInputError } from '../../src-shared/errors';
import type { ListedPictures, NamedPicture } from './listed-pictures';

/** More of them, and what names them is no class but something else. */
const mostClasses = 10_000;

/**
 * Numbers the classes of pictures in alphabetical order.
 * @param place the folder or file that they are of, for messages
 * @throws BadInputError where they are no classes to learn from
 */
export function withLabels(
  found: readonly NamedPicture[],
  place: string,
): Pick<ListedPictures, 'classNames' | 'pictures'> {
  const trained = found.filter(({ split }) => split === undefined || split === 'train');
  const classNames = [...new Set(trained.map(({ className }) => className))].sort();
  refuseOtherCase([...new Set(found.map(({ className }) => className))].sort(), place);
  if (classNames.length === 1)
    throw new BadInputError(
      `${place} has pictures of one class only (${classNames[0]}); there must be two to tell apart.`,
    );
  if (classNames.length > mostClasses)
    throw new BadInputError(
      `${place} names ${classNames.length} classes; at most ${mostClasses} can be told apart.`,
    );
  const labels = new Map(classNames.map((name, label) => [name, label]));
  const pictures = found.map(({ className, ...picture }) => {
    const label = labels.get(className);
    if (label !== undefined) return { ...picture, label };
    throw new BadInputError(
      `${place}: ${picture.name} is of the class ${className}, of which there is nothing to train on.`,
    );
  });
  return { classNames, pictures };
}

function refuseOtherCase(names: readonly string[], place: string): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      throw new BadInputError(
        `${place} has the classes ${other} and ${name}, which differ in case alone; give both one name, or two that differ.`,
      );
    seen.set(name.toLowerCase(), name);
  }
}
