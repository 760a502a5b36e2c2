/**
 * Command lines that change objects: each is run by kubectl in one namespace and by peapod in its twin, one after the
 * other, and must print the same. They build on each other, from top to bottom.
 */
export interface ChangingLine {
  /** As words; `{dir}` is a folder of files (see `files`). */
  readonly line: string;
  /** Standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Not of a namespace: kubectl runs the whole row of such lines before peapod does. They undo what they do. */
  readonly clusterWide?: true;
}

export const files: Readonly<Record<string, string>> = {
  'app.conf': 'color=blue\n',
  'app.env': '# comment\nA=1\nB=two words\n\nC=\n',
  'settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: "1"\n  b: "2"\n',
  'settings2.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  labels:\n    app: x\ndata:\n  a: "1"\n  c: "3"\n',
  'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: 0
  selector: {matchLabels: {app: site}}
  template:
    metadata: {labels: {app: site}}
    spec:
      containers:
      - {name: web, image: nginx, ports: [{containerPort: 80}]}
      - {name: side, image: busybox, env: [{name: A, value: "1"}]}
---
apiVersion: v1
kind: Service
metadata: {name: site}
spec:
  selector: {app: site}
  ports: [{port: 80}]
`,
  'web2.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: 0
  selector: {matchLabels: {app: site}}
  template:
    metadata: {labels: {app: site}}
    spec:
      containers:
      - {name: web, image: "nginx:2", ports: [{containerPort: 81}]}
`,
  'bad-field.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\nspec: {}\n',
  'bad-value.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {ports: [{port: 99999}]}\n',
};

const plain = (...lines: readonly string[]): ChangingLine[] => lines.map((line) => ({ line }));

