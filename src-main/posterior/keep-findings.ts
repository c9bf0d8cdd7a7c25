import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Store } from '../store/store';

/** Lets no other process keep findings meanwhile. */
export type OneAtATime = Store['oneAtATime'];

/** What is found of a run, beside what was found of it before. */
export interface Findings<Found> {
  /** Where they are kept. */
  readonly file: string;
  /** Where they are written first. */
  readonly part: string;
  /** @throws FailedError for a file that is damaged */
  parse(text: string): Found;
  merge(found: Found, kept: Found | undefined): Found;
}

/**
 * Keeps what was found, which lies in `part`, beside what the file has: of two processes that come at the same moment each finds what the
 * other kept. Returns all of it.
 */
export function keepFindings<Found>(
  { file, part, parse, merge }: Findings<Found>,
  oneAtATime: OneAtATime,
): Found {
  const found = parse(readFileSync(part, 'utf8'));
  return oneAtATime(() => {
    const kept = textOf(file);
    const all = merge(found, kept === undefined ? undefined : parse(kept));
    writeFileSync(part, JSON.stringify(all));
    renameSync(part, file);
    return all;
  });
}

/** Undefined where nothing is kept yet. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
