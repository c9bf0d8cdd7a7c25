import { bootstrap } from './bootstrap.mjs';
import { standWithCaller } from './caller.mjs';
import { passThrough } from './pass-through.mjs';
import { runMain } from './setup-error.mjs';

await runMain(async () => {
  standWithCaller();
  const { node, cli } = await bootstrap();
  return passThrough(node, [cli, ...process.argv.slice(2)], { bound: true });
});
