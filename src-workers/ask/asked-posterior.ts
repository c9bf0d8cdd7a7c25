import { BadInputError } from '../../src-shared/errors';
import { kindOfData } from '../../src-shared/experiment/data';
import type { Answer, Askable, ItemAnswer, Question } from '../../src-shared/posterior/asking';
import type { PosteriorMetadata, PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { RunData } from '../data/run-data';
import { targetNoise } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import { openRunData } from '../kinds-of-data';
import { type OneLikelihood, oneLikelihood } from '../posterior/one-likelihood';
import { mostDrawnBytes, Sampler } from '../posterior/sampler';
import { openPosterior } from '../posterior/trained-posterior';
import type { AskedKind } from './asked-kind';
import { askedPictures } from './asked-pictures';
import { askedRows } from './asked-rows';
import { askedSeries } from './asked-series';

/** A posterior that stays loaded and answers for a few items at a time, always with the same weight samples. */
export class AskedPosterior {
  readonly #sampler: Sampler;
  readonly #kind: AskedKind;
  readonly #drawnAnew: number;
  /** Read once an item of it is asked for. */
  #data: Promise<RunData> | undefined;

  private constructor(sampler: Sampler, kind: AskedKind) {
    this.#sampler = sampler;
    this.#kind = kind;
    this.#drawnAnew = sampler.drawOnce(mostDrawnBytes);
  }

  /** @throws BadInputError where the file is damaged, or its network cannot be asked */
  static async open(file: string, engine: EngineChoice): Promise<AskedPosterior> {
    const posterior = await openPosterior(file, 'as-scored');
    const kind = kindOf(posterior.metadata);
    return new AskedPosterior(new Sampler(posterior, engine, kind.mostItems), kind);
  }

  get askable(): Askable {
    const { samples, posterior } = this.#sampler;
    return {
      samples,
      drawnAnew: this.#drawnAnew,
      predicts: predictsOf(oneLikelihood(posterior.metadata.task, 'Asking')),
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
    const answers = Array.from({ length: Math.ceil(count / most) }, (_, chunk) => {
      const items = Math.min(most, count - chunk * most);
      const from = chunk * most * size;
      return this.#answerOf(this.#sampler.predict(inputs.subarray(from, from + items * size), items), items);
    });
    const [first] = answers;
    return first.kind === 'values'
      ? { kind: 'values', items: answers.flatMap((one) => (one.kind === 'values' ? one.items : [])) }
      : { kind: 'classes', items: answers.flatMap((one) => (one.kind === 'classes' ? one.items : [])) };
  }

  /** @param predictions [samples, items, outputs] */
  #answerOf(predictions: Float32Array, count: number): ItemAnswer {
    const { task } = this.#sampler.posterior.metadata;
    return task.kind === 'regression'
      ? { kind: 'values', items: this.#valuesOf(predictions, count, task) }
      : { kind: 'classes', items: this.#classesOf(predictions, count) };
  }

  #classesOf(predictions: Float32Array, count: number): number[][][] {
    const { samples, outputs } = this.#sampler;
    return Array.from({ length: count }, (_, item) =>
      Array.from({ length: samples }, (_one, sample) => {
        const from = (sample * count + item) * outputs;
        return Array.from(predictions.subarray(from, from + outputs), (log) => Math.exp(log));
      }),
    );
  }

  #valuesOf(
    predictions: Float32Array,
    count: number,
    { targetMean, targetStd }: Extract<PosteriorTask, { kind: 'regression' }>,
  ): Extract<ItemAnswer, { kind: 'values' }>['items'] {
    const { samples, posterior } = this.#sampler;
    const noise = targetNoise(
      posterior.experiment.inference,
      samples,
      posterior.layout,
      posterior.flat,
      targetStd,
    );
    const predicted = new ValueSamples(samples, noise, targetMean.length);
    const values = predicted.valuesOf(predictions.length / samples) / count;
    return Array.from({ length: count }, (_, item) =>
      Array.from({ length: values }, (_one, place) => {
        const { means, stds } = predicted.take(predictions, item * values + place);
        const [mean, std] = [targetMean[place % targetMean.length], targetStd[place % targetStd.length]];
        return {
          means: Array.from(means, (value) => mean + std * value),
          stds: Array.from(stds, (value) => std * value),
        };
      }),
    );
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

function kindOf(metadata: PosteriorMetadata): AskedKind {
  const { task, experiment } = metadata;
  oneLikelihood(task, 'Asking');
  const { kind, data } = kindOfData(experiment.data);
  if (kind === 'table' && task.kind === 'regression' && task.targetNames.length > 1)
    throw new BadInputError(
      `Networks that predict one thing of an item can be asked, and this one predicts ${task.targetNames.join(', ')}; let it predict for a file instead.`,
    );
  if (kind === 'table') return askedRows(metadata);
  if (kind === 'time-series') return askedSeries(metadata, data);
  if (kind === 'images' && task.kind === 'classification') return askedPictures(metadata);
  throw new BadInputError(
    'Networks of pictures that have a class, of rows of a table and of series can be asked, and this one is of none of them.',
  );
}

function predictsOf(task: OneLikelihood): Askable['predicts'] {
  if (task.kind !== 'regression') return { kind: 'classes', classNames: [...task.classNames] };
  const { targetNames, targetUnit, targetMean, targetStd } = task;
  return {
    kind: 'values',
    targetNames: [...targetNames],
    ...(targetUnit === undefined ? {} : { unit: targetUnit }),
    mean: [...targetMean],
    std: [...targetStd],
  };
}
