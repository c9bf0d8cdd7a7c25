/** Several names in one field of a form: with commas between, in quotation marks where they have commas themselves. */

/** Names in a text; what is empty is none. */
export function namesInText(text: string): readonly string[] {
  const parts = [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))(?:,|$)/g)];
  return parts
    .map(([, quoted, plain = '']) => (quoted === undefined ? plain.trim() : quoted.replace(/""/g, '"')))
    .filter((name) => name !== '');
}

export function textOfNames(names: readonly string[]): string {
  return names.map((name) => (/^["\s]|,|\s$/.test(name) ? `"${name.replace(/"/g, '""')}"` : name)).join(', ');
}

/** Names by names, each pair as `a = b`; undefined where one is no pair. */
export function pairsInText(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = namesInText(text).map((pair) => pair.split('=').map((name) => name.trim()));
  if (pairs.some((pair) => pair.length !== 2 || pair.includes(''))) return undefined;
  return Object.fromEntries(pairs);
}

export function textOfPairs(pairs: readonly (readonly [string, string])[]): string {
  return textOfNames(pairs.map((pair) => pair.join(' = ')));
}
