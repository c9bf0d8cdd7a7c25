import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endInWords } from '../../src-main/cli/interrupts';

/** Hears nothing, as one that loads code, until there is an `end` in the folder that it is given; then it goes on. */
const folder = process.argv[2] ?? '';
const endWaiting = endInWords(() => process.stdout.write('ended in words\n'));
writeFileSync(join(folder, 'began'), '');
while (!existsSync(join(folder, 'end'))) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
void endWaiting().then(() => process.stdout.write('went on\n'));
