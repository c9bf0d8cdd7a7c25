import { expect, it } from 'vitest';
import { OfferedCommands } from '../../../src-renderer/ui/offered-commands.svelte';

it('a view’s commands are those of the moment in which they are shown, and go with the view', () => {
  const offered = new OfferedCommands();
  let label = 'Fold';
  const end = offered.offer(() => [{ label, kind: 'Table', act: () => undefined }]);
  const endOther = offered.offer(() => [{ label: 'Find', kind: 'Table', act: () => undefined }]);
  label = 'Unfold';
  expect(offered.now.map((command) => command.label)).toEqual(['Unfold', 'Find']);
  end();
  expect(offered.now.map((command) => command.label)).toEqual(['Find']);
  endOther();
  expect(offered.now).toEqual([]);
});
