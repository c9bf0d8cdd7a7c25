import { BadInputError } from '../../src-shared/errors';
import { kindOfData } from '../../src-shared/experiment/data';
import type { Answer, Askable, ItemAnswer, Question } from '../../src-shared/posterior/asking';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { RunData } from '../data/run-data';
import { openTrainedData } from '../kinds-of-data';
import { mostDrawnBytes, Sampler } from '../posterior/sampler';
import { openPosterior } from '../posterior/trained-posterior';
import type { AskedKind } from './asked-kind';
import {
  type AnsweredPart,
  answeredParts,
  partAnswer,
  predictsOf,
  type TruthsOf,
  truthsOfParts,
} from './asked-parts';
import { askedPictures } from './asked-pictures';
import { askedRows } from './asked-rows';
import { askedSeries } from './asked-series';

/** A posterior that stays loaded and answers for a few items at a time, always with the same weight samples. */
export class AskedPosterior {
  readonly #sampler: Sampler;
  readonly #kind: AskedKind;
  readonly #parts: readonly AnsweredPart[];
  readonly #drawnAnew: number;
  /** Read once an item of it is asked for. */
  #data: Promise<RunData> | undefined;

  private constructor(sampler: Sampler, kind: AskedKind, parts: readonly AnsweredPart[]) {
    this.#sampler = sampler;
    this.#kind = kind;
    this.#parts = parts;
    this.#drawnAnew = sampler.drawOnce(mostDrawnBytes);
  }

  /** @throws BadInputError where the file is damaged, or its network cannot be asked */
  static async open(file: string, engine: EngineChoice): Promise<AskedPosterior> {
    const posterior = await openPosterior(file, 'as-scored');
    const { metadata } = posterior;
    if (metadata.task.kind === 'segmentation')
      throw new BadInputError(
        'Networks that name an item can be asked, and this one names its pixels; let it predict for files instead.',
      );
    const parts = answeredParts(posterior);
    const kind = kindOf(metadata, truthsOfParts(parts));
    return new AskedPosterior(new Sampler(posterior, engine, kind.mostItems), kind, parts);
  }

  get askable(): Askable {
    const { samples } = this.#sampler;
    return {
      samples,
      drawnAnew: this.#drawnAnew,
      predicts: predictsOf(this.#parts),
      items: this.#kind.items,
    };
  }

  /** @throws BadInputError where an item does not fit the network, or there are no test items */
  async answer(question: Question): Promise<Answer> {
    switch (question.kind) {
      case 'picture':
      case 'rows':
      case 'series': {
        const { inputs, count } = this.#kind.inputsOf(question);
        return this.#answersOf(inputs, count);
      }
      case 'test-item': {
        const data = await this.#dataAt(question.location);
        if (data.test.length === 0)
          throw new BadInputError('The run has no test items; train with a data.testFraction above 0.');
        return this.#kind.testItem(data, Math.floor(question.place * data.test.length));
      }
      case 'own-picture': {
        const fitted = this.#kind.fitted?.(question);
        if (!fitted) throw new BadInputError('This network is not asked about pictures.');
        return fitted;
      }
      case 'training-rows': {
        const rows = this.#kind.trainingItems?.(await this.#dataAt(question.location), question.most);
        if (!rows) throw new BadInputError('The training items of this run are no rows of a table.');
        return rows;
      }
    }
  }

  dispose(): void {
    this.#sampler.dispose();
  }

  /** As many items at a time as are computed at once. */
  #answersOf(inputs: Float32Array, count: number): ItemAnswer {
    const most = this.#kind.mostItems;
    const size = inputs.length / count;
    const chunks = Array.from({ length: Math.ceil(count / most) }, (_, chunk) => {
      const items = Math.min(most, count - chunk * most);
      const from = chunk * most * size;
      return {
        predictions: this.#sampler.predict(inputs.subarray(from, from + items * size), items),
        items,
      };
    });
    const parts = this.#parts.map((part) => partAnswer(part, chunks, this.#sampler.samples));
    return parts.length === 1 ? parts[0] : { kind: 'several', parts };
  }

  /** Kept for the next question, unless it could not be read. */
  async #dataAt(location: string): Promise<RunData> {
    this.#data ??= openTrainedData(this.#sampler.posterior.metadata, location);
    try {
      return await this.#data;
    } catch (error) {
      this.#data = undefined;
      throw error;
    }
  }
}

function kindOf(metadata: PosteriorMetadata, truthsOf: TruthsOf): AskedKind {
  const { kind, data } = kindOfData(metadata.experiment.data);
  if (kind === 'table') return askedRows(metadata, truthsOf);
  if (kind === 'time-series') return askedSeries(metadata, data);
  if (kind === 'images') return askedPictures(metadata, truthsOf);
  throw new BadInputError(
    'Networks of pictures, of rows of a table and of series can be asked, and this one is of none of them.',
  );
}
