/** A test item with what a run made of it: all that a picture of its doubts needs. */
export interface DoubtedItem {
  readonly item: number;
  readonly label: number;
  readonly predicted: number;
  /** In nats, as are the next two. */
  readonly entropy: number;
  readonly mutualInformation: number;
  readonly error?: number;
  /** Pooled over all samples, one per class. */
  readonly probabilities: readonly number[];
  /** The same of each weight sample; without it, no single samples are drawn. */
  readonly bySample?: readonly (readonly number[])[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Base64 of height x width x channels bytes. */
  readonly pixels: string;
}

/** One class that an item was taken for. */
export interface Guess {
  readonly name: string;
  readonly probability: number;
  readonly isTruth: boolean;
  /** Of the single weight samples. */
  readonly bySample: readonly number[];
}

const mostGuesses = 4;
const mostTicks = 64;

/** The likeliest classes of an item, likeliest first. */
export function guessesOf(item: DoubtedItem, classes: readonly string[]): readonly Guess[] {
  return item.probabilities
    .map((probability, index) => ({
      name: className(index, classes),
      probability,
      isTruth: index === item.label,
      bySample: (item.bySample ?? []).slice(0, mostTicks).map((sample) => sample[index] ?? 0),
    }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, mostGuesses);
}

export function className(index: number, classes: readonly string[]): string {
  return classes[index] ?? String(index);
}

/** Where an item's doubt comes from, in a sentence with its numbers. */
export function doubtText({ entropy, mutualInformation, error }: DoubtedItem): string {
  const parts = `Entropy ${entropy.toFixed(2)} nats, ${mutualInformation.toFixed(2)} of it from the weights`;
  return error === undefined ? parts : `${parts}; error ${error.toFixed(2)} nats`;
}
