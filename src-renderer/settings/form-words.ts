import { allFields, labelOf } from './fields';

/**
 * A sentence in the words of the form: paths of settings are for files, and stand in quotes as their fields are called.
 * @param others what another form calls its own, by path
 */
export function inFormWords(sentence: string, others: Readonly<Record<string, string>> = {}): string {
  return sentence.replace(/\b[a-z]+(?:\.[a-zA-Z]+)+/g, (word) => {
    if (Object.hasOwn(others, word)) return others[word] ?? word;
    return allFields.some(({ path }) => path === word) ? `“${labelOf(word)}”` : word;
  });
}
