import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { mostLikely, mutualInformation } from '../evaluate/scores/scores';
import type { MapsOfClasses, PooledMap } from '../evaluate/segmentation-evaluation';
import { greyPng, indexedPng } from './png-files';
import type { PredictionInputs } from './prediction-inputs';

/** What a value of entropy pictures stands for, in nats. */
const unit = 0.001;

/**
 * Writes an item's class map as a PNG with a palette whose places are the labels, and beside it the entropy of each pixel and the
 * part of it from the weights as grey PNGs of 16 bits, in thousandths of a nat; where the run was calibrated, the calibrated entropy too.
 */
export class ClassMapFiles {
  readonly #used = new Set<string>();

  /** @param folder is there */
  constructor(readonly folder: string) {}

  /** Writes maps of the items from the first on. */
  of({ keys: [key] }: PredictionInputs, first: number): MapWriter {
    return (map, maps, calibrated) =>
      this.#write(this.#nameOf(String(key.of(first + map.item)[0])), map, maps, calibrated);
  }

  /** Two pictures may differ in the ends of their names alone. */
  #nameOf(key: string): string {
    const stem = key.slice(0, key.length - extname(key).length);
    const name = this.#used.has(stem) ? key : stem;
    this.#used.add(stem);
    return name;
  }

  #write(
    name: string,
    { logProbabilities, entropies, meanEntropies }: PooledMap,
    maps: MapsOfClasses,
    calibrated: Float32Array | undefined,
  ): string {
    const { classes } = maps;
    const labels = Uint8Array.from(entropies, (_, pixel) =>
      mostLikely(logProbabilities.subarray(pixel * classes, (pixel + 1) * classes)),
    );
    const file = `${name}.png`;
    // Of pictures in folders the name is their way.
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), indexedPng(labels, maps));
    writeFileSync(join(this.folder, `${name}-entropy.png`), greyPng(scaled(entropies), maps));
    const fromWeights = mutualInformation(entropies, meanEntropies);
    writeFileSync(join(this.folder, `${name}-entropy-of-weights.png`), greyPng(scaled(fromWeights), maps));
    if (calibrated)
      writeFileSync(join(this.folder, `${name}-calibrated-entropy.png`), greyPng(scaled(calibrated), maps));
    return file;
  }
}

/** Writes an item's map and gives the name of its file. @param calibrated entropies, where the run was calibrated */
export type MapWriter = (map: PooledMap, maps: MapsOfClasses, calibrated: Float32Array | undefined) => string;

function scaled(nats: Float32Array): Uint16Array {
  return Uint16Array.from(nats, (value) => Math.min(65_535, Math.round(value / unit)));
}
