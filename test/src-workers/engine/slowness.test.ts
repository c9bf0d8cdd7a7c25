import { expect, test } from 'vitest';
import { loadBinding } from '../../../src-workers/engine/tensorflow/binding';
import { bindingPath } from '../tensorflow';

test('a CPU says that it is slower than it could be where operations of another version lie beside the runtime', () => {
  expect(loadBinding(bindingPath(), false).slowness).toBe(
    "TensorFlow's own operations are used, which are slower: those of Parasample are of another version; `parasample runtime` compiles them.",
  );
  const { ownOperations, slowness } = loadBinding(bindingPath());
  if (ownOperations) expect(slowness).toBeUndefined();
  else expect(slowness).toMatch(/were not compiled, for which g\+\+ is needed/);
});
