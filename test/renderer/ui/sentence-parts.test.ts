import { expect, test } from 'vitest';
import { inPlainWords, sentenceParts } from '../../../src-renderer/ui/sentence-parts';

test.each([
  ['Run `ssh -N host` once.', 'Run [ssh -N host] once.'],
  ['`a` and `b`', '[a] and [b]'],
  ['A lone ` is left alone.', 'A lone ` is left alone.'],
  ['It needs 15 MB; `du -h 15 MB` tells.', 'It needs 15\u00a0MB; [du -h 15 MB] tells.'],
  ['', ''],
])('%j has its commands as code, and only its numbers stay with their units', (sentence, shown) => {
  const parts = sentenceParts(sentence);
  expect(parts.map(({ text, isCode }) => (isCode ? `[${text}]` : text)).join('')).toBe(shown);
});

test('where there is no room for code, commands stand in quotes', () => {
  expect(inPlainWords('Run `ssh host`; `a')).toBe('Run “ssh host”; `a');
});
