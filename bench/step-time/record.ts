import { cpus } from 'node:os';

/** Of each workload by name: how many times as long as ours a step of torch_blue takes. */
export type Ratios = Readonly<Record<string, number>>;

/** Recorded ratios by processor. Another processor has other ratios, so that they are held against their own alone. */
export type Recorded = Readonly<Record<string, Ratios>>;

/** A ratio may fall by a fifth, as it does from one run to the next on a busy machine. */
const leastShare = 0.8;

export interface Verdict {
  /** Ratios that fell on the same processor: the bench fails. */
  readonly fallen: readonly string[];
  /** What is known of other processors, where nothing is of this one. */
  readonly notes: readonly string[];
}

/** What is said of measured ratios beside those that were recorded. */
export function heldAgainst(measured: Ratios, processor: string, recorded: Recorded): Verdict {
  const own = recorded[processor];
  if (own) {
    const fallen = Object.entries(measured).filter(([name, ratio]) => ratio < leastShare * (own[name] ?? 0));
    return { fallen: fallen.map(([name, ratio]) => fallenFrom(name, own[name], ratio)), notes: [] };
  }
  const others = Object.entries(recorded).map(([name, ratios]) => `${name}: ${textOf(ratios, measured)}`);
  const missing = `No ratios are recorded for ${processor} (--record does that), so none is held against; torch_blue / ours elsewhere:`;
  return { fallen: [], notes: [missing, ...others] };
}

function fallenFrom(name: string, before: number, ratio: number): string {
  return `${name}: torch_blue / ours fell from ${before.toFixed(2)} to ${ratio.toFixed(2)}.`;
}

function textOf(ratios: Ratios, measured: Ratios): string {
  return Object.entries(ratios)
    .filter(([name]) => name in measured)
    .map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`)
    .join(', ');
}

/** The record with this processor's ratios in it, others of its workloads kept. */
export function withRatios(recorded: Recorded, processor: string, measured: Ratios): Recorded {
  const rounded = Object.entries(measured).map(([name, ratio]) => [name, Math.round(100 * ratio) / 100]);
  return { ...recorded, [processor]: { ...recorded[processor], ...Object.fromEntries(rounded) } };
}

/** As in "AMD EPYC, 2 threads". */
export function processorHere(threads: number): string {
  return `${cpus()[0]?.model.trim() || process.arch}, ${threads} threads`;
}
