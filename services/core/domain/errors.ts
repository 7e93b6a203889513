// The one error class. Adapters translate driver errors into it at the edge; expected outcomes are values, not errors.

export type ErrorCode =
  | 'ERR_INPUT'
  | 'ERR_NOT_FOUND'
  | 'ERR_RATE'
  | 'ERR_TOO_LARGE'
  | 'ERR_LOCKED'
  | 'ERR_DATA_VERSION'
  | 'ERR_STORAGE'
  | 'ERR_UNREACHABLE'
  | 'ERR_CONFIGURATION'
  | 'ERR_REGISTRY'
  | 'ERR_UNREADABLE'
  | 'ERR_OVERLOADED'
  | 'ERR_INVARIANT';

export class LineageError extends Error {
  readonly code: ErrorCode;
  readonly retriable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  /** `message` says what happened and what to do, and holds no personal data. */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retriable?: boolean; details?: Readonly<Record<string, unknown>> } = {}) {
    super(message, { cause: options.cause });
    this.name = 'LineageError';
    this.code = code;
    this.retriable = options.retriable ?? false;
    this.details = options.details ?? {};
  }
}

/** Stops the program on a broken invariant: a programmer's error, never bad input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new LineageError('ERR_INVARIANT', message);
}
