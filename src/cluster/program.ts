/** The file of the program itself, as Peapod's own processes are started from it: TypeScript in a checkout, JavaScript in the package. */
import { extname, join } from 'node:path';

export const program = join(import.meta.dirname, '..', 'cli', `main${extname(import.meta.filename)}`);
