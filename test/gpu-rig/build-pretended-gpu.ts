import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runProgram } from '../../src-main/downloads/external-program';
import { namesInLibrary } from './names-in-library';
import { type PretendedLibrary, pretendedLibraries } from './pretended-libraries';

const sourceFolder = resolve('test/gpu-rig/pretended-gpu');

/** Changes with anything that the pretended GPU is made from. */
export function pretendedGpuSources(): string {
  const files = readdirSync(sourceFolder).filter((name) => /\.[ch]$/.test(name));
  const texts = files.map((name) => readFileSync(join(sourceFolder, name), 'utf8'));
  return JSON.stringify([texts, pretendedLibraries.map(({ names, ...rest }) => [rest, names.source])]);
}

/**
 * Compiles the pretended GPU's libraries into `folder`.
 * @param runtime an unpacked CUDA runtime: the names that its TensorFlow looks up, and CUDA's headers
 */
export async function buildPretendedGpu(folder: string, runtime: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const names = await namesOfTensorflow(runtime);
  const built: string[] = [];
  for (const library of pretendedLibraries) {
    await buildLibrary(library, { folder: unfinished, runtime, names, built });
    built.push(library.file);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

async function namesOfTensorflow(runtime: string): Promise<readonly string[]> {
  const found = ['cc', 'framework'].map((part) =>
    namesInLibrary(join(runtime, 'tensorflow', `libtensorflow_${part}.so.2`)),
  );
  const names = (await Promise.all(found)).flatMap((each) => [...each]);
  return [...new Set(names)].sort();
}

interface Building {
  readonly folder: string;
  readonly runtime: string;
  readonly names: readonly string[];
  readonly built: readonly string[];
}

async function buildLibrary(library: PretendedLibrary, building: Building): Promise<void> {
  const { folder, names, built } = building;
  const objects: string[] = [];
  for (const source of library.sources)
    objects.push(await compiled(join(sourceFolder, `${source}.c`), building));
  const own = await definedIn(objects, folder);
  const missing = names.filter((name) => library.names.test(name) && !own.has(name));
  const stubs = join(folder, `${library.file}-stubs.c`);
  writeFileSync(stubs, stubText(missing, library.stubAnswer));
  objects.push(await compiled(stubs, building));
  const others = built.map((file) => `-l:${file}`);
  await gcc(
    [
      ...['-shared', '-o', join(folder, library.file), `-Wl,-soname,${library.file}`, ...objects],
      ...[`-L${folder}`, '-Wl,-rpath,$ORIGIN', '-Wl,--as-needed', ...others, '-ldl', '-lpthread'],
    ],
    folder,
  );
  for (const spent of [stubs, ...objects]) rmSync(spent);
}

async function compiled(source: string, { folder, runtime }: Building): Promise<string> {
  const object = join(folder, `${source.split('/').pop()}.o`);
  const includes = ['cuda_runtime', 'cuda_nvcc'].map(
    (part) => `-I${join(runtime, 'nvidia', part, 'include')}`,
  );
  await gcc(['-O1', '-fPIC', '-w', ...includes, '-c', source, '-o', object], folder);
  return object;
}

async function definedIn(objects: readonly string[], folder: string): Promise<ReadonlySet<string>> {
  if (objects.length === 0) return new Set();
  const args = ['--defined-only', '--extern-only', '--format=posix', ...objects];
  const text = await runProgram('nm', args, { doing: 'Reading names', remedy: 'install binutils.', folder });
  return new Set(text.split('\n').map((line) => line.split(' ')[0] ?? ''));
}

function stubText(names: readonly string[], answer: number): string {
  const stubs = names.map((name) => `int ${name}(void) { countStub("${name}"); return ${answer}; }`);
  return ['void countStub(const char *);', ...stubs, ''].join('\n');
}

function gcc(args: readonly string[], folder: string): Promise<string> {
  return runProgram('gcc', args, { doing: 'Compiling the pretended GPU', remedy: 'install gcc.', folder });
}
