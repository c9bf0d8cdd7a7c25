import type { z } from 'zod';
import { ParasampleError, sentenceOf } from '../../src-shared/errors';
import { type Api, type ApiName, apiArguments, type Outcome } from '../../src-shared/protocol/api';
import { checkShape } from '../../src-shared/protocol/check-shape';
import { asCalledHere } from '../command-here';

/** Checks the call, runs it, and turns whatever goes wrong into data. */
export async function answer(api: Api, name: string, args: readonly unknown[]): Promise<Outcome<unknown>> {
  if (!isApiName(name)) return refusal(`The app has no method named ${name}.`);
  const checked = checkShape<z.ZodType<readonly unknown[]>>(apiArguments[name], args);
  if (!checked.success)
    return refusal(`${name} was called with wrong arguments: ${checked.issues[0]?.message}.`);
  try {
    const method = api[name] as (...values: readonly unknown[]) => Promise<unknown>;
    return { ok: true, value: await method(...checked.data) };
  } catch (error) {
    const kind = error instanceof ParasampleError ? error.kind : 'failed';
    return { ok: false, kind, message: asCalledHere(sentenceOf(error, `The request ${name}`)) };
  }
}

function isApiName(name: string): name is ApiName {
  return Object.keys(apiArguments).includes(name);
}

function refusal(message: string): Outcome<never> {
  return { ok: false, kind: 'bad-input', message };
}
