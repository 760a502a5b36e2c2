/** What went wrong, and how kubectl says it: the text on standard error and the exit code. */
import { ApiError } from '../../machinery/apiError.ts';
import { ConnectionError } from '../../client/connectionError.ts';

/** Printed as `error: message`, unless the message says so itself. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Wrong usage: the hint to `--help` is added by who runs the verb, since it knows the verb's name. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}

/** Printed as it is, without `error: `. */
export class PlainError extends CommandError {
  override readonly name = 'PlainError';
}

/** Ends with an exit code and says nothing more: all is said already. */
export class SilentExit extends CommandError {
  override readonly name = 'SilentExit';

  constructor(exitCode = 1) {
    super('', exitCode);
  }
}

/** Several things went wrong, and each is told. */
export class ManyErrors extends Error {
  override readonly name = 'ManyErrors';
  readonly errors: readonly unknown[];

  constructor(errors: readonly unknown[]) {
    super(errors.map(messageOf).join('\n'));
    this.errors = errors;
  }
}

/** Throws nothing for none, the error itself for one, ManyErrors for more. Those of the same text count once. */
export function throwAll(errors: readonly unknown[]): void {
  const seen = new Set<string>();
  const different = errors.filter((e) => {
    const text = describeError(e).text;
    return seen.has(text) ? false : (seen.add(text), true);
  });
  if (different.length === 1) throw different[0];
  if (different.length > 1) throw new ManyErrors(different);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What to print, with its newline, and the exit code. */
export function describeError(error: unknown): { readonly text: string; readonly exitCode: number } {
  if (error instanceof SilentExit) return { text: '', exitCode: error.exitCode };
  if (error instanceof ManyErrors)
    return { text: error.errors.map((e) => `${standardMessage(e) ?? messageOf(e)}\n`).join(''), exitCode: 1 };
  if (error instanceof PlainError) return { text: `${error.message}\n`, exitCode: error.exitCode };
  if (error instanceof ApiError && error.reason === 'Invalid') return { text: invalidText(error), exitCode: 1 };
  const text = standardMessage(error) ?? prefixed(messageOf(error));
  return {
    text: text.endsWith('\n') ? text : `${text}\n`,
    exitCode: error instanceof CommandError ? error.exitCode : 1,
  };
}

const prefixed = (message: string): string => (message.startsWith('error: ') ? message : `error: ${message}`);

/** kubectl's words for what the server answered, or for why it did not; undefined for other errors. */
function standardMessage(error: unknown): string | undefined {
  if (error instanceof ConnectionError) return error.message;
  if (!(error instanceof ApiError)) return undefined;
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
  return error.reason ? `Error from server (${error.reason}): ${error.message}` : `Error from server: ${error.message}`;
}

function invalidText({ message, details }: ApiError): string {
  const head = 'The request is invalid';
  if (!details) return `${head}${message && `: ${message}`}\n`;
  const causes = [...new Set((details.causes ?? []).map((c) => `${c.field ?? ''}: ${c.message ?? ''}`))];
  const subject =
    details.kind || details.name
      ? `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`
      : message && causes.length === 0
        ? `${head}: ${message}`
        : head;
  if (causes.length === 0) return `${subject}\n`;
  if (causes.length === 1) return `${subject}: ${causes.join('')}\n`;
  return `${subject}: \n${causes.map((c) => `* ${c}\n`).join('')}`;
}
