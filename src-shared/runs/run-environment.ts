import { z } from 'zod';
import { dataFingerprintSchema } from '../data/data-fingerprint';

const gpuFactsSchema = z.object({
  id: z.string(),
  name: z.string(),
  driver: z.string(),
  computeCapability: z.string().optional(),
});

/** What a run was made with, besides its experiment: kept with it, and held against the present when it is reproduced. */
export const runEnvironmentSchema = z.object({
  version: z.string(),
  /** Names the code that trains (`src-main/code-version.ts`). */
  codeVersion: z.string(),
  engine: z.string(),
  node: z.string(),
  /** Where the app ran in Electron. */
  electron: z.string().optional(),
  /** Operating system, its version and the architecture. */
  system: z.string(),
  processor: z.string(),
  cores: z.int(),
  /** Main memory in MB (10^6 bytes). */
  memoryMB: z.number(),
  /** Where the app ran from a checkout. */
  git: z.object({ commit: z.string(), changed: z.boolean() }).optional(),
  /** What the GPUs were, and what computes on them; left out of runs on CPU slots alone. */
  gpus: z.array(gpuFactsSchema).optional(),
  cuda: z.string().optional(),
  cudnn: z.string().optional(),
  /** Whether products of float32 numbers were rounded to tf32. */
  tf32: z.boolean().optional(),
  /** Environment variables that decide numbers in TensorFlow and its libraries, as workers had them. */
  variables: z.record(z.string(), z.string()),
  /** What its data were read from; earlier versions did not keep it. */
  data: dataFingerprintSchema.optional(),
});
export type RunEnvironment = Readonly<z.output<typeof runEnvironmentSchema>>;

export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly now: string;
}

/** What may change a result on CPUs; the rest is told but changes none. */
const decisive = ['codeVersion', 'engine', 'system', 'processor', 'cores', 'variables'];

const dataFile = 'data file ';

/** What is not the same, entry by entry; of data only where it is known what they were. */
export function environmentDifferences(before: RunEnvironment, now: RunEnvironment): readonly Difference[] {
  const isKnown = before.data !== undefined;
  const [were, are] = [texts(before), texts(isKnown ? now : { ...now, data: undefined })];
  return [...new Set([...were.keys(), ...are.keys()])]
    .map((name) => ({ name, before: were.get(name) ?? 'none', now: are.get(name) ?? 'none' }))
    .filter((entry) => entry.before !== entry.now);
}

/** Whether the same experiment must come out the same to the last bit, given what differs. */
export function promisesSameBits(differences: readonly Difference[], devices: readonly string[]): boolean {
  const isDecisive = (name: string) => decisive.includes(name) || name.startsWith(dataFile);
  const isOnCpus = devices.every((device) => device.startsWith('cpu:'));
  return isOnCpus && !differences.some(({ name }) => isDecisive(name));
}

function texts({ data, ...environment }: RunEnvironment): ReadonlyMap<string, string> {
  const files = (data?.files ?? []).map(
    ({ name, bytes, sha256 }) => [`${dataFile}${name}`, `${bytes} bytes, SHA-256 ${sha256}`] as const,
  );
  const others = Object.entries(environment).map(
    ([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const,
  );
  return new Map([...others, ...files]);
}

/** Metrics that are not bit for bit the same; NaN is the same as NaN. */
export function metricDifferences(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): readonly Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => !Object.is(before[name], now[name]))
    .map((name) => ({ name, before: String(before[name] ?? 'none'), now: String(now[name] ?? 'none') }));
}
