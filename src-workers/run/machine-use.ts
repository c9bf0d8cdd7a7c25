import { cpus } from 'node:os';

/** How many cores of the machine anything keeps busy, from one reading to the next. */
export class MachineUse {
  #before = timesOf(cpus());

  /** Undefined where the system does not tell, or too little time has passed for its clock. */
  read(): number | undefined {
    const now = timesOf(cpus());
    const { busy, all, cores } = now;
    const passed = all - this.#before.all;
    const used = busy - this.#before.busy;
    if (passed <= 0) return undefined;
    this.#before = now;
    return (cores * used) / passed;
  }
}

/** Summed over the cores, in milliseconds. */
function timesOf(each: ReturnType<typeof cpus>) {
  const all = each.flatMap(({ times }) => Object.values(times)).reduce((sum, time) => sum + time, 0);
  const idle = each.reduce((sum, { times }) => sum + times.idle, 0);
  return { busy: all - idle, all, cores: each.length };
}
