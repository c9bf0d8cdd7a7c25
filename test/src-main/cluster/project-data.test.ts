import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectData } from '../../../src-main/cluster/project-data';
import { dataSchema } from '../../../src-shared/experiment/data';
import { temporaryFolder } from '../../temporary-folder';

// Of one that no training row has, tables.py makes nothing, as the workers here do (`untaughtStd`).
test('a table comes with which of its inputs are categories', async () => {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, 'a,colour,y\n1,red,2\n2,blue,3\n3,red,5\n');
  const files = await projectData(dataSchema.parse({ dataset: 'table', path, target: 'y' }), path);
  expect(JSON.parse(new TextDecoder().decode(files.get('data.json')))).toMatchObject({
    featureNames: ['a', 'colour=blue', 'colour=red'],
    areCategories: [false, true, true],
  });
});
