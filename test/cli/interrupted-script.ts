import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onInterrupt, outliveTerminals } from '../../src-main/cli/interrupts';

/** Notes in files of the folder that it is given that it began, how often it was interrupted, and ends when there is an `end`. */
const folder = process.argv[2] ?? '';
let count = 0;
outliveTerminals();
onInterrupt(() => {
  count += 1;
  process.stdout.write('interrupted\n');
  writeFileSync(join(folder, 'interrupted'), String(count));
});
writeFileSync(join(folder, 'began'), String(process.pid));
const looking = setInterval(() => {
  if (!existsSync(join(folder, 'end'))) return;
  clearInterval(looking);
  writeFileSync(join(folder, 'ended'), '');
  process.exit(0);
}, 10);
