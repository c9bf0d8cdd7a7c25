import { expect, it } from 'vitest';
import { findCommands } from '../../../src-renderer/shell/commands';

const commands = ['Devices', 'New run', 'Digits demo'].map((label) => ({
  label,
  kind: 'Go to',
  act: () => undefined,
}));

function found(typed: string): readonly string[] {
  return findCommands(commands, typed).map(({ label }) => label);
}

it('offers everything while nothing is typed', () => {
  expect(found(' ')).toEqual(['Devices', 'New run', 'Digits demo']);
});

it('finds letters in their order, those that stand together first', () => {
  expect(found('de')).toEqual(['Devices', 'Digits demo']);
  expect(found('nrn')).toEqual(['New run']);
  expect(found('xyz')).toEqual([]);
});
