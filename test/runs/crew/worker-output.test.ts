import { expect, test } from 'vitest';
import { isWorthLogging } from '../../../src-main/runs/crew/worker-output';

test.each([
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
  'I0000 00:00:1795256832.449697   12512 port.cc:153] oneDNN custom operations are on.',
  'To enable the following instructions: AVX2 AVX512F, in other operations, rebuild TensorFlow.',
  '   ',
])('leaves out %j', (line) => {
  expect(isWorthLogging(line)).toBe(false);
});

test.each([
  'E0000 00:00:1795256832.449697   12512 cuda_dnn.cc:10] Could not create cudnn handle',
  'W0000 00:00:1795256832.449697   12512 allocator.cc:5] Allocation exceeds 10% of free system memory',
  'Insufficient memory',
])('keeps %j', (line) => {
  expect(isWorthLogging(line)).toBe(true);
});
