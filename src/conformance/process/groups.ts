import { spawnSync } from 'node:child_process';

/**
 * The process groups that run now. Each program leads a group of its own, so that whatever it starts ends with
 * it, and none of them outlives this process, however it ends (other than by SIGKILL: then a program sees the
 * end of its standard input).
 */
const running = new Set<number>();
const lastSignals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

let isListening = false;

/** From here on the group ends with this process. */
export const register = (group: number): void => {
  running.add(group);
  if (isListening) return;
  // For good: a signal that has been caught is lost if its listener is taken away before it is heard.
  isListening = true;
  process.on('exit', killAll);
  // Before all others: so it is seen whether somebody else means to end in an orderly way.
  for (const signal of lastSignals) process.prependListener(signal, onSignal);
};

/** The group has been ended. */
export const unregister = (group: number): void => void running.delete(group);

/** How many groups run now. */
export const runningGroups = (): number => running.size;

/** Signals a whole group; one that has ended already is left alone. */
export const signalGroup = (group: number, signal: 'SIGTERM' | 'SIGKILL'): void => {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(group), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) {
      throw error;
    }
  }
};

/** Ends all of them at once. */
export const killAll = (): void => {
  for (const group of running) signalGroup(group, 'SIGKILL');
};

const onSignal = (signal: NodeJS.Signals): void => {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  // As though nobody had listened: whoever started this process learns by which signal it ended.
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
};
