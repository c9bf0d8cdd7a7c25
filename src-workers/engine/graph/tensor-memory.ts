/** What a run's tensors are placed in. */
export interface TensorMemory {
  take(bytes: number): Place;
  giveBack(place: Place): void;
}

export interface Place {
  readonly bytes: number;
}

/** Memory in which nothing lies between tensors. */
export class TightMemory implements TensorMemory {
  #live = 0;
  #most = 0;

  /** The bytes that were taken at once, at most. */
  get most(): number {
    return this.#most;
  }

  take(bytes: number): Place {
    this.#live += bytes;
    this.#most = Math.max(this.#most, this.#live);
    return { bytes };
  }

  giveBack({ bytes }: Place): void {
    this.#live -= bytes;
  }
}
