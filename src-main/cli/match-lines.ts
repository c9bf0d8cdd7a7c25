import type { StartTable } from '../../src-shared/network/start-match';

/** A line a tensor, then what a person may put into `start.names`. */
export function matchLines({ rows, foldedAway, free }: StartTable): readonly string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, shape, inFile, why, proposed }) => {
    const found =
      inFile ?? (why === undefined ? 'begins afresh' : `nothing${proposed ? `, perhaps ${proposed}` : ''}`);
    return `${name.padEnd(width)}  [${shape.join(', ')}]  ${found}`;
  });
  const proposals = Object.fromEntries(
    rows.flatMap(({ name, proposed }) => (proposed ? [[name, proposed]] : [])),
  );
  const misfits = rows.filter(({ why }) => why !== undefined).length;
  return [
    ...lines,
    misfits === 0
      ? 'All that begins there has its weights in the file.'
      : `${misfits} of ${rows.length} tensors have none in the file.`,
    ...(foldedAway.length === 0
      ? []
      : [
          `It has batch normalisations that the network does not have (${foldedAway.join(', ')}): exporting folded them away, and a run refuses such weights.`,
        ]),
    ...(free.length === 0 ? [] : [`The file has besides: ${free.map(({ name }) => name).join(', ')}.`]),
    ...(Object.keys(proposals).length === 0
      ? []
      : [
          `By their shapes these may be the same; look at them, then: --set 'start.names=${JSON.stringify(proposals)}'`,
        ]),
  ];
}
