/** Heads of several targets, or changes of pictures, in one field of the form: its rows as JSON. */

/** What the schema checks; text that is no JSON stays text, and none is no heads. */
export function headsInText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function textOfHeads(heads: unknown): string {
  return heads === undefined ? '' : JSON.stringify(heads);
}
