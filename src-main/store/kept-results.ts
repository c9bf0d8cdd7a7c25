/** Results beside what they were made from: they are kept as long as that is, and so many of each; the ones used last stay. */
export class KeptResults<Result> {
  readonly #most: number;
  readonly #byOrigin = new WeakMap<object, Map<string, Result>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @param name what else the result depends on */
  get(origin: object, name: string, make: () => Result): Result {
    const kept = this.#byOrigin.get(origin) ?? new Map<string, Result>();
    this.#byOrigin.set(origin, kept);
    const result = kept.get(name) ?? make();
    kept.delete(name);
    const oldest = kept.size < this.#most ? undefined : kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(name, result);
    return result;
  }
}
