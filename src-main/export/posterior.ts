import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { evaluationReportSchema } from '../../src-shared/assessment/evaluation-report';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src-shared/formats/safetensors';
import { refuseBrokenWeights } from '../../src-shared/posterior/broken-weights';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { ExportFormat, ExportOptions } from '../../src-shared/posterior/posterior-work';
import type { RunSummary } from '../../src-shared/runs/runs';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from '../posterior/posterior-worker';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { refusedWriting } from '../refused-writing';
import type { WrittenFiles } from '../written-files';
import type { ExportedFile } from './exported-file';
import { modelCard } from './model-card';
import { npzBytes } from './npz';
import { buffersOf } from './own-network';
import { placeExport } from './place-export';
import { pytorchScript } from './pytorch';
import { torchBlueFiles } from './torch-blue';

export interface PosteriorExport {
  readonly runFolder: string;
  readonly run: RunSummary;
  readonly outFolder: string;
  readonly format: ExportFormat;
  readonly options?: ExportOptions;
}

/** What exporting takes beside what is exported. */
export interface ExportMeans {
  readonly workshop: PosteriorWorkshop;
  readonly controls: WorkControls;
  readonly written: WrittenFiles;
}

/** What an export is: one file or a folder, and how it is made at a path. */
interface Made {
  readonly name: string;
  fill(path: string): Promise<void>;
}

/**
 * Writes the run's posterior into `outFolder` and returns the files written: one file `<runId>.<ending>`, or for
 * pytorch, torch-blue and savedmodel a folder `<runId>-<format>`. Throws BadInputError where the run left no readable posterior
 * or the format has no form for it, or what must not be replaced is in its way, that or FailedError where the folder cannot be written, the signal's reason; an
 * older export is then left as it was.
 */
export async function exportPosterior(
  request: PosteriorExport,
  { workshop, controls, written }: ExportMeans,
): Promise<string[]> {
  const made = await prepare(request, workshop, controls);
  const outFolder = resolve(request.outFolder);
  const target = join(outFolder, made.name);
  refuseOverInput([target], [posteriorFile(request.runFolder), ...ownFilesOf(request.run.experiment.data)]);
  written.refuseForeign([target]);
  try {
    const files = await placeExport(target, (path) => made.fill(path), controls.signal);
    written.note(files);
    return files;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw refusedWriting(error, 'The posterior', target);
  }
}

async function prepare(
  request: PosteriorExport,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<Made> {
  const { run, format } = request;
  refuseWithoutForm(run, format);
  const posterior = await readPosterior(request);
  switch (format) {
    case 'safetensors':
      return file(`${run.id}.safetensors`, ownBytes(posterior, run));
    case 'npz':
      return file(`${run.id}.npz`, npzBytes(posterior, run.experiment));
    case 'card':
      return file(`${run.id}.md`, new TextEncoder().encode(await cardOf(request, posterior)));
    case 'pytorch':
      return folder(`${run.id}-pytorch`, pytorchFiles(request, posterior));
    case 'torch-blue':
      return folder(`${run.id}-torch-blue`, torchBlueFiles(posterior, run));
    case 'savedmodel':
      return { name: `${run.id}-savedmodel`, fill: (path) => makeNetwork(request, path, workshop, controls) };
    case 'onnx':
      return { name: `${run.id}.onnx`, fill: (path) => makeOnnx(request, path, workshop, controls) };
  }
}

/** Python files draw each weight by itself, or take members as they are. Throws BadInputError where they cannot. */
export function refuseWithoutForm({ id, experiment }: RunSummary, format: ExportFormat): void {
  const { inference, model } = experiment;
  if (model.kind === 'onnx' && inference.method === 'mc-dropout' && format === 'pytorch')
    throw new BadInputError(
      `Run ${id} drops numbers inside a network of your own, whose masks ${format} has no form for; onnx and savedmodel hold them.`,
    );
  if (inference.method !== 'laplace' || (format !== 'pytorch' && format !== 'torch-blue')) return;
  throw new BadInputError(
    `Run ${id} is of method laplace, whose weights are drawn together, and ${format} has no form for it; safetensors and npz hold its networks and the root of their covariance, onnx and savedmodel its weight samples.`,
  );
}

function file(name: string, bytes: Uint8Array): Made {
  return { name, fill: (path) => writeFile(path, bytes) };
}

function folder(name: string, files: readonly ExportedFile[]): Made {
  return {
    name,
    fill: async (path) => {
      await mkdir(path);
      for (const { name: part, bytes } of files) await writeFile(join(path, part), bytes);
    },
  };
}

/** The network itself is known to a worker process alone. */
async function makeNetwork(
  { runFolder, format, options = {} }: PosteriorExport,
  outFolder: string,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<void> {
  if (format !== 'onnx' && format !== 'savedmodel') throw new Error(`${format} is no network.`);
  await mkdir(outFolder);
  const { draws = 'frozen', samples } = options;
  const wanted = samples === undefined ? {} : { samples };
  const posterior = posteriorFile(runFolder);
  const work = { kind: 'export-network', posterior, format, draws, outFolder, ...wanted } as const;
  await workWithPosterior(work, workshop, controls);
}

async function makeOnnx(
  request: PosteriorExport,
  path: string,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<void> {
  const around = `${path}-folder`;
  await makeNetwork(request, around, workshop, controls);
  await rename(join(around, 'model.onnx'), path);
}

function pytorchFiles({ run, runFolder }: PosteriorExport, posterior: TensorFile): ExportedFile[] {
  const metadata = readPosteriorMetadata(posterior.metadata, posteriorFile(runFolder));
  const script = new TextEncoder().encode(pytorchScript(metadata, run.id));
  const { model } = metadata.experiment;
  return [
    { name: 'load.py', bytes: script },
    { name: 'posterior.safetensors', bytes: ownBytes(posterior, run) },
    ...(model.kind === 'onnx' ? [{ name: 'buffers.safetensors', bytes: buffersOf(model.path) }] : []),
  ];
}

function ownBytes({ tensors, metadata }: TensorFile, { id, experiment }: RunSummary): Uint8Array {
  return encodeSafetensors(tensors, { ...metadata, ...ownMetadata(experiment), runId: id });
}

/** What every posterior file of Parasample says of itself. */
export function ownMetadata(experiment: Experiment): Record<string, string> {
  // The version is raised when what the metadata say changes its meaning.
  return { format: 'parasample', version: '1', experiment: JSON.stringify(experiment) };
}

async function cardOf(
  { run, runFolder }: PosteriorExport,
  { tensors, metadata }: TensorFile,
): Promise<string> {
  const report = await readFile(join(runFolder, 'evaluation.json'), 'utf8').catch(() => undefined);
  const evaluation =
    report === undefined ? undefined : evaluationReportSchema.safeParse(JSON.parse(report)).data;
  return modelCard({
    run,
    metadata: readPosteriorMetadata(metadata, posteriorFile(runFolder)),
    tensors,
    evaluation,
  });
}

function posteriorFile(runFolder: string): string {
  return join(runFolder, 'posterior.safetensors');
}

async function readPosterior({ runFolder, run }: PosteriorExport): Promise<TensorFile> {
  const path = posteriorFile(runFolder);
  try {
    const posterior = decodeSafetensors(await readFile(path), path);
    refuseBrokenWeights(posterior.tensors, path);
    return posterior;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new BadInputError(
      `Run ${run.id} has no posterior to export; a run writes it when it finishes or is stopped.`,
    );
  }
}
