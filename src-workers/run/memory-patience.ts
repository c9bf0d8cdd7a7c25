import type { MemoryWait } from '../engine/memory-wait';
import type { OutOfMemoryError } from '../engine/out-of-memory-error';
import { amount } from './memory-sentence';
import type { Outside } from './worker-run';

/** So long in all, from the first refusal to the next success. */
const patienceMs = 30_000;
const betweenTriesMs = 250;

/**
 * Lets a run that has trained before wait for memory that other programs hold now; one that did not fit from the start never
 * will. The heartbeat goes on meanwhile.
 */
export class MemoryPatience implements MemoryWait {
  #since: number | undefined;

  constructor(
    readonly device: string,
    readonly outside: Outside,
  ) {}

  again({ askedBytes }: OutOfMemoryError): boolean {
    const { pulse } = this.outside;
    if (!pulse.hasStepped) return false;
    if (this.#since === undefined) {
      this.#since = performance.now();
      this.outside.port.post({ type: 'memory', isLacking: true });
      const asked = askedBytes === undefined ? 'more' : `another ${amount(askedBytes)}`;
      this.#tell(
        'warning',
        `${this.device} has no memory left for ${asked}, perhaps since other programs hold it; the run waits for it up to ${patienceMs / 1000} s.`,
      );
    }
    if (performance.now() - this.#since >= patienceMs) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, betweenTriesMs);
    pulse.turn();
    return true;
  }

  found(): void {
    if (this.#since === undefined) return;
    this.#since = undefined;
    this.outside.port.post({ type: 'memory', isLacking: false });
    this.#tell('info', `${this.device} has memory again, and the run goes on.`);
  }

  #tell(level: 'info' | 'warning', text: string): void {
    this.outside.port.post({ type: 'log', level, text });
  }
}
