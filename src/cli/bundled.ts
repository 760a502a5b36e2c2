/**
 * Where `bin/peapod` begins when kubectl's verbs are bundled (`tools/bundleCli.ts`): one file to load for a `get` instead of
 * fifty. In a checkout a verb is run from the bundle only while nothing that it is made of has changed since, so that nobody
 * runs what they have edited; that, and all that is no verb of kubectl's, runs from the modules themselves.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isCurrent } from './isCurrent.ts';
import { calledVerb, runKubeVerb } from './kube/runKubeVerb.ts';
// Loaded with the rest, since it is what is mostly called.
// oxlint-disable-next-line import/no-unassigned-import
import './commands/get.ts';

const bundle = import.meta.dirname;
const home = dirname(dirname(bundle));

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const verb = calledVerb(words);
  if (verb && isCurrent(`${bundle}/sources/${verb.name}`, home)) {
    process.exitCode = await runKubeVerb(verb, words);
    return;
  }
  const [unbundled = ''] = [`${home}/src/cli/main.ts`, `${home}/dist/cli/main.js`].filter((path) => existsSync(path));
  await import(pathToFileURL(unbundled).href);
}

void main();
