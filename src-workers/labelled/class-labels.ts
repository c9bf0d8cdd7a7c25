import { BadInputError } from '../../src-shared/errors';
import { didYouMean } from '../../src-shared/words/nearest';

/** Classes that a message names: nobody reads more of them. */
const mostNamed = 20;

/**
 * The numbers of items' classes, as the network counts them.
 * @param names of the items' classes
 * @param placeOf where an item's class stands, for messages
 * @throws BadInputError naming the first class that the network does not know
 */
export function classLabels(
  names: readonly string[],
  classNames: readonly string[],
  placeOf: (item: number) => string,
): Int32Array {
  const labels = new Map(classNames.map((name, label) => [name, label]));
  return Int32Array.from(names, (name, item) => {
    const label = labels.get(name);
    if (label !== undefined) return label;
    const wrong = name === '' ? 'there is no class' : `${name} is no class of this network`;
    const named = classNames.slice(0, mostNamed).join(', ');
    const more = classNames.length > mostNamed ? ` and ${classNames.length - mostNamed} more` : '';
    throw new BadInputError(
      `${placeOf(item)}: ${wrong}; its classes are ${named}${more}.${didYouMean(name, classNames)}`,
    );
  });
}
