/** What one worker does of a step's S samples and B items. Positions are global: sample 7 is sample 7 on any device. */
export interface Share {
  readonly rank: number;
  readonly firstSample: number;
  readonly samples: number;
  readonly firstItem: number;
  readonly items: number;
  readonly sampleGroup: number;
  readonly dataGroup: number;
}

interface Part {
  readonly first: number;
  readonly size: number;
}

/** Splits `total` into `parts` as evenly as whole numbers allow, larger parts first: 16 over 3 is 6, 5, 5. */
export function splitEvenly(total: number, parts: number): readonly Part[] {
  const least = Math.floor(total / parts);
  const larger = total % parts;
  return Array.from({ length: parts }, (_, index) => ({
    first: index * least + Math.min(index, larger),
    size: least + (index < larger ? 1 : 0),
  }));
}

/**
 * The passes in which a worker draws its samples, none of more than `most`, larger ones first.
 * @param most without it all samples are one pass
 */
export function passesOf(samples: number, most = samples): readonly Part[] {
  return splitEvenly(samples, passCount(samples, most));
}

/** Samples of the smallest pass of any worker, where `samples` are split over so many sample groups. */
export function fewestInPass(samples: number, sampleGroups: number, most?: number): number {
  const least = Math.floor(samples / sampleGroups);
  // Shares differ by one sample at most, and the larger may fall into smaller passes.
  const sizes = samples % sampleGroups === 0 ? [least] : [least, least + 1];
  return Math.min(...sizes.map((size) => Math.floor(size / passCount(size, most ?? size))));
}

function passCount(samples: number, most: number): number {
  return Math.ceil(samples / most);
}

/**
 * The shares of all workers on a mesh of sample groups x data groups (arXiv 2604.04736, hybrid parallelism).
 * Sampling parallelism is G = workers, D = 1; data parallelism G = 1, D = workers; local 1 x 1.
 */
export function shareWork(
  samples: number,
  items: number,
  sampleGroups: number,
  dataGroups: number,
): readonly Share[] {
  const sampleParts = splitEvenly(samples, sampleGroups);
  const itemParts = splitEvenly(items, dataGroups);
  return itemParts.flatMap((itemPart, dataGroup) =>
    sampleParts.map((samplePart, sampleGroup) => ({
      rank: dataGroup * sampleGroups + sampleGroup,
      firstSample: samplePart.first,
      samples: samplePart.size,
      firstItem: itemPart.first,
      items: itemPart.size,
      sampleGroup,
      dataGroup,
    })),
  );
}

/** Sample groups (G) and data groups (D) of a mode on so many workers; `dataGroups` counts for hybrid alone. */
export function meshOf(
  mode: 'local' | 'sp' | 'ddp' | 'hybrid',
  workers: number,
  dataGroups = 1,
): { readonly sampleGroups: number; readonly dataGroups: number } {
  switch (mode) {
    case 'local':
      return { sampleGroups: 1, dataGroups: 1 };
    case 'sp':
      return { sampleGroups: workers, dataGroups: 1 };
    case 'ddp':
      return { sampleGroups: 1, dataGroups: workers };
    case 'hybrid':
      return { sampleGroups: workers / dataGroups, dataGroups };
  }
}

export interface StepCounts {
  readonly batchItems: number;
  /** Items of an epoch's last step. */
  readonly lastItems: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly totalSteps: number;
}

/** What of a run's training decides its steps. */
export interface StepSettings {
  readonly batchSize: number;
  readonly lastBatch: 'keep' | 'drop';
  readonly epochs: number;
  readonly leastSteps: number;
  readonly steps?: number;
}

/**
 * The steps of a run. An epoch of N items has ceil(N/B) of them, the last with what is left; or floor(N/B), where the last
 * batch is dropped and its items are left to later epochs' orders. A batch is the whole training split where that is smaller.
 * There are as many epochs as are asked for, and as lead to the least steps.
 * @param trainItems of the training split (N), at least 1
 */
export function stepsOf(training: StepSettings, trainItems: number): StepCounts {
  const batchItems = Math.min(training.batchSize, trainItems);
  const left = training.lastBatch === 'keep' ? trainItems % batchItems : 0;
  const stepsPerEpoch = Math.floor(trainItems / batchItems) + (left > 0 ? 1 : 0);
  const epochs = Math.max(training.epochs, Math.ceil(training.leastSteps / stepsPerEpoch));
  const epochSteps = epochs * stepsPerEpoch;
  const totalSteps = Math.min(training.steps ?? epochSteps, epochSteps);
  return { batchItems, lastItems: left || batchItems, stepsPerEpoch, epochs, totalSteps };
}
