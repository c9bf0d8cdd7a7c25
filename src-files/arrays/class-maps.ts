import { BadInputError } from '../../src-shared/errors';
import { PixelCounts, pixelClasses } from '../pictures/pixel-classes';
import { isOfNumbers, numbersOf, type StoredArray } from './stored-array';

/** Class maps of all items, one after the other; read as they are asked for. */
export interface ClassMaps {
  readonly kind: 'segmentation';
  /** [height, width] */
  readonly shape: readonly [height: number, width: number];
  readonly classNames: readonly string[];
  /** The classes that an item's map holds. */
  readonly classesOf: (item: number) => ReadonlySet<number>;
  /** What a person should know of them: whole sentences. */
  readonly notes: readonly string[];
  /** Opens the maps: those of an item are labels row by row, -1 where one is ignored, good until the next is asked for. */
  open(): { mapOf(item: number): Int32Array; close(): void };
}

interface Settings {
  readonly ignoredLabel: number;
  readonly classNames: readonly string[];
}

/**
 * Class maps, [items, height, width] or with an axis of one more.
 * @param itemShape of the inputs that they are maps of, [height, width] or [height, width, channels]
 * @throws BadInputError naming the array, the item and what would be right
 */
export function classMapsOf(
  arrays: readonly StoredArray[],
  settings: Settings,
  itemShape: readonly number[],
): ClassMaps {
  const shape = shapeOf(arrays, itemShape);
  const parts = arrays.map((array) => {
    if (isOfNumbers(array) && array.type.isWhole) return array;
    throw new BadInputError(
      `${array.title} holds ${isOfNumbers(array) ? 'numbers with fractions' : 'texts'}; class maps are of whole numbers, as np.uint8.`,
    );
  });
  const counts = new PixelCounts(settings);
  for (const array of parts) {
    const rows = numbersOf(array);
    for (let item = 0; item < array.shape[0]; item += 1)
      counts.add(rows.of(item), () => `${array.title}, item ${item} (counted from 0)`);
    rows.close();
  }
  const { classNames, notes } = pixelClasses(counts, settings, arrays[0].title);
  return {
    kind: 'segmentation',
    shape,
    classNames,
    notes,
    classesOf: (item) => counts.perItem[item],
    open: () => {
      const readers = parts.map((array) => ({ rows: numbersOf(array), items: array.shape[0] }));
      const map = new Int32Array(shape[0] * shape[1]);
      return {
        mapOf: (item) => {
          let [part, place] = [0, item];
          while (place >= readers[part].items) {
            place -= readers[part].items;
            part += 1;
          }
          const labels = readers[part].rows.of(place);
          for (let at = 0; at < map.length; at += 1)
            map[at] = labels[at] === settings.ignoredLabel ? -1 : labels[at];
          return map;
        },
        close: () => {
          for (const { rows } of readers) rows.close();
        },
      };
    },
  };
}

/** Height and width of the maps, which are those of the inputs. */
function shapeOf(arrays: readonly StoredArray[], itemShape: readonly number[]): readonly [number, number] {
  const words = itemShape.join(' x ');
  if (itemShape.length !== 2 && itemShape.length !== 3)
    throw new BadInputError(
      `Inputs of class maps are height x width x channels, and items of these are ${words || 'single numbers'}.`,
    );
  const [height, width] = itemShape;
  for (const { title, shape } of arrays) {
    const own = shape.slice(1);
    if (isOf(own, [height, width])) continue;
    const remedy = isOf(own, itemShape.slice(1))
      ? 'channels come last here (np.moveaxis(x, 1, -1)).'
      : `a class map has the height and width of its item, ${height} x ${width}.`;
    throw new BadInputError(
      `${title} has maps of ${own.join(' x ') || 'one number'} for items of ${words}; ${remedy}`,
    );
  }
  return [height, width];
}

/** Whether a map has these sides; an axis of one in front or behind may be there or not. */
function isOf(own: readonly number[], sides: readonly number[]): boolean {
  const forms = [
    own,
    ...(own[0] === 1 ? [own.slice(1)] : []),
    ...(own.at(-1) === 1 ? [own.slice(0, -1)] : []),
  ];
  return forms.some((form) => form.join() === sides.join());
}
