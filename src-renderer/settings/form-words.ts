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

const ofSwitches: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/**
 * A setting's value as the form calls it.
 * @param text of `settingText`
 */
export function valueInFormWords(path: string, text: string): string {
  const own = allFields.filter((field) => field.path === path);
  if (text === 'none') return own.find(({ whenEmpty }) => whenEmpty !== undefined)?.whenEmpty ?? text;
  const choice = own.flatMap(({ choices }) => choices ?? []).find(({ value }) => value === text);
  if (choice) return choice.label;
  return own.some(({ kind }) => kind === 'switch') ? (ofSwitches[text] ?? text) : text;
}
