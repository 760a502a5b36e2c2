/** What an empty list teaches: what the kind is for, and a command that makes one. */
export const lessons: Readonly<Record<string, { readonly text: string; readonly command?: string }>> = {
  pods: {
    text: 'A Pod is the smallest thing that runs: one container, or several that share an address and volumes. Mostly a Deployment makes them.',
    command: 'kubectl run web --image=nginx --port=80',
  },
  'deployments.apps': {
    text: 'A Deployment keeps a number of equal Pods running, and replaces them step by step when you change it.',
    command: 'kubectl create deployment web --image=nginx --replicas=2',
  },
  'statefulsets.apps': {
    text: 'A StatefulSet runs Pods that each keep a name and a volume of their own, as databases need.',
  },
  'daemonsets.apps': { text: 'A DaemonSet runs one Pod on each node: for logs, metrics, storage and the like.' },
  'jobs.batch': {
    text: 'A Job runs Pods until the work is done, and tries again when they fail.',
    command: 'kubectl create job hello --image=busybox -- echo hello',
  },
  'cronjobs.batch': {
    text: 'A CronJob makes a Job by the clock.',
    command: "kubectl create cronjob hello --image=busybox --schedule='*/5 * * * *' -- date",
  },
  services: {
    text: 'A Service gives a set of Pods one address and one name, wherever they run.',
    command: 'kubectl expose deployment web --port=80',
  },
  'ingresses.networking.k8s.io': { text: 'An Ingress routes HTTP from outside to Services, by host and path.' },
  'networkpolicies.networking.k8s.io': {
    text: 'Without a NetworkPolicy every Pod may reach every other. The first one that selects a Pod closes it but for what policies allow.',
  },
  configmaps: {
    text: 'A ConfigMap holds settings that Pods read as files or environment variables.',
    command: 'kubectl create configmap settings --from-literal=colour=green',
  },
  secrets: {
    text: 'A Secret is like a ConfigMap, for what not everybody should read.',
    command: 'kubectl create secret generic login --from-literal=password=…',
  },
  persistentvolumeclaims: { text: 'A claim asks for storage that outlives Pods; a volume is bound to it.' },
  persistentvolumes: {
    text: 'A volume is a piece of storage. Claims are bound to them, and a storage class can make them by itself.',
  },
  'storageclasses.storage.k8s.io': { text: 'A storage class says how volumes are made when a claim asks for one.' },
  resourcequotas: { text: 'A quota limits how much a namespace may use in all.' },
  limitranges: { text: 'A LimitRange gives containers of a namespace their default and largest requests.' },
  'poddisruptionbudgets.policy': { text: 'A budget says how many Pods of a set have to stay when nodes are drained.' },
  events: { text: 'Events tell what happened to objects lately. They are kept for an hour.' },
  'roles.rbac.authorization.k8s.io': {
    text: 'A Role lists what may be done in a namespace; a RoleBinding gives it to somebody.',
  },
  'rolebindings.rbac.authorization.k8s.io': {
    text: 'A RoleBinding gives a Role to users, groups or service accounts.',
  },
};
