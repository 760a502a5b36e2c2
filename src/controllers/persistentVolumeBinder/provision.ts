/** Hands a claim to the provisioner of its class: it says whose turn it is, and the provisioner makes the volume. */
import type { Claim } from '../../machinery/volumes.ts';
import { betaStorageProvisioner, storageProvisioner } from '../../machinery/volumes.ts';
import type { World } from './world.ts';
import { annotated, writeClaim } from './world.ts';

export async function askProvisioner(world: World, claim: Claim, className: string): Promise<void> {
  const { recorder, classes } = world;
  const storageClass = classes.get(className);
  if (!storageClass) {
    recorder.event(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
    return;
  }
  const { provisioner } = storageClass;
  // These names are for provisioners that are built in, and there is none.
  if (provisioner.startsWith('kubernetes.io/')) {
    if (provisioner !== 'kubernetes.io/no-provisioner')
      recorder.event(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`);
    return;
  }
  await writeClaim(
    world,
    claim,
    annotated(claim, { [storageProvisioner]: provisioner, [betaStorageProvisioner]: provisioner }),
  );
  recorder.event(
    claim,
    'Normal',
    'ExternalProvisioning',
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the ` +
      'system administrator. If volume creation is delayed, please verify that the provisioner is running and ' +
      'correctly registered.',
  );
}
