/**
 * The peapod program. Background processes come through here too (`peapod process ROLE`), and load nothing of the
 * command line. kubectl's verbs have a parser of their own, which keeps kubectl's rules and starts quickly; the commands for
 * the cluster itself are parsed by commander. Either loads only what was called.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache(process.env.NODE_COMPILE_CACHE);

const [command, role, ...flags] = process.argv.slice(2);
if (command === 'process' && (role === 'control-plane' || role === 'node' || role === 'keeper')) {
  const { runRole } = await import('../cluster/runRole.ts');
  const flag = (name: string): string | undefined => flags[flags.indexOf(name) + 1 || flags.length];
  await runRole(role, flag('--data-dir') ?? '', flag('--node'));
} else {
  const { calledVerb, runKubeVerb } = await import('./kube/runKubeVerb.ts');
  const words = process.argv.slice(2);
  const verb = calledVerb(words);
  if (verb) process.exitCode = await runKubeVerb(verb, words);
  else {
    const { runCommand } = await import('./program.ts');
    process.exitCode = await runCommand(process.argv);
  }
}
