import { CST, Parser, type YAMLError } from 'yaml';

/** What is wrong with a text that is no YAML, and where it begins to be. */
export interface YamlTrouble {
  /** Place of a character in the text. */
  readonly at: number;
  readonly message: string;
}

/**
 * The first of a reader's errors in words for who writes settings: the others follow from it. Where a list or a group is not closed,
 * or goes on too far to the left, the reader stumbles over what comes next; told is where it was opened.
 */
export function firstTrouble(text: string, errors: readonly YAMLError[]): YamlTrouble | undefined {
  const [error] = errors;
  if (!error) return undefined;
  const [at] = error.pos;
  const bracket = /^Flow (?:map|sequence).* end with a ([\]}])/.exec(error.message)?.[1];
  const isLooked = bracket !== undefined && text.length <= mostLooked;
  const opened = !isLooked ? undefined : openedBefore(text, at, bracket === ']' ? '[' : '{');
  if (bracket !== undefined && opened !== undefined)
    return {
      at: opened,
      message: wouldClose(text.slice(opened))
        ? `What stands between the ${text[opened]} of this line and its ${bracket} begins further right than the setting that it is of; a line below does not.`
        : `The ${text[opened]} of this line is never closed by a ${bracket}.`,
    };
  if (bracket !== undefined) return { at, message: `A list or group is never closed by a ${bracket}.` };
  return { at, message: wordsOf[error.code] ?? sentence(error.message) };
}

/** In far longer texts than a person writes it is not looked for where a list begins: that takes minutes. In characters. */
const mostLooked = 200_000;

/** Of a setting that its group has twice. */
export const namedTwice = 'This setting is there twice; name it once.';

const wordsOf: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_INDENT: 'The settings of one group begin in the same column; this line does not.',
  BLOCK_AS_IMPLICIT_KEY:
    'A setting and its value have a line of their own, and those of one group begin in the same column.',
  DUPLICATE_KEY: namedTwice,
  MULTILINE_IMPLICIT_KEY: 'A setting is written as “name: value”; the colon is missing.',
  TAB_AS_INDENT: 'A tab begins this line; use spaces.',
};

/** Where the innermost list or group begins that is still open at a place: brackets of remarks and quotes are none. */
function openedBefore(text: string, at: number, bracket: '[' | '{'): number | undefined {
  let opened: number | undefined;
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document') continue;
    CST.visit(token, ({ value }) => {
      if (value?.type !== 'flow-collection' || value.start.offset >= at || value.start.source !== bracket)
        return;
      if (!isClosed(value)) opened = value.start.offset;
    });
  }
  return opened;
}

/** Whether the list or group that begins a text is closed, once its lines are as far to the right as they must be. */
function wouldClose(text: string): boolean {
  return [...new Parser().parse(text.replaceAll('\n', '\n  '))].some(
    (token) => token.type === 'document' && token.value?.type === 'flow-collection' && isClosed(token.value),
  );
}

function isClosed({ end }: CST.FlowCollection): boolean {
  return end.some(({ type }) => type === 'flow-seq-end' || type === 'flow-map-end');
}

/** The library adds where, and shows the text. */
export function sentence(message: string): string {
  if (/call stack/i.test(message)) return 'Its lists and groups lie too deep in each other.';
  const [first = ''] = message.split('\n');
  return `${first.replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '')}.`;
}
