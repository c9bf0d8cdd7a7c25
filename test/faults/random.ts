import { isMainThread } from 'node:worker_threads';

/** Whether the whole suite runs (`npm run faults`), not its short form. */
export const isWhole = process.env.PARASAMPLE_FAULTS === 'whole';

/** Seed of everything random here; the same seed makes the same faults. Only the whole suite looks for new ones. */
export const seed = Number(
  process.env.PARASAMPLE_FAULT_SEED ?? (isWhole ? Math.floor(Math.random() * 2 ** 31) : 7),
);
// Threads are told the seed of who started them.
if (isMainThread)
  process.stdout.write(`Faults of seed ${seed}: PARASAMPLE_FAULT_SEED=${seed} makes them again.\n`);

/** Numbers from 0 to below 1 (mulberry32). */
export function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)];
}

const atoms: readonly unknown[] = [
  ...[null, undefined, true, false, 0, -0, -1, 1.5, 2 ** 53, 1e308, Number.NaN, Infinity, -Infinity],
  ...[
    '',
    'a',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '/etc/passwd',
    '\0',
    '💥',
    '$(reboot)',
    '[object]',
  ],
  ...['x'.repeat(5000), new Uint8Array(7), new Date(0), new Map([['a', 1]]), 10n],
];

/** Any value that a channel may carry. */
export function junk(random: () => number, depth = 3): unknown {
  const kind = random();
  if (depth === 0 || kind < 0.5) return pick(random, atoms);
  const size = Math.floor(random() * 5);
  if (kind < 0.75) return Array.from({ length: size }, () => junk(random, depth - 1));
  const names = ['type', 't', 'i', 'm', 'a', 'name', '__proto__', 'toString', 'path', 'points', 'length'];
  return Object.fromEntries(
    Array.from({ length: size }, () => [pick(random, names), junk(random, depth - 1)]),
  );
}

/** A copy of a plain value with some part of it replaced, removed or added. */
export function mutated(random: () => number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return junk(random);
  if (Array.isArray(value)) {
    const at = Math.floor(random() * (value.length + 1));
    return [
      ...value.slice(0, at),
      at < value.length ? mutated(random, value[at]) : junk(random),
      ...value.slice(at + 1),
    ];
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random() < 0.1) return { ...value, [String(junk(random, 0))]: junk(random) };
  const [name, inner] = pick(random, entries);
  if (random() < 0.2) return Object.fromEntries(entries.filter(([one]) => one !== name));
  return { ...value, [name]: mutated(random, inner) };
}

/** A copy of a file with bytes flipped, cut off, doubled or overwritten by extremes. */
export function damaged(random: () => number, bytes: Uint8Array): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.2) return bytes.slice(0, at);
  if (kind < 0.3) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at >> 1)]);
  const copy = bytes.slice();
  if (kind < 0.6) copy[at] ^= 1 << Math.floor(random() * 8);
  // The first bytes say how large things are.
  else copy.fill(pick(random, [0, 127, 255]), at % 64, (at % 64) + 1 + Math.floor(random() * 8));
  return copy;
}
