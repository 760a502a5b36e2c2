/**
 * The peapod program. Background processes come through here too (`peapod process ROLE`), and load nothing of the
 * command line; everything else is parsed by commander, and loads only the command that was called.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache(process.env.NODE_COMPILE_CACHE);

const [command, role] = process.argv.slice(2);
if (command === 'process' && (role === 'control-plane' || role === 'node')) {
  const { runRole } = await import('../cluster/runRole.ts');
  await runRole(role, process.argv[process.argv.indexOf('--data-dir') + 1] ?? '');
} else {
  const { runCommand } = await import('./program.ts');
  process.exitCode = await runCommand(process.argv);
}
