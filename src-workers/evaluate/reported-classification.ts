import { ClassificationEvaluation } from './classification-evaluation';
import { EvaluationReporter } from './evaluation-report';

/** How many items of each kind (least sure, most disputed, most wrong) a report shows. */
const keptItems = 24;

/** Scores a classification and keeps what a person wants to look at afterwards: for the test split. */
export class ReportedClassification extends ClassificationEvaluation {
  readonly reporter: EvaluationReporter;

  constructor(items: number, classes: number, samples: number) {
    super(items, classes);
    this.reporter = new EvaluationReporter(items, classes, samples, keptItems);
  }

  override add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    super.add(samples, sampleCount, targets);
    this.reporter.add(samples, targets);
  }
}
