import type { Assessed } from '../assessed';
import type { ItemGroups } from './item-groups';

/** Hands what is predicted for items to the part that each belongs to. */
export class GroupedItems {
  readonly parts: readonly { readonly name: string; readonly items: number; readonly assessed: Assessed }[];
  #done = 0;

  /** @param newAssessed for so many items */
  constructor(
    readonly groups: ItemGroups,
    newAssessed: (items: number) => Assessed,
  ) {
    this.parts = groups.names.map((name, place) => {
      const items = groups.of.filter((part) => part === place).length;
      return { name, items, assessed: newAssessed(items) };
    });
  }

  /**
   * @param predictions of all samples for the next items, [samples, items, outputs]
   * @param targets of those items
   * @param items how many they are
   */
  add(predictions: Float32Array, targets: Int32Array | Float32Array, samples: number, items: number): void {
    const places = Array.from({ length: items }, (_, place) => place);
    const partOf = this.groups.of.subarray(this.#done, this.#done + items);
    this.parts.forEach(({ assessed }, part) => {
      const own = places.filter((place) => partOf[place] === part);
      if (own.length === 0) return;
      const perItem = predictions.length / (samples * items);
      const drawn = new Float32Array(samples * own.length * perItem);
      for (let sample = 0; sample < samples; sample += 1)
        copyItems(
          predictions.subarray(sample * items * perItem),
          own,
          perItem,
          drawn.subarray(sample * own.length * perItem),
        );
      const came = targets.slice(0, (own.length * targets.length) / items);
      copyItems(targets, own, targets.length / items, came);
      assessed.add(drawn, came);
    });
    this.#done += items;
  }
}

type Numbers = Int32Array | Float32Array;

function copyItems(from: Numbers, places: readonly number[], size: number, to: Numbers): void {
  places.forEach((place, at) => {
    to.set(from.subarray(place * size, (place + 1) * size), at * size);
  });
}
