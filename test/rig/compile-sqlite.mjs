import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../scripts/folders.mjs';
import { runTool } from '../../scripts/tool.mjs';
import { inUnfinishedFolder } from '../../scripts/unfinished.mjs';

const here = import.meta.dirname;
const packages = join(repository, 'node_modules');
const sqlite = join(packages, 'better-sqlite3');
const wrapped = [
  'create_reference',
  'get_reference_value',
  'delete_reference',
  'reference_ref',
  'reference_unref',
];

/** Compiles better-sqlite3's own sources for Node-API 8 to `target`, which appears only when it is whole. */
export function compileSqlite(target) {
  return inUnfinishedFolder(target, async (folder) => {
    const objects = await compileAll(folder);
    const linked = join(folder, 'linked.node');
    const wrap = wrapped.map((name) => `--wrap=napi_${name}`).join(',');
    const hidden = `-Wl,-Bsymbolic,--exclude-libs,ALL,${wrap}`;
    await run('g++', ['-shared', '-s', ...objects, '-o', linked, hidden, '-ldl']);
    renameSync(linked, target);
  });
}

function compileAll(folder) {
  const common = [
    '-c',
    '-O2',
    '-fPIC',
    '-w',
    '-fvisibility=hidden',
    '-DNDEBUG',
    '-DNAPI_VERSION=8',
    ...includes(),
  ];
  const noExceptions = [
    '-fno-exceptions',
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  ];
  const compile = async (compiler, flags, source, name) => {
    const object = join(folder, `${name}.o`);
    await run(compiler, [...common, ...flags, source, '-o', object]);
    return object;
  };
  return Promise.all([
    compile(
      'gcc',
      ['-std=gnu99', ...sqliteDefines()],
      join(sqlite, 'deps', 'sqlite3', 'sqlite3.c'),
      'sqlite3',
    ),
    compile(
      'g++',
      ['-std=c++20', ...noExceptions],
      join(sqlite, 'src', 'better_sqlite3.cpp'),
      'better_sqlite3',
    ),
    compile('gcc', ['-std=gnu11'], join(here, 'node-api-8.c'), 'node-api-8'),
  ]);
}

function includes() {
  const folders = [
    join(packages, 'node-addon-api'),
    join(packages, 'node-api-headers', 'include'),
    join(sqlite, 'deps', 'sqlite3'),
  ];
  return folders.map((folder) => `-I${folder}`);
}

/** The package lists its compile-time options in a gyp file, one quoted NAME or NAME=VALUE a line. */
function sqliteDefines() {
  const text = readFileSync(join(sqlite, 'deps', 'defines.gypi'), 'utf8');
  return [...text.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map(([, define]) => `-D${define}`);
}

function run(command, args) {
  return runTool(command, args, "Compiling the test rig's database");
}
