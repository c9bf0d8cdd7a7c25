/** How many cores a process keeps busy, from one reading to the next. */
export class ProcessorUse {
  #used = process.cpuUsage();
  #readAt = performance.now();

  /** Processor time by time passed since the last reading: 1.5 is one core and a half. */
  read(): number {
    const { user, system } = process.cpuUsage(this.#used);
    const passedMs = performance.now() - this.#readAt;
    this.#used = process.cpuUsage();
    this.#readAt = performance.now();
    return passedMs > 0 ? (user + system) / 1000 / passedMs : 0;
  }
}
