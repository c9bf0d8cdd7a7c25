import type { Answer, Askable, Question } from '../../src-shared/asking';
import { BadInputError } from '../../src-shared/errors';
import type { EngineChoice } from '../../src-shared/worker-protocol';
import { standardisedPixels } from '../data/normalisation';
import type { RunData } from '../data/run-data';
import { openRunData } from '../kinds-of-data';
import { Sampler } from '../posterior/sampler';
import { openPosterior } from '../posterior/trained-posterior';

/** A posterior that stays loaded and answers for one item at a time, always with the same weight samples. */
export class AskedPosterior {
  readonly askable: Askable;
  readonly #sampler: Sampler;
  /** Read once a test item is asked for. */
  #data: Promise<RunData> | undefined;

  private constructor(sampler: Sampler, classNames: readonly string[]) {
    this.#sampler = sampler;
    const { task, normalisation } = sampler.posterior.metadata;
    this.askable = {
      samples: sampler.samples,
      inputShape: [...task.inputShape],
      classNames: [...classNames],
      ground: normalisation.mean[0] > 0.5 ? 'bright' : 'dark',
    };
  }

  /** @throws BadInputError where the file is damaged, or its network cannot be asked */
  static async open(file: string, engine: EngineChoice): Promise<AskedPosterior> {
    const posterior = await openPosterior(file, 'as-scored');
    const { task } = posterior.metadata;
    if (task.kind !== 'classification' || task.inputShape.length !== 3)
      throw new BadInputError('Networks that name what a picture shows can be asked, and this one does not.');
    return new AskedPosterior(new Sampler(posterior, engine, 1), task.classNames);
  }

  /** @throws BadInputError where the item does not fit the network, or there are no test items */
  async answer(question: Question): Promise<Answer> {
    return question.kind === 'picture' ? this.#classesOf(question.pixels) : this.#testItem(question);
  }

  dispose(): void {
    this.#sampler.dispose();
  }

  #classesOf(base64: string): Answer {
    const { task, normalisation } = this.#sampler.posterior.metadata;
    const pixels = new Uint8Array(Buffer.from(base64, 'base64'));
    const size = task.inputShape.reduce((product, side) => product * side, 1);
    if (pixels.length !== size)
      throw new BadInputError(
        `The picture has ${pixels.length} values; this network takes ${task.inputShape.join(' x ')}.`,
      );
    const { samples, outputs } = this.#sampler;
    const logs = this.#sampler.predict(standardisedPixels(pixels, normalisation), 1);
    return {
      kind: 'classes',
      probabilities: Array.from({ length: samples }, (_, sample) =>
        Array.from(logs.subarray(sample * outputs, (sample + 1) * outputs), Math.exp),
      ),
    };
  }

  async #testItem({ location, place }: Extract<Question, { kind: 'test-item' }>): Promise<Answer> {
    const data = await this.#dataAt(location);
    if (data.test.length === 0 || !data.pictureOf)
      throw new BadInputError('The run has no test items; train with a data.testFraction above 0.');
    const { item, label, pixels } = data.pictureOf(data.test[Math.floor(place * data.test.length)]);
    return { kind: 'test-item', item, label, pixels: Buffer.from(pixels).toString('base64') };
  }

  /** Kept for the next question, unless it could not be read. */
  async #dataAt(location: string): Promise<RunData> {
    this.#data ??= openRunData(this.#sampler.posterior.metadata.experiment, location);
    try {
      return await this.#data;
    } catch (error) {
      this.#data = undefined;
      throw error;
    }
  }
}
