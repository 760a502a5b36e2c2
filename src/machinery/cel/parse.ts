/** The syntax of CEL, read by a library that is loaded with the first rule. */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';

export type Node = ASTNode;

export class CompileError extends Error {
  override readonly name = 'CompileError';
}

let environment: Environment | undefined;
let isParseError: (error: unknown) => error is { summary: string; range?: { start: number } } = (
  error,
): error is { summary: string } => error instanceof Error && 'summary' in error;

/** Must have been awaited before parse() is called. */
export async function loadParser(): Promise<void> {
  if (environment) return;
  const library = await import('@marcbachmann/cel-js');
  isParseError = (error): error is { summary: string; range?: { start: number } } =>
    error instanceof library.ParseError;
  environment = new library.Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: {
      maxAstNodes: 100_000,
      maxDepth: 100,
      maxListElements: 10_000,
      maxMapEntries: 10_000,
      maxCallArguments: 32,
    },
  });
}

/** Throws CompileError. */
export function parse(text: string): Node {
  if (!environment) throw new Error('the parser of CEL is not loaded');
  try {
    return environment.parse(text).ast;
  } catch (error) {
    if (!isParseError(error)) throw error;
    throw compileError(text, error.range?.start ?? 0, `Syntax error: ${error.summary}`);
  }
}

/** As cel-go tells it: place, message, the line, and a mark below. */
export function compileError(text: string, at: number, message: string): CompileError {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length;
  const line = text.split('\n')[before.length - 1] ?? '';
  return new CompileError(
    `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line}\n | ${'.'.repeat(column)}^`,
  );
}