export const changingLines: readonly ChangingLine[] = [
  // Generators, seen as what they would send.
  ...plain(
    'run p --image=nginx --dry-run=client -o yaml',
    'run p --image=nginx --port=80 --env=A=b --labels=x=y,z=w --privileged --dry-run=client -o yaml -- a b',
    'run p --image=nginx --command --restart=Never --dry-run=client -o json -- sh -c "exit 1"',
    'run p --image=nginx --port=80 --expose --dry-run=client -o yaml',
    'run p --image=nginx --overrides={"spec":{"hostname":"h"}} --dry-run=client -o yaml',
    'run p --image=nginx --dry-run=client',
    'run p --image=nginx --dry-run=server -o name',
    'run p --image=UPPER',
    'run p',
    'run p --image=nginx -t',
    'run p --image=nginx --restart=Sometimes',
    'create deployment d --image=nginx --port=80 --replicas=2 --dry-run=client -o yaml',
    'create deployment d --image=nginx --image=busybox:1 --dry-run=client -o yaml',
    'create deployment d --image=nginx --dry-run=server -o name',
    'create deployment d --image=nginx --image=busybox --dry-run=client -- date',
    'create deployment d',
    'create deployment --image=nginx',
    'create deployment d --image=nginx --replicas=x',
    'create job j --image=busybox --dry-run=client -o yaml -- date',
    'create job j',
    'create cronjob c --image=busybox --schedule="*/1 * * * *" --dry-run=client -o yaml -- date',
    'create cronjob c --image=busybox',
    'create configmap c --from-literal=a=1 --from-literal=b=x=y --dry-run=client -o yaml',
    'create configmap c --from-file={dir}/app.conf --from-file=k={dir}/app.conf --dry-run=client -o yaml',
    'create configmap c --from-env-file={dir}/app.env --dry-run=client -o yaml',
    'create configmap c --from-literal=a=1 --append-hash --dry-run=client -o name',
    'create configmap c --from-literal=a',
    'create configmap c --from-file={dir}/nope',
    'create configmap c --from-literal=a=1 --from-literal=a=2',
    'create configmap c --from-literal=a/b=1',
    'create secret generic s --from-literal=a=1 --type=x/y --dry-run=client -o yaml',
    'create secret generic s --from-literal=a=1 --append-hash --dry-run=client -o name',
    'create secret docker-registry s --docker-server=r.example --docker-username=u --docker-password=p --docker-email=e@x --dry-run=client -o yaml',
    'create secret docker-registry s --docker-username=u',
    'create secret tls s',
    'create namespace n --dry-run=client -o yaml',
    'create serviceaccount s --dry-run=client -o yaml',
    'create service clusterip s --tcp=80:8080 --tcp=90:web --dry-run=client -o yaml',
    'create service clusterip s --clusterip=None --dry-run=client -o yaml',
    'create service nodeport s --tcp=80 --node-port=30080 --dry-run=client -o yaml',
    'create service loadbalancer s --tcp=80 --dry-run=client -o yaml',
    'create service externalname s --external-name=db.example.com --dry-run=client -o yaml',
    'create service clusterip s',
    'create service externalname s',
    'create role r --verb=get,list --resource=pods,deployments.apps,deploy/scale --dry-run=client -o yaml',
    'create role r --verb=get --resource=pods --resource-name=a --resource-name=b --dry-run=client -o yaml',
    'create role r --verb=fly --resource=pods --dry-run=client',
    'create role r --resource=pods',
    'create role r --verb=get',
    'create clusterrole r --verb=get --non-resource-url=/healthz/* --dry-run=client -o yaml',
    'create clusterrole r --aggregation-rule=a=b --dry-run=client -o yaml',
    'create clusterrole r --verb=get --non-resource-url=healthz',
    'create rolebinding b --role=r --user=u --group=g --serviceaccount=a:b --dry-run=client -o yaml',
    'create rolebinding b --role=r --clusterrole=c',
    'create rolebinding b --role=r --serviceaccount=a',
    'create clusterrolebinding b --clusterrole=c --user=u --dry-run=client -o yaml',
    'create clusterrolebinding b',
    'create quota q --hard=pods=3,cpu=0.5 --scopes=BestEffort --dry-run=client -o yaml',
    'create quota q --hard=pods',
    'create quota q --hard=pods=x',
    'create poddisruptionbudget b --selector=a=b --min-available=50% --dry-run=client -o yaml',
    'create pdb b --selector=a=b',
    'create priorityclass c --value=10 --description=d --dry-run=client -o yaml',
    'create ingress i --rule=a.example/x*=svc:80,tls=s --rule=a.example/y=svc:http --class=c --dry-run=client -o yaml',
    'create ingress i --default-backend=svc:80 --annotation=k=v --dry-run=client -o yaml',
    'create ingress i',
    'create ingress i --rule=nope',
    'create foo',
    'create',
    'create configmap x --dry-run=maybe',
    'create configmap x --nope',
  ),
  // Files.
  ...plain(
    'create -f {dir}/settings.yaml',
    'create -f {dir}/settings.yaml',
    'create -f {dir}/bad-field.yaml',
    'create -f {dir}/bad-value.yaml',
    'create -f {dir}/nope.yaml',
    'apply -f {dir}/settings2.yaml',
    'apply -f {dir}/settings2.yaml',
    'get configmap settings -o jsonpath={.data}',
    'apply -f {dir}/web.yaml',
    'apply -f {dir}/web.yaml',
    'diff -f {dir}/web.yaml',
    'apply -f {dir}/web2.yaml --dry-run=server',
    'apply -f {dir}/web2.yaml',
    'get deployment site -o jsonpath={.spec.template.spec.containers[*].name}',
    'apply view-last-applied deployment/site',
    'apply view-last-applied deployment/site -o json',
    'apply set-last-applied -f {dir}/web.yaml',
    'apply --server-side -f {dir}/settings.yaml',
    'apply --server-side --force-conflicts -f {dir}/settings.yaml',
    'apply --force-conflicts -f {dir}/settings.yaml',
    'apply -f {dir}/bad-field.yaml',
    'apply',
    'apply -f {dir}/web.yaml --prune',
    'replace -f {dir}/settings.yaml',
    'replace --force -f {dir}/settings.yaml',
    'replace -f {dir}/settings.yaml --grace-period=1',
  ),
  { line: 'apply -f -', input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: piped}\ndata: {x: y}\n' },
  { line: 'create -f -', input: 'kind: Pod\n' },
  { line: 'apply -f -', input: 'metadata: {name: x}\n' },
  { line: 'edit configmap piped', env: { KUBE_EDITOR: 'sed -i s/x:/z:/' } },
  { line: 'edit configmap piped', env: { KUBE_EDITOR: 'true' } },
  { line: 'get configmap piped -o jsonpath={.data}' },
  // Changes of what is there.
  ...plain(
    'label configmap settings tier=front',
    'label configmap settings tier=front',
    'label configmap settings tier=back',
    'label --overwrite configmap settings tier=back',
    'label configmap settings tier-',
    'label configmap settings tier-',
    'label configmap settings',
    'label configmap settings bad!=x=y',
    'label configmap nope a=b',
    'label configmaps --all all=yes',
    'annotate configmap settings note=one',
    'annotate configmap settings note=two',
    'annotate --overwrite configmap settings note=two',
    'annotate configmap settings note-',
    'annotate configmap settings',
    'patch configmap settings -p {"data":{"n":"1"}}',
    'patch configmap settings -p {"data":{"n":"1"}}',
    'patch configmap settings --type=json -p [{"op":"remove","path":"/data/n"}]',
    'patch configmap settings --type=json -p [{"op":"remove","path":"/data/n"}]',
    'patch configmap settings --type=merge -p {"data":{"m":"2"}} --dry-run=client',
    'patch configmap settings --type=odd -p {}',
    'patch configmap settings',
    'scale deployment site --replicas=0',
    'scale deployment site --replicas=1 --current-replicas=5',
    'scale deployment nope --replicas=1',
    'scale deployment site',
    'set image deployment/site web=nginx:3',
    'set image deployment/site web=nginx:3',
    'set image deployment/site nope=nginx:3',
    'set image deployment/site *=nginx',
    'set image deployment/site',
    'set env deployment/site A=1 B=2',
    'set env deployment/site B-',
    'set env deployment/site --list',
    'set env --from=configmap/settings --keys=a deployment/site',
    'set env deployment/site --list',
    'set resources deployment/site --limits=cpu=200m,memory=64Mi --requests=cpu=100m',
    'set resources deployment/site -c=nope --limits=cpu=1',
    'set resources deployment/site',
    'set serviceaccount deployment/site default',
    'set selector service site app=other',
    'expose deployment site --port=8080 --name=site2',
    'expose deployment site --port=8080 --name=site3 --type=NodePort --dry-run=client -o yaml',
    'expose service site --name=site4 --dry-run=client -o yaml',
    'expose configmap settings --port=1',
    'create rolebinding b --clusterrole=view --user=u',
    'set subject rolebinding b --user=v',
    'set subject rolebinding b --user=v',
    'rollout status deployment/site --timeout=60s',
    'rollout history deployment/site',
    'rollout history deployment/site --revision=1',
    'rollout history deployment/site --revision=99',
    'rollout restart deployment/site',
    'rollout pause deployment/site',
    'rollout pause deployment/site',
    'rollout resume deployment/site',
    'rollout resume deployment/site',
    'rollout status deployment/site --timeout=60s',
    'rollout undo deployment/site',
    'rollout undo deployment/site --to-revision=99',
    'rollout undo configmap/settings',
    'rollout status',
  ),
  // Nodes.
  ...[
    'cordon {node}',
    'cordon {node}',
    'uncordon {node}',
    'uncordon {node}',
    'cordon nope',
    'cordon',
    'taint node {node} a=b:PreferNoSchedule',
    'taint node {node} a=b:PreferNoSchedule',
    'taint node {node} a=c:PreferNoSchedule --overwrite',
    'taint node {node} a:PreferNoSchedule-',
    'taint node {node} a-',
    'taint node {node} a=b:Nope',
    'taint node {node}',
    'drain',
    'drain {node} --dry-run=client --ignore-daemonsets --force --pod-selector=nobody=here',
    'drain {node} --ignore-daemonsets --pod-selector=nobody=here',
    'uncordon {node}',
    'create namespace twin-extra',
    'create namespace twin-extra',
    'delete namespace twin-extra',
  ].map((line): ChangingLine => ({ line, clusterWide: true })),
  // Waiting and deleting.
  ...plain(
    'wait --for=condition=Available deployment/site --timeout=60s',
    'wait --for=jsonpath={.spec.replicas}=0 deployment/site --timeout=20s',
    'wait --for=jsonpath={.spec.replicas}=7 deployment/site --timeout=1s',
    'wait --for=condition=Odd deployment/site --timeout=0',
    'wait --for=create configmap/settings',
    'wait --for=delete configmap/nope',
    'wait --for=odd configmap/settings',
    'wait --for=condition=Ready pod/nope --timeout=1s',
    'delete configmap nope',
    'delete configmap nope --ignore-not-found',
    'delete configmap piped -o name',
    'delete configmap settings --dry-run=server',
    'delete configmap settings --dry-run=client',
    'delete service site2 site3',
    'delete service/site --now',
    'delete deployment site --cascade=odd',
    'delete deployment site --cascade=foreground',
    'delete configmap -l nobody=here',
    'delete configmap',
    'delete',
    'delete -f {dir}/settings.yaml --force',
    'delete -f {dir}/settings.yaml',
  ),
];
