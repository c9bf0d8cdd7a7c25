import type { ItemsNamedApart } from '../../src-shared/posterior/posterior-comparison';
import { itemOrigin } from '../data/item-origin';
import type { RunData } from '../data/run-data';
import { mostLikely } from '../evaluate/scores/scores';

/** Items that are listed at most, and bytes of their pictures. */
const mostItems = 100;
const mostPictureBytes = 1_000_000;

type Listed = ItemsNamedApart['items'][number];

/** The items of which two runs name different classes, those first whose probabilities lie farthest apart. */
export class NamedApart {
  readonly #found: Listed[] = [];
  #items = 0;

  constructor(readonly classNames: readonly string[]) {}

  /**
   * @param first and `second`: pooled log probabilities of the next items, [items, classes]
   * @param labels [items]
   */
  add(first: Float32Array, second: Float32Array, labels: Int32Array | Float32Array): void {
    const classes = this.classNames.length;
    for (let place = 0; place < labels.length; place += 1) {
      const [ours, theirs] = [first, second].map((logs) =>
        logs.subarray(place * classes, (place + 1) * classes),
      );
      const named = [mostLikely(ours), mostLikely(theirs)] as const;
      if (named[0] === named[1]) continue;
      this.#found.push({
        item: this.#items + place,
        label: labels[place],
        named: [...named],
        confidence: [Math.exp(ours[named[0]]), Math.exp(theirs[named[1]])],
        distance: totalVariation(ours, theirs),
      });
    }
    this.#items += labels.length;
  }

  value({ test, keys, pictureOf }: Pick<RunData, 'test' | 'keys' | 'pictureOf'>): ItemsNamedApart {
    const listed = this.#found.sort((a, b) => b.distance - a.distance || a.item - b.item).slice(0, mostItems);
    const shown = pictureOf && listed[0] ? pictureOf(test[listed[0].item]) : undefined;
    const room = shown ? Math.floor(mostPictureBytes / shown.pixels.length) : 0;
    return {
      kind: 'classes',
      all: this.#found.length,
      classNames: [...this.classNames],
      ...(shown ? { pictureShape: [shown.height, shown.width, shown.channels] } : {}),
      items: listed.map((one, place) => {
        const origin = itemOrigin(keys, test[one.item]);
        const picture = place < room ? pictureOf?.(test[one.item]) : undefined;
        return {
          ...one,
          ...(origin === undefined ? {} : { origin }),
          ...(picture ? { pixels: Buffer.from(picture.pixels).toString('base64') } : {}),
        };
      }),
    };
  }
}

function totalVariation(first: Float32Array, second: Float32Array): number {
  return first.reduce((sum, log, at) => sum + 0.5 * Math.abs(Math.exp(log) - Math.exp(second[at])), 0);
}
