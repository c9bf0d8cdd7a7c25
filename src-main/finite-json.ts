/**
 * A value as JSON, which has no NaN and no infinities: null stands there, and the object itself, or each object of a list, says under
 * `notFinite` what was there by its path. So a reader never takes a text for a number, nor null for something not measured.
 */
export function finiteJson(value: unknown, indent?: number): string {
  return JSON.stringify(Array.isArray(value) ? value.map(withReasons) : withReasons(value), finite, indent);
}

function withReasons(value: unknown): unknown {
  if (!isObject(value) || Array.isArray(value)) return value;
  const reasons = Object.fromEntries(notFinite(value, ''));
  return Object.keys(reasons).length > 0 ? { ...value, notFinite: reasons } : value;
}

function* notFinite(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value === 'number' && !Number.isFinite(value)) yield [path, words(value)];
  if (!isObject(value)) return;
  for (const [name, part] of Object.entries(value))
    yield* notFinite(part, path === '' ? name : `${path}.${name}`);
}

function words(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  return value > 0 ? 'positive infinity' : 'negative infinity';
}

function finite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
