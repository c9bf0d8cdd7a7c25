// A process of its own loads compiled libraries, since one that does not fit this machine may end the process.

try {
  for (const path of JSON.parse(process.env.PARASAMPLE_LIBRARIES ?? '[]'))
    process.dlopen({ exports: {} }, path);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`, () => process.exit(1));
}
