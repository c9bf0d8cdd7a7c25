import { beforeAll, describe } from 'vitest';
import { agreesWithPytorch } from './network-agreement';
import { records, runPython } from './python';

describe('PyTorch itself and Parasample compute the same with', () => {
  beforeAll(() => runPython('record_networks.py', records));
  agreesWithPytorch(records);
});
