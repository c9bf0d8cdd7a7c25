/** The same, with the whole path for a title where several have the same one. */
export function toldApart<One extends { readonly title: string; readonly path?: string | undefined }>(
  all: readonly One[],
): readonly One[] {
  const isAlone = (title: string) => all.filter((one) => one.title === title).length === 1;
  return all.map((one) => (isAlone(one.title) ? one : { ...one, title: one.path ?? one.title }));
}
