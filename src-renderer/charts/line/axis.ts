/** What the horizontal axis of a chart measures. */
export type Axis = TrainingAxis | 'samples' | 'devices' | 'ahead' | 'origin';

/** What the points of a run are placed by. */
export const trainingAxes = ['step', 'epoch', 'time'] as const;
export type TrainingAxis = (typeof trainingAxes)[number];

/** Axes that count things: between two whole numbers there is nothing. */
export const wholeAxes: readonly Axis[] = ['step', 'samples', 'devices', 'ahead', 'origin'];

export const axisLabels: Readonly<Record<Axis, string>> = {
  step: 'Step',
  epoch: 'Epoch',
  time: 'Seconds of running',
  samples: 'Weight samples',
  devices: 'Devices',
  ahead: 'Steps ahead',
  origin: 'Origin, in the order of time',
};
