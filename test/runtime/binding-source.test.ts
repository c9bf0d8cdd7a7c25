import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bindingSource } from '../../src-main/runtime/binding-source';
import { packageFolder } from '../../src-main/runtime/package-folder';

const original = readFileSync(
  join(packageFolder('@tensorflow/tfjs-node-gpu'), 'binding', 'tfjs_backend.cc'),
  'utf8',
);

test('the binding is compiled with two changes, each at a place that the package has exactly once', () => {
  const changed = bindingSource(original).split('\n');
  const kept = new Set(original.split('\n'));
  expect(changed.filter((line) => !kept.has(line)).map((line) => line.trim())).toEqual([
    'TFE_ContextOptionsSetConfig(tfe_options, "\\x32\\x04\\x4a\\x02\\x60\\x01", 6, tf_status.status);',
    '// What follows would use the context that is not there.',
    'if (!tfe_context_) {',
    'NAPI_THROW_ERROR(env, "TensorFlow could not use its devices: %s", TF_Message(tf_status.status));',
    'if (false) {',
  ]);
});

test('another version of the package is refused rather than compiled half changed', () => {
  expect(() => bindingSource(original.replace('TF_INT32 && dtype_int32', 'TF_INT64 && dtype_int32'))).toThrow(
    /another than expected/,
  );
});
