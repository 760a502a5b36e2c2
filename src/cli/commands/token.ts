/** `peapod token create`: the command with which another machine joins. */
import type { Layout } from '../../cluster/layout.ts';
import { createToken } from '../../cluster/token.ts';

/** Throws UserError and ApiError. */
export async function tokenCreate(layout: Layout, seconds: number): Promise<void> {
  process.stdout.write(`${await createToken(layout, seconds)}\n`);
}
