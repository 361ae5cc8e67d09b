/**
 * Some failures are nobody's defect: a port in use, a database that does not answer, a mistyped variable. They are
 * told to the person at the keyboard in one sentence, without a stack. A `OperatorError` is such a failure;
 * launcher and
 * CLI print its message alone and leave with its exit code.
 */
export class OperatorError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'OperatorError';
    this.exitCode = exitCode;
  }
}
