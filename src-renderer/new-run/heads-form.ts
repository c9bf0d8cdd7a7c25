import { isSettings, type Settings } from '../../src-shared/experiment/setting-paths';
import type { Texts } from '../settings/assemble';
import { textOfHeads } from '../settings/heads-text';
import { namesInText } from '../settings/name-list';

/** A head as the form holds it: what the schema checks, perhaps not yet right. */
export type HeadDraft = Settings & { readonly target: string };

const path = 'data.heads';

/** What is predicted, as the fields of the chosen data name it. */
export function targetsIn(texts: Texts): readonly string[] {
  return namesInText(texts[texts['data.dataset'] === 'arrays' ? 'data.targets' : 'data.target'] ?? '');
}

/** One head for each target, as far as the text has them; a new one is of numbers. */
export function headsFor(targets: readonly string[], text: string): readonly HeadDraft[] {
  const known = headsIn(text);
  return targets.map((target) => known.find((head) => head.target === target) ?? { target });
}

/** The text of heads with one setting of one of them changed; undefined takes it away. */
export function withHead(
  heads: readonly HeadDraft[],
  target: string,
  setting: string,
  value: unknown,
): string {
  return textOfHeads(
    heads.map((head) => {
      if (head.target !== target) return head;
      const { [setting]: _old, ...others } = head;
      return value === undefined ? others : { ...others, [setting]: value };
    }),
  );
}

/**
 * What the heads' field holds once other columns are predicted: heads of those, where there were some or where one holds texts;
 * else none.
 */
export function headsOfColumns(
  texts: Texts,
  targets: readonly string[],
  isOfTexts: (column: string) => boolean,
): string {
  const before = texts[path] ?? '';
  if (targets.length < 2 || (before === '' && !targets.some(isOfTexts))) return '';
  const known = headsIn(before).map(({ target }) => target);
  return textOfHeads(
    headsFor(targets, before).map((head) =>
      known.includes(head.target) || !isOfTexts(head.target) ? head : { ...head, task: 'classification' },
    ),
  );
}

function headsIn(text: string): readonly HeadDraft[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isHead) : [];
  } catch {
    return [];
  }
}

function isHead(value: unknown): value is HeadDraft {
  return isSettings(value) && typeof value.target === 'string';
}
