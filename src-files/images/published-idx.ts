import { createHash } from 'node:crypto';
import { idxFiles } from '../../src-shared/experiment/data/image-sets';

/** SHA-256 of Fashion-MNIST's files, unpacked: its packages differ in their gzip headers alone. */
export const publishedIdx: Readonly<Record<string, string>> = {
  [idxFiles.trainImages]: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  [idxFiles.trainLabels]: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  [idxFiles.testImages]: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  [idxFiles.testLabels]: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
};

/** Whether this is a file of Fashion-MNIST: other pictures lie in files of these names, too. */
export function isPublishedIdx(name: string, content: Uint8Array): boolean {
  return createHash('sha256').update(content).digest('hex') === publishedIdx[name];
}
