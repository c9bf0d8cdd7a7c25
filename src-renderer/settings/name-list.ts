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
