import type { Database } from './database';

/**
 * Does something, short and without waiting, while no other process does so or writes to the database. Where that takes no writes it is
 * done all the same: what somebody waited an hour for must not be lost by that. Throws what `action` throws.
 */
export function oneAtATime<Result>(database: Database, action: () => Result): Result {
  let outcome: { readonly result: Result } | { readonly error: unknown } | undefined;
  const settle = () => {
    try {
      outcome = { result: action() };
    } catch (error) {
      outcome = { error };
    }
  };
  try {
    database.write(settle);
  } catch {
    if (outcome === undefined) settle();
  }
  return resultOf(outcome);
}

function resultOf<Result>(
  outcome: { readonly result: Result } | { readonly error: unknown } | undefined,
): Result {
  if (outcome === undefined) throw new Error('Nothing was done.');
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}
