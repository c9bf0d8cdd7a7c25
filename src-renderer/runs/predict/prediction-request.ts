interface PredictionRequest {
  readonly input: string;
  readonly out: string;
  readonly samples?: number;
}

/** @param samples weight samples as they were written; blank for as many as the run was scored with */
export function predictionRequest(input: string, out: string, samples: string): PredictionRequest {
  const wanted = samples.trim() === '' ? {} : { samples: Number(samples) };
  return { input: input.trim(), out: out.trim(), ...wanted };
}
