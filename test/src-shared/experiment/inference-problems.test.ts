import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../../../src-shared/experiment/problems';

const ensemble = {
  model: { kind: 'mlp' },
  inference: { method: 'deep-ensemble' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

it('takes noise of an ensemble’s values that is fixed or learned, and asks nothing of one that names classes', () => {
  const inference = { method: 'deep-ensemble', noise: { kind: 'fixed', std: 0.3 } };
  expect(checkExperiment({ ...ensemble, inference, data: { dataset: 'concrete' } }).ok).toBe(true);
  expect(checkExperiment({ ...ensemble, data: { dataset: 'concrete' } }).ok).toBe(true);
  expect(checkExperiment({ ...ensemble, data: { dataset: 'digits' } }).ok).toBe(true);
});

describe('noise read off the samples', () => {
  const noisy = (inference: object, samples: number, samplesPerPass?: number) => {
    const checked = checkExperiment({
      data: { dataset: 'concrete' },
      model: { kind: 'mlp' },
      inference: { noise: { kind: 'samples' }, ...inference },
      training: { samples, ...(samplesPerPass === undefined ? {} : { samplesPerPass }) },
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };
  const averaged = { objective: 'pooled', reduction: 'averaged' };

  it('needs pooled samples', () => {
    expect(noisy({ objective: 'elbo' }, 8)).toEqual(['inference.noise.kind']);
    expect(noisy({ objective: 'pooled', reduction: 'exact' }, 2)).toEqual([]);
  });

  it('needs two samples of every device and pass where each takes its own spread', () => {
    expect(noisy(averaged, 4)).toEqual([]);
    expect(noisy(averaged, 3)).toEqual(['inference.reduction']);
    expect(noisy(averaged, 8, 2)).toEqual([]);
    // Three of a device in two passes are two and one.
    expect(noisy(averaged, 6, 2)).toEqual(['inference.reduction']);
  });
});

describe('SWAG', () => {
  const averaged = (inference: object, training: object = {}) => {
    const checked = checkExperiment({
      data: { dataset: 'concrete' },
      model: { kind: 'mlp' },
      inference: { method: 'swag', ...inference },
      training: { samples: 1, ...training },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };

  it('is of one network, MultiSWAG of several', () => {
    expect(averaged({})).toEqual([]);
    expect(averaged({}, { samples: 2 })).toEqual(['training.samples']);
    expect(averaged({ method: 'multi-swag' }, { samples: 2 })).toEqual([]);
  });

  it.each([
    ['an end that hangs on a score', {}, { earlyStopping: { patienceEpochs: 2 } }, 'training.earlyStopping'],
    ['a loss of all networks together', { objective: 'pooled' }, {}, 'inference.objective'],
    ['noise that is read off samples', { noise: { kind: 'samples' } }, {}, 'inference.noise.kind'],
  ])('refuses %s', (_what, inference, training, path) => {
    expect(averaged(inference, training)).toContain(path);
  });
});

describe('particles that repel each other', () => {
  const repelled = (inference: object, training: object = {}, model: object = { kind: 'mlp' }) => {
    const checked = checkExperiment({
      data: { dataset: 'concrete' },
      model,
      inference: { method: 'svgd', ...inference },
      training,
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };

  it('are several', () => {
    expect(repelled({})).toEqual([]);
    expect(repelled({ method: 'repulsive-ensemble' })).toEqual([]);
    expect(repelled({}, { samples: 1 })).toContain('training.samples');
  });

  it('do not all begin at one place, from where nothing pushes them apart', () => {
    const network = { kind: 'onnx', path: '/net.onnx' };
    expect(repelled({}, {}, network)).toEqual(['model.start']);
    expect(repelled({}, {}, { ...network, start: 'fresh' })).toEqual([]);
  });

  it.each([
    ['a second prior', {}, { optimizer: { kind: 'adam', weightDecay: 1 } }, 'training.optimizer.weightDecay'],
    ['a loss of all together', { objective: 'pooled' }, {}, 'inference.objective'],
    ['noise that is read off samples', { noise: { kind: 'samples' } }, {}, 'inference.noise.kind'],
  ])('refuse %s', (_what, inference, training, path) => {
    expect(repelled(inference, training)).toContain(path);
  });
});

describe('chains', () => {
  const chained = (inference: object, training: object = {}) => {
    const checked = checkExperiment({
      data: { dataset: 'concrete' },
      model: { kind: 'mlp' },
      inference: { method: 'sg-mcmc', ...inference },
      training,
      parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };

  it('learn the noise of a regression, each its own', () => {
    expect(chained({ noise: { kind: 'learned' } })).toEqual([]);
  });

  it.each([
    ['a prior that speaks of posterior means', { prior: { kind: 'quiet' } }, {}, 'inference.prior.kind'],
    ['a prior that is read off spreads', { prior: { kind: 'learned-gaussian' } }, {}, 'inference.prior.kind'],
    [
      'noise that has no density',
      { noise: { kind: 'samples' }, objective: 'elbo' },
      {},
      'inference.noise.kind',
    ],
    ['a divergence to weigh', { heat: 0.5 }, {}, 'inference.heat'],
    ['fewer draws than cycles', { draws: 3, cycles: 4 }, {}, 'inference.draws'],
    [
      'a schedule of its own and one of the optimiser',
      {},
      { schedule: { kind: 'step', everyEpochs: 2 } },
      'training.schedule.kind',
    ],
    ['a second prior', {}, { optimizer: { kind: 'adam', weightDecay: 1 } }, 'training.optimizer.weightDecay'],
    ['an end that hangs on a score', {}, { earlyStopping: { patienceEpochs: 2 } }, 'training.earlyStopping'],
  ])('are refused %s', (_what, inference, training, path) => {
    expect(chained(inference, training)).toContain(path);
  });
});

describe('a prior', () => {
  const problemsOf = (inference: object) => {
    const checked = checkExperiment({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      inference,
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('that is about the spread of weights is refused where they are points', () => {
    const members = (kind: string) => problemsOf({ method: 'deep-ensemble', prior: { kind } });
    expect(members('learned-gaussian')).toEqual([
      'inference.prior.kind: The learned-gaussian prior reads its width off the spread of weights, and weights of method deep-ensemble have no spread; use gaussian.',
    ]);
    expect(members('horseshoe')).toHaveLength(1);
    expect(members('quiet')).toHaveLength(1);
    expect(members('student-t')).toEqual([]);
  });

  it('that follows from the whole posterior has no divergence to estimate, and one without closed form no other', () => {
    expect(problemsOf({ prior: { kind: 'learned-gaussian' } })).toEqual([]);
    expect(problemsOf({ prior: { kind: 'learned-gaussian' }, kl: 'monte-carlo' })).toEqual([
      'inference.kl: The learned-gaussian prior follows from the whole posterior, not from weights drawn from it; use analytical.',
    ]);
    expect(problemsOf({ prior: { kind: 'horseshoe' } })).toHaveLength(1);
    expect(problemsOf({ prior: { kind: 'horseshoe' }, kl: 'monte-carlo' })).toEqual([]);
  });
});

it('Flipout is refused where no Gaussians are drawn, beside local reparameterisation, and where all items should see one draw', () => {
  const pathsOf = (inference: object) => {
    const checked = checkExperiment({ ...ensemble, data: { dataset: 'digits' }, inference });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };
  expect(pathsOf({ flipout: true })).toEqual([]);
  expect(pathsOf({ method: 'ivon', flipout: true })).toEqual(['inference.flipout']);
  expect(pathsOf({ flipout: true, localReparameterisation: true })).toEqual(['inference.flipout']);
  expect(pathsOf({ flipout: true, kl: 'monte-carlo' })).toEqual(['inference.kl']);
});

describe('IVON', () => {
  const problemsOf = (inference: object, optimizer: object = { kind: 'adam' }) => {
    const checked = checkExperiment({
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      inference: { method: 'ivon', ...inference },
      training: { optimizer },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    return checked.ok ? [] : checked.problems.map(({ path }) => path);
  };

  it('takes Gaussian priors around zero, which its step can hold', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ prior: { kind: 'rescaled-gaussian' } })).toEqual([]);
    for (const kind of ['student-t', 'uniform', 'quiet'])
      expect(problemsOf({ prior: { kind } })).toEqual(['inference.prior.kind']);
  });

  it('needs each sample’s own loss, a heat that leaves width, and its own bound on steps', () => {
    expect(problemsOf({ objective: 'pooled' })).toEqual(['inference.objective']);
    expect(problemsOf({ heat: 0 })).toEqual(['inference.heat']);
    expect(problemsOf({}, { kind: 'adam', clipNorm: 5 })).toEqual(['training.optimizer.clipNorm']);
  });
});
