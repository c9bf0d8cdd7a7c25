/** What `--help` shows of each command beside its usage: command lines that a person may type as they are. */
export const commandExamples: Readonly<Record<string, readonly string[]>> = {
  devices: ['devices', 'devices --json'],
  run: [
    'run digits-mlp',
    'run experiment.yaml --mode sp --devices cpu:0,cpu:1',
    'run experiment.yaml --set training.epochs=2 --set model.hidden=[64,64] --json',
  ],
  resume: ['resume digits-demo-1a2b', 'resume digits-demo-1a2b --devices cpu:0'],
  reproduce: ['reproduce digits-demo-1a2b', 'reproduce digits-demo-1a2b --json'],
  study: ['study examples/studies/weak-scaling.json --out tables'],
  runs: ['runs', 'runs --json'],
  show: ['show digits-demo-1a2b'],
  laplace: ['laplace digits-demo-1a2b', 'laplace digits-demo-1a2b --weights last-layer --prior-precision 10'],
  compare: ['compare digits-demo-1a2b digits-ivon-3c4d'],
  calibrate: ['calibrate digits-demo-1a2b', 'calibrate digits-demo-1a2b --method raps --coverage 0.95'],
  predict: ['predict digits-demo-1a2b --input pictures --out predictions.csv'],
  export: [
    'export digits-demo-1a2b --format safetensors --out posterior',
    'export digits-demo-1a2b --format csv --out tables',
  ],
  import: ['import run.json', 'import posterior.safetensors', 'import state.safetensors experiment.json'],
  cluster: ['cluster experiment.json --out project'],
  datasets: ['datasets', 'datasets fetch fashion-mnist'],
  store: ['store check', 'store backup runs.sqlite'],
  runtime: ['runtime', 'runtime --cpu'],
  serve: ['serve', 'serve --port 8080'],
  completion: ['completion bash > ~/.local/share/bash-completion/completions/parasample'],
};
