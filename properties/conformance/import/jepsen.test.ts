import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/conformance/judge.ts';
import { jepsen, jepsenLog } from '../../../src/conformance/import/presets/jepsen.ts';
import { atLeastOnce, atMostOnce, exactlyOnce, noCreation } from '../../../src/guarantees/index.ts';
import type { Guarantee } from '../../../src/guarantees/guarantee.ts';
import { fixture, importText, inShort, readBack } from './importing.ts';

const queue = fixture('queue.edn');
const verdict = async (guarantee: Guarantee, text: string, mapping = jepsen): Promise<string> =>
  judge(await readBack((await importText(mapping, text)).history), [guarantee]).verdict;

/** The history with one line replaced by others. */
const changed = (index: number, ...lines: readonly string[]): string =>
  queue
    .trimEnd()
    .split('\n')
    .toSpliced(index, 1, ...lines)
    .join('\n');

describe('a history of a queue, as Jepsen has it,', () => {
  it('is read: fail is definite, info is not, and a drain that succeeded has drained', async () => {
    const { history, broken, unmatched } = await importText(jepsen, queue);
    expect({ broken, unmatched }).toEqual({ broken: [], unmatched: [] });
    expect(inShort(history)).toEqual([
      'submitted 0 0',
      'confirmed 0 0',
      'delivered 0 1',
      'submitted 1 0',
      'abandoned 1 0',
      'submitted 2 2',
      'rejected 2 2',
      'submitted 3 2',
      'confirmed 3 2',
      'delivered 3 3',
      'delivered 1 3',
      'drained',
      'ended {"submitting":true,"delivering":true}',
    ]);
    expect(history[0]).toEqual({ type: 'submitted', message: '0', process: '0', at: 3.291485, from: 1 });
  });

  it('is the same as JSON lines, and as one vector of tagged records', async () => {
    const { history } = await importText(jepsen, queue);
    const asJson = await importText({ ...jepsen, format: 'JSON' }, fixture('queue.jsonl'));
    expect(asJson.history).toEqual(history);
    const asVector = await importText(jepsen, fixture('queue-record.edn'));
    expect(inShort(asVector.history)).toEqual(inShort(history));
    expect(asVector.broken).toEqual([]);
  });

  it('holds where everything that was confirmed came out once', async () => {
    expect(await verdict(exactlyOnce, queue)).toBe('holds');
    expect(await verdict(noCreation, queue)).toBe('holds');
  });

  it('is violated by what was confirmed and did not come out, although the queue was drained', async () => {
    const lossy = changed(15, '{:type :ok, :f :drain, :value [1], :process 3}');
    expect(await verdict(atLeastOnce, lossy)).toBe('violated');
    expect(await verdict(atMostOnce, lossy)).toBe('holds');
  });

  it('is violated by what came out twice, and by what came out although its enqueue failed', async () => {
    const double = changed(15, '{:type :ok, :f :drain, :value [3 3 1], :process 3}');
    expect(await verdict(atMostOnce, double)).toBe('violated');
    expect(await verdict(atLeastOnce, double)).toBe('holds');
    const rejected = changed(15, '{:type :ok, :f :drain, :value [3 1 2], :process 3}');
    expect(await verdict(atMostOnce, rejected)).toBe('violated');
  });

  it('is unknown where the drain did not finish: what it did not bring is not lost', async () => {
    for (const ending of [
      '{:type :info, :f :drain, :value nil, :process 3, :error :timeout}',
      '{:type :fail, :f :drain, :value nil, :process 3}',
    ]) {
      const { history } = await importText(jepsen, changed(15, ending));
      expect(inShort(history)).not.toContain('drained');
      expect(await verdict(atLeastOnce, changed(15, ending))).toBe('unknown');
    }
  });

  it('is open where nobody knows what a dequeue took', async () => {
    const taken = changed(12, '{:type :info, :f :dequeue, :value nil, :process 1, :error :timeout}');
    const { history } = await importText(jepsen, taken);
    expect(inShort(history).at(-1)).toBe('ended {"submitting":true,"delivering":false}');
  });

  it('is open where something happened that the mapping does not know', async () => {
    const { history, unmatched } = await importText(
      jepsen,
      changed(12, '{:type :ok, :f :peek, :value 3, :process 1}'),
    );
    expect(unmatched).toEqual([13]);
    expect(inShort(history).at(-1)).toBe('ended {"submitting":false,"delivering":false}');
  });
});

describe('a history of a log, as Jepsen has it,', () => {
  it('is read: a value is unique within its partition, and its offset is its position', async () => {
    const { history, broken, unmatched } = await importText(jepsenLog, fixture('log.edn'));
    expect({ broken, unmatched }).toEqual({ broken: [], unmatched: [] });
    expect(inShort(history)).toEqual([
      'started',
      'submitted 5/140 0',
      'confirmed 5/140 0',
      'submitted 5/142 0',
      'confirmed 5/142 0',
      'delivered 5/140 0',
      'submitted 5/143 0',
      'rejected 5/143 0',
      'submitted 6/1 0',
      'abandoned 6/1 0',
      'delivered 5/140 1',
      'delivered 5/142 1',
      'delivered 6/1 1',
      'ended {"submitting":true,"delivering":true}',
    ]);
    expect(history[5]).toMatchObject({ position: '5/272' });
    expect(history[1]).toMatchObject({ key: '5' });
  });

  it('holds, is violated by an aborted read, and is unknown where something is not yet read', async () => {
    const log = fixture('log.edn');
    expect(await verdict(atLeastOnce, log, jepsenLog)).toBe('holds');
    const aborted = log.replace('[274 142]]', '[274 142] [275 143]]');
    expect(await verdict(atMostOnce, aborted, jepsenLog)).toBe('violated');
    const behind = log.replace('[[272 140] [274 142]]', '[[272 140]]');
    expect(await verdict(atLeastOnce, behind, jepsenLog)).toBe('unknown');
    const created = log.replace('[274 142]]', '[274 142] [275 144]]');
    expect(await verdict(noCreation, created, jepsenLog)).toBe('violated');
  });
});
