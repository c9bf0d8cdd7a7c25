// A worker process that speaks the protocol and trains nothing. How it behaves stands in WORKER_BEHAVIOUR.
process.once('disconnect', () => process.exit(0));
const say = (message) => process.send(message);

const behaviours = {
  finish: () => {
    process.stderr.write('a line on standard error\n');
    say({ type: 'phase', phase: 'training' });
    say({ type: 'metrics', points: [{ name: 'train.loss', step: 1, epoch: 1, time: 1, value: Number.NaN }] });
    say({ type: 'progress', step: 1, totalSteps: 1, epoch: 1 });
    say({ type: 'finished', stopped: false, finalMetrics: { 'test.accuracy': 1 } });
  },
  wait: () => {
    say({ type: 'phase', phase: 'training' });
    say({ type: 'progress', step: 1, totalSteps: 2, epoch: 0.5 });
  },
  crash: () => {
    process.stderr.write('about to crash\n');
    process.kill(process.pid, 'SIGSEGV');
  },
};

process.on('message', ({ type }) => {
  if (type === 'train') behaviours[process.env.WORKER_BEHAVIOUR]();
  if (type === 'stop') say({ type: 'finished', stopped: true, finalMetrics: { 'test.accuracy': 0.5 } });
  if (type === 'end') process.exit(0);
});
say({ type: 'hello' });
