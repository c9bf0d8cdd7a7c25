/** Which lines of a set of charts are left out, and which one stands out, by the keys of their legends' entries. */
export class LineChoice {
  #hidden: ReadonlySet<string> = $state.raw(new Set());
  #standsOut: string | undefined = $state();

  isHidden(key: string): boolean {
    return this.#hidden.has(key);
  }

  /** Leaves a line or group out of all charts, or shows it again. */
  toggle(key: string): void {
    const hidden = new Set(this.#hidden);
    if (!hidden.delete(key)) hidden.add(key);
    this.#hidden = hidden;
  }

  /** The line or group beside which the others fade; undefined for none. */
  get standsOut(): string | undefined {
    return this.#standsOut;
  }

  set standsOut(key: string | undefined) {
    this.#standsOut = key;
  }
}
