import { datasetTitle } from '../../src-shared/experiment/data';
import type { Texts } from './assemble';
import type { Field } from './field';
import { allFields, labelOf } from './fields';

/**
 * A sentence in the words of the form: paths of settings are for files, and stand in quotes as their fields are called.
 * @param others what another form calls its own, by path
 * @param texts what is chosen, where a path has another field for other data
 */
export function inFormWords(
  sentence: string,
  others: Readonly<Record<string, string>> = {},
  texts: Texts = {},
): string {
  const told = sentence.replace(/\b[a-z]+(?:\.[a-zA-Z]+)+/g, (word) => {
    if (Object.hasOwn(others, word)) return others[word] ?? word;
    const label = labelOf(word, texts);
    return label === word ? word : `“${label}”`;
  });
  return withoutTwins(told);
}

/** What the command line tells of the window, too, says the same twice here: `“X” (in the window “X”)`, `“X” (“X”)`. */
function withoutTwins(text: string): string {
  const isTwice = (label: string) => text.split(`“${label}”`).length > 2;
  return text
    .replace(/ \(in the window “([^”]+)”\)|, in the window “([^”]+)”/g, (twin, bracketed, open) =>
      isTwice(bracketed ?? open) ? '' : twin,
    )
    .replace(/“([^”]+)” \(“\1”\)/g, '“$1”')
    .replace(/“([^”]+)” \(“\1”, /g, '“$1” (');
}

/** Tables ask for each of their cells. */
const fieldsByPath: ReadonlyMap<string, readonly Field[]> = allFields.reduce(
  (found, field) => found.set(field.path, [...(found.get(field.path) ?? []), field]),
  new Map<string, readonly Field[]>(),
);

const ofSwitches: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/**
 * A setting's value as the form calls it.
 * @param text of `settingText`
 */
export function valueInFormWords(path: string, text: string): string {
  if (path === 'data.dataset') return datasetTitle(text);
  const own = fieldsByPath.get(path) ?? [];
  if (text === 'none') return own.find(({ whenEmpty }) => whenEmpty !== undefined)?.whenEmpty ?? text;
  const choice = own.flatMap(({ choices }) => choices ?? []).find(({ value }) => value === text);
  if (choice) return choice.label;
  return own.some(({ kind }) => kind === 'switch') ? (ofSwitches[text] ?? text) : text;
}
