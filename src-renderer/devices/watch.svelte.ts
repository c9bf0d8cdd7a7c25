import type { DeviceReport } from '../../src-shared/devices/devices';
import type { Link } from '../link/link.svelte';

/** The machine's devices, as the core last measured them. */
export class DeviceWatch {
  readonly #link: Link;
  #report: DeviceReport | undefined = $state.raw();

  constructor(link: Link) {
    this.#link = link;
    link.onEvent((event) => {
      if (event.type === 'devices') this.#report = event.report;
    });
  }

  /** Undefined until the first measurement is read. */
  get report(): DeviceReport | undefined {
    return this.#report;
  }

  async load(): Promise<void> {
    this.#report = await this.#link.api.devices();
  }
}
