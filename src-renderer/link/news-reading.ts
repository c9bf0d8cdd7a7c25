/** Reads what has become new, one reading after the other. */
export class NewsReading {
  readonly #read: () => Promise<boolean>;
  #isGoing = false;
  #hasNews = false;

  /** @param read resolves with whether there may be more than it has read */
  constructor(read: () => Promise<boolean>) {
    this.#read = read;
  }

  /**
   * Reads until there is no more; news that comes while a reading is under way is read right after it, once.
   * @returns whether this call was the one that read; throws what reading throws
   */
  async takeNews(): Promise<boolean> {
    this.#hasNews = true;
    if (this.#isGoing) return false;
    this.#isGoing = true;
    try {
      while (this.#hasNews) {
        this.#hasNews = false;
        const hasMore = await this.#read();
        this.#hasNews ||= hasMore;
      }
      return true;
    } finally {
      this.#isGoing = false;
    }
  }
}
