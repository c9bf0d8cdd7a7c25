/** Asks one question at a time; of those that come meanwhile only the newest is asked. */
export class NewestQuestion<Question, Answer> {
  #isAsking = false;
  #waiting: { readonly question: Question } | undefined;
  #dropped = 0;
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #take: (answer: Answer) => void;
  readonly #fail: (error: unknown) => void;

  constructor(
    ask: (question: Question) => Promise<Answer>,
    take: (answer: Answer) => void,
    fail: (error: unknown) => void,
  ) {
    this.#ask = ask;
    this.#take = take;
    this.#fail = fail;
  }

  put(question: Question): void {
    this.#waiting = { question };
    if (!this.#isAsking) void this.#askAll();
  }

  /** Forgets what waits, and what is still answered. */
  drop(): void {
    this.#waiting = undefined;
    this.#dropped += 1;
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    for (let next = this.#waiting; next; next = this.#waiting) {
      this.#waiting = undefined;
      await this.#askOne(next.question, this.#dropped);
    }
    this.#isAsking = false;
  }

  async #askOne(question: Question, dropped: number): Promise<void> {
    try {
      const answer = await this.#ask(question);
      if (dropped === this.#dropped) this.#take(answer);
    } catch (error) {
      if (dropped === this.#dropped) this.#fail(error);
    }
  }
}
