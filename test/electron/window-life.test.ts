import { expect, test } from 'vitest';
import { type LifeEvent, nextWindowLife, type WindowLife } from '../../src-main/electron/window-life';

function after(...events: readonly LifeEvent[]): WindowLife {
  return events.reduce<WindowLife>(nextWindowLife, 'open');
}

test('a window without work ends at once when it is closed', () => {
  expect(after('close asked', 'quit at once')).toBe('over');
});

test('a window that is told to stay is as before', () => {
  expect(after('close asked', 'stay')).toBe('open');
});

test('a hidden window ends with its work, or comes back and then outlives it', () => {
  expect(after('close asked', 'go on in the background', 'work done')).toBe('over');
  expect(after('close asked', 'go on in the background', 'reopened', 'work done')).toBe('open');
});

test('a second click on the close button while the question is up asks nothing more', () => {
  expect(after('close asked', 'close asked')).toBe('asking');
});

test('runs that save themselves are waited for, unless whoever closes again is in a hurry', () => {
  const stopping = ['close asked', 'stop with a checkpoint'] as const;
  expect(after(...stopping)).toBe('stopping');
  expect(after(...stopping, 'work done')).toBe('over');
  expect(after(...stopping, 'close asked', 'stay')).toBe('stopping');
  expect(after(...stopping, 'close asked', 'work done')).toBe('over');
  expect(after(...stopping, 'close asked', 'quit at once')).toBe('over');
});

test('the end of all work leaves an open window open', () => {
  expect(after('work done')).toBe('open');
});
