/** The API types that probes and hooks work on. */
import type { IntOrString } from '../../api/scalars.ts';
export type {
  Container,
  ExecAction,
  GRPCAction,
  HTTPGetAction,
  LifecycleHandler,
  Probe,
  TCPSocketAction,
} from '../../api/core/v1.ts';
export type IntOrStringPort = IntOrString;
