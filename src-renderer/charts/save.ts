/** Offers a file to save, as the browser or the desktop does it. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The saving has read the address once the click is through all its listeners.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name of the words in a title: "Loss (negative ELBO)" becomes loss-negative-elbo.csv. */
export function fileName(title: string, ending: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['chart'];
  return `${words.join('-').slice(0, 80)}.${ending}`;
}
