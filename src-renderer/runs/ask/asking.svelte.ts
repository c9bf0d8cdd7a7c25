import { sentenceOf } from '../../../src-shared/errors';
import type {
  Askable,
  AskedItem,
  FittedPicture,
  ItemAnswer,
  TestItem,
  TrainingRows,
} from '../../../src-shared/posterior/asking';
import type { Api } from '../../../src-shared/protocol/api';
import type { Link } from '../../link/link.svelte';
import { NewestQuestion } from './newest-question';
import { toBase64 } from './picture/base64';
import { type OwnPicture, readOwnPicture } from './picture/own-picture';

interface AskingLink extends Pick<Link, 'onConnected'> {
  readonly api: Pick<Api, 'askable' | 'ask' | 'askedTestItem' | 'askedPicture' | 'askedTrainingRows'>;
}

/** What was asked, what all samples say, and how long that took. */
interface Answered {
  readonly item: AskedItem;
  readonly answer: ItemAnswer;
  readonly ms: number;
}

/** The core puts a posterior away a minute after it was last told that it is in use. */
const tellsEveryMs = 20_000;

/** Asks a run's posterior, which stays loaded while a view follows this. */
export class Asking {
  readonly #link: AskingLink;
  readonly #runId: string;
  readonly #questions: NewestQuestion<AskedItem, Answered>;
  #askable: Askable | undefined = $state.raw();
  #answered: Answered | undefined = $state.raw();
  #trouble = $state('');
  #dataTrouble = $state('');

  constructor(link: AskingLink, runId: string) {
    this.#link = link;
    this.#runId = runId;
    this.#questions = new NewestQuestion(
      (item) => this.#timed(item),
      (answered) => {
        this.#answered = answered;
        this.#trouble = '';
      },
      (error) => this.#fail(error, 'The answer'),
    );
  }

  /** Undefined until it is loaded. */
  get askable(): Askable | undefined {
    return this.#askable;
  }

  /** The newest answer; undefined where there is none. */
  get answered(): Answered | undefined {
    return this.#answered;
  }

  /** Why there is no posterior or no answer; empty where nothing is wrong. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Why there are no items of the run's data; empty where nothing is wrong. */
  get dataTrouble(): string {
    return this.#dataTrouble;
  }

  /** Loads the posterior and keeps it loaded. Returns the function that ends that. */
  follow(): () => void {
    const ends = this.#link.onConnected(() => void this.load());
    const timer = setInterval(() => {
      // What could not be loaded is tried again where a person asks for it.
      if (this.#askable) void this.load();
    }, tellsEveryMs);
    return () => {
      ends();
      clearInterval(timer);
      this.#questions.drop();
    };
  }

  async load(): Promise<void> {
    try {
      this.#askable = await this.#link.api.askable(this.#runId);
      this.#trouble = '';
    } catch (error) {
      this.#askable = undefined;
      this.#fail(error, 'Loading the posterior');
    }
  }

  ask(item: AskedItem): void {
    this.#questions.put(item);
  }

  /** Forgets the answer, and any that is under way. */
  forget(): void {
    this.#questions.drop();
    this.#answered = undefined;
  }

  /** Any item of the test split; undefined where there is none to be had. */
  testItem(): Promise<TestItem | undefined> {
    return this.#read('Reading a test item', () => this.#link.api.askedTestItem(this.#runId, Math.random()));
  }

  /** Some rows of the training split; undefined where there are none to be had. */
  trainingRows(): Promise<TrainingRows | undefined> {
    return this.#read('Reading rows of training', () => this.#link.api.askedTrainingRows(this.#runId));
  }

  /** A picture of the person's own as the network would see it. Throws BadInputError where it is none. */
  async ownPicture(file: File): Promise<{ readonly own: OwnPicture; readonly fitted: FittedPicture }> {
    const own = await readOwnPicture(file);
    const { height, width } = own;
    const pixels = toBase64(own.pixels);
    return { own, fitted: await this.#link.api.askedPicture(this.#runId, { height, width, pixels }) };
  }

  async #read<Items>(doing: string, read: () => Promise<Items>): Promise<Items | undefined> {
    try {
      const items = await read();
      this.#dataTrouble = '';
      return items;
    } catch (error) {
      this.#dataTrouble = sentenceOf(error, doing);
      return undefined;
    }
  }

  async #timed(item: AskedItem): Promise<Answered> {
    const from = performance.now();
    const answer = await this.#link.api.ask(this.#runId, item);
    return { item, answer, ms: performance.now() - from };
  }

  #fail(error: unknown, doing: string): void {
    this.#trouble = sentenceOf(error, doing);
  }
}
