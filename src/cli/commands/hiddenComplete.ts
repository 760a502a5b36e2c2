/** `peapod __complete WORD…`: what the scripts of `peapod completion` ask. Silent when the cluster cannot be asked. */
import { complete } from '../completion/complete.ts';
import { files, textOf } from '../completion/candidates.ts';
import { defineVerb } from '../kube/verb.ts';

export default defineVerb({
  name: '__complete',
  summary: 'Print what the last word may be',
  usage: '__complete WORD ...',
  description: 'Prints what the last word may be, a line each, and what the shell is to do besides (cobra).',
  flags: {},
  takesAllWords: true,
  async run({ args }) {
    const found = await complete(args).catch((error: unknown) => {
      if (process.env.PEAPOD_DEBUG) throw error;
      return files;
    });
    process.stdout.write(textOf(found));
  },
});
