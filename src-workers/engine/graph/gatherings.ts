/**
 * Where runs of a graph tell each other's workers something on their way. Each such place has a number, by which workers know
 * that they have come to the same.
 */
export class Gatherings {
  #mostNumbers = 0;

  /** @param memory the number of the memory in which workers meet, as `OwnOperations.addGathering` gives it */
  constructor(readonly memory: number) {}

  /** What one worker brings to a place at most; 0 where there is no such place. */
  get mostNumbers(): number {
    return this.#mostNumbers;
  }

  note(numbers: number): void {
    this.#mostNumbers = Math.max(this.#mostNumbers, numbers);
  }
}

/** The number of memory that no worker ever joins. */
export const neverJoined = 0;
