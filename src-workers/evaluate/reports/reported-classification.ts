import { ClassificationEvaluation } from '../classification-evaluation';
import { likenessOfClasses, SampleVariety } from '../scores/sample-variety';
import { EvaluationReporter } from './evaluation-report';

/** How many items of each kind (least sure, most disputed, most wrong) a report shows. */
const keptItems = 24;

/** Scores a classification and keeps what a person wants to look at afterwards: for the test split. */
export class ReportedClassification extends ClassificationEvaluation {
  readonly reporter: EvaluationReporter;
  readonly #variety: SampleVariety;

  constructor(items: number, classes: number, samples: number, areOrdered = false) {
    super(items, classes, areOrdered);
    this.reporter = new EvaluationReporter(items, classes, samples, keptItems);
    this.#variety = new SampleVariety(samples, classes, likenessOfClasses(classes));
  }

  override add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    super.add(samples, sampleCount, targets);
    this.reporter.add(samples, targets);
    this.#variety.add(samples, targets.length);
  }

  override scores(): Readonly<Record<string, number>> {
    const scores = super.scores();
    if (Object.keys(scores).length === 0) return scores;
    return { ...scores, differentSamples: this.#variety.value() };
  }
}
