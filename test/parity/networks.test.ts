import { join } from 'node:path';
import { describe } from 'vitest';
import { agreesWithPytorch } from './network-agreement';

// Recorded by `npm run parity -- --record`; no PyTorch is needed here.
describe('PyTorch and Parasample compute the same with', () => {
  agreesWithPytorch(join(import.meta.dirname, 'fixtures'));
});
