// One session of the official Node client with a server, step by step. It prints a
// JSON object a step: {step, ok, error}. The address is the only argument.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as esdb from '@eventstore/db-client';

const client = esdb.EventStoreDBClient.connectionString(process.argv[2]);
const run = randomUUID().slice(0, 8);
const stream = (name) => `stock-${name}-${run}`;
const event = (type, data = {}, more = {}) => esdb.jsonEvent({ id: randomUUID(), type, data, ...more });

async function collect(reading, limit = Infinity) {
  const all = [];
  for await (const resolved of reading) {
    all.push(resolved);
    if (all.length === limit) break;
  }
  return all;
}

// next waits for a subscription's event that is wanted, a bounded time.
function next(subscription, wanted) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no such event came')), 20_000);
    const done = (how, value) => { clearTimeout(late); how(value); };
    subscription.on('data', (resolved) => { if (wanted(resolved)) done(resolve, resolved); });
    subscription.on('error', (error) => done(reject, error));
  });
}

const steps = {
  async 'append and its place'() {
    const first = await client.appendToStream(stream('a'), [event('one', { n: 1 }), event('two', { chữ: 'Sóc Trăng' })], { expectedRevision: esdb.NO_STREAM });
    assert.equal(first.success, true);
    assert.equal(first.nextExpectedRevision, 1n);
    assert.ok(first.position.commit > 0n);
  },
  async 'conflict'() {
    await assert.rejects(client.appendToStream(stream('a'), event('late'), { expectedRevision: esdb.NO_STREAM }), esdb.WrongExpectedVersionError);
    const url = process.argv[2];
    const quiet = esdb.EventStoreDBClient.connectionString(`${url}${url.includes('?') ? '&' : '?'}throwOnAppendFailure=false`);
    const soft = await quiet.appendToStream(stream('a'), event('late'), { expectedRevision: 7n });
    assert.equal(soft.success, false);
    assert.equal(soft.nextExpectedRevision, 1n);
  },
  async 'a retry is one event'() {
    const once = event('three');
    await client.appendToStream(stream('a'), once, { expectedRevision: 1n });
    const again = await client.appendToStream(stream('a'), once, { expectedRevision: 1n });
    assert.equal(again.nextExpectedRevision, 2n);
    assert.equal((await collect(client.readStream(stream('a')))).length, 3);
  },
  async 'batch append: many events in one call'() {
    const many = Array.from({ length: 1500 }, (_, n) => event('many', { n }));
    const done = await client.appendToStream(stream('batch'), many, { batchAppendSize: 64 * 1024 });
    assert.equal(done.nextExpectedRevision, 1499n);
    const read = await collect(client.readStream(stream('batch')));
    assert.deepEqual(read.map((r) => r.event.data.n), many.map((_, n) => n));
  },
  async 'batch append: too large is refused'() {
    const large = event('large', { text: 'x'.repeat(2 << 20) });
    await assert.rejects(client.appendToStream(stream('large'), large), esdb.MaxAppendSizeExceededError);
  },
  async 'many appends at once'() {
    await Promise.all(Array.from({ length: 200 }, (_, n) => client.appendToStream(stream('busy'), event('at once', { n }))));
    assert.equal((await collect(client.readStream(stream('busy')))).length, 200);
  },
  async 'a stream forwards and backwards'() {
    const up = await collect(client.readStream(stream('a'), { direction: esdb.FORWARDS, fromRevision: 1n, maxCount: 1 }));
    assert.deepEqual(up.map((r) => r.event.type), ['two']);
    assert.deepEqual(up[0].event.data, { chữ: 'Sóc Trăng' });
    assert.ok(up[0].event.created instanceof Date && Math.abs(Date.now() - up[0].event.created.getTime()) < 600_000);
    const down = await collect(client.readStream(stream('a'), { direction: esdb.BACKWARDS, fromRevision: esdb.END }));
    assert.deepEqual(down.map((r) => r.event.type), ['three', 'two', 'one']);
  },
  async 'the whole log forwards and backwards'() {
    const up = await collect(client.readAll({ direction: esdb.FORWARDS, fromPosition: esdb.START }));
    const down = await collect(client.readAll({ direction: esdb.BACKWARDS, fromPosition: esdb.END }));
    assert.deepEqual(up.map((r) => r.event.id), down.map((r) => r.event.id).reverse());
    assert.ok(up.some((r) => r.event.streamId === stream('a')));
  },
  async 'a stream that is not there'() {
    await assert.rejects(collect(client.readStream(stream('nowhere'))), esdb.StreamNotFoundError);
  },
  async 'binary events'() {
    const data = new Uint8Array([0, 255, 1, 254]);
    await client.appendToStream(stream('bytes'), esdb.binaryEvent({ type: 'bytes', data, metadata: new Uint8Array([7]) }));
    const [read] = await collect(client.readStream(stream('bytes')));
    assert.equal(read.event.isJson, false);
    assert.deepEqual([...read.event.data], [...data]);
  },
  async 'subscription to a stream: what is there, then what comes'() {
    const subscription = client.subscribeToStream(stream('live'), { fromRevision: esdb.START });
    const come = next(subscription, (r) => r.event.type === 'live');
    await client.appendToStream(stream('live'), event('live'));
    assert.equal((await come).event.revision, 0n);
    await subscription.unsubscribe();
  },
  async 'filtered subscription: prefixes, regular expression, checkpoints'() {
    for (const filter of [
      esdb.eventTypeFilter({ prefixes: ['wanted-'] }),
      esdb.eventTypeFilter({ regex: '^wanted-', maxSearchWindow: 5, checkpointInterval: 1 }),
      esdb.streamNameFilter({ regex: `^(?!\\$)stock-filter-${run}` }),
      esdb.excludeSystemEvents(),
    ]) {
      const type = `wanted-${randomUUID()}`;
      const subscription = client.subscribeToAll({ fromPosition: esdb.START, filter });
      const come = next(subscription, (r) => r.event.type === type);
      await client.appendToStream(stream('filter'), [event('other'), event(type)]);
      assert.equal((await come).event.streamId, stream('filter'));
      await subscription.unsubscribe();
    }
    const reached = [];
    let heard;
    const said = new Promise((resolve) => { heard = resolve; });
    const subscription = client.subscribeToAll({
      fromPosition: esdb.START,
      filter: esdb.eventTypeFilter({ prefixes: ['nothing-has-this-'], maxSearchWindow: 10, checkpointInterval: 1,
        checkpointReached: async (_, position) => { reached.push(position.commit); if (reached.length === 3) heard(); } }),
    });
    subscription.on('error', () => {});
    await said;
    assert.deepEqual(reached, [...reached].sort((a, b) => (a < b ? -1 : 1)));
    await subscription.unsubscribe();
  },
  async 'links are resolved'() {
    await client.appendToStream(stream('links'), esdb.binaryEvent({ type: '$>', data: Buffer.from(`1@${stream('a')}`) }));
    const [read] = await collect(client.readStream(stream('links'), { resolveLinkTos: true }));
    assert.equal(read.event.type, 'two');
    assert.equal(read.link.type, '$>');
  },
  async 'persistent subscription: ack, retry, park'() {
    const name = stream('group');
    await client.createPersistentSubscriptionToStream(name, 'readers', esdb.persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: esdb.START, checkPointAfter: 100 }));
    await assert.rejects(client.createPersistentSubscriptionToStream(name, 'readers', esdb.persistentSubscriptionToStreamSettingsFromDefaults()), esdb.PersistentSubscriptionExistsError);
    await client.appendToStream(name, [event('keep'), event('again'), event('bad')]);
    const subscription = client.subscribeToPersistentSubscriptionToStream(name, 'readers', { bufferSize: 4 });
    const seen = [];
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`only ${seen.join()} came`)), 20_000);
      subscription.on('error', reject);
      subscription.on('data', async (resolved) => {
        const { type } = resolved.event;
        seen.push(type);
        if (type === 'bad') await subscription.nack(esdb.PARK, 'not wanted', resolved);
        else if (type === 'again' && seen.filter((t) => t === 'again').length === 1) await subscription.nack(esdb.RETRY, 'once more', resolved);
        else await subscription.ack(resolved);
        if (seen.length === 4) { clearTimeout(late); resolve(); }
      });
    });
    assert.deepEqual([...seen].sort(), ['again', 'again', 'bad', 'keep']);
    await subscription.unsubscribe();
    const info = await client.getPersistentSubscriptionToStreamInfo(name, 'readers');
    assert.equal(info.groupName, 'readers');
    assert.equal(info.eventSource, name);
    assert.ok((await client.listAllPersistentSubscriptions()).some((g) => g.groupName === 'readers' && g.eventSource === name));
    await client.replayParkedMessagesToStream(name, 'readers');
    const parked = client.subscribeToPersistentSubscriptionToStream(name, 'readers');
    const come = next(parked, (r) => r.event.type === 'bad');
    await parked.ack(await come);
    await parked.unsubscribe();
    await client.updatePersistentSubscriptionToStream(name, 'readers', esdb.persistentSubscriptionToStreamSettingsFromDefaults({ maxRetryCount: 3 }));
    await client.deletePersistentSubscriptionToStream(name, 'readers');
    await assert.rejects(client.deletePersistentSubscriptionToStream(name, 'readers'), esdb.PersistentSubscriptionDoesNotExistError);
  },
  async 'persistent subscription to the whole log, filtered'() {
    await client.createPersistentSubscriptionToAll(`all-${run}`, esdb.persistentSubscriptionToAllSettingsFromDefaults({ startFrom: esdb.START }),
      { filter: esdb.eventTypeFilter({ prefixes: [`all-${run}`] }) });
    const subscription = client.subscribeToPersistentSubscriptionToAll(`all-${run}`);
    const come = next(subscription, () => true);
    await client.appendToStream(stream('all'), [event('other'), event(`all-${run}`)]);
    const resolved = await come;
    assert.equal(resolved.event.type, `all-${run}`);
    await subscription.ack(resolved);
    await subscription.unsubscribe();
    await client.deletePersistentSubscriptionToAll(`all-${run}`);
  },
  async 'metadata'() {
    const name = stream('meta');
    await client.appendToStream(name, [event('one'), event('two'), event('three')]);
    await client.setStreamMetadata(name, { maxCount: 2, owner: 'văn phòng' });
    const { metadata } = await client.getStreamMetadata(name);
    assert.equal(metadata.maxCount, 2);
    assert.equal(metadata.owner, 'văn phòng');
    assert.deepEqual((await collect(client.readStream(name))).map((r) => r.event.type), ['two', 'three']);
  },
  async 'deletion, and beginning anew'() {
    const name = stream('gone');
    await client.appendToStream(name, [event('one'), event('two')]);
    await client.deleteStream(name);
    await assert.rejects(collect(client.readStream(name)), esdb.StreamNotFoundError);
    const back = await client.appendToStream(name, event('three'), { expectedRevision: esdb.NO_STREAM });
    assert.equal(back.nextExpectedRevision, 2n);
    assert.deepEqual((await collect(client.readStream(name))).map((r) => r.event.revision), [2n]);
  },
  async 'tombstone'() {
    const name = stream('dead');
    await client.appendToStream(name, event('one'));
    await client.tombstoneStream(name);
    await assert.rejects(collect(client.readStream(name)), esdb.StreamDeletedError);
    await assert.rejects(client.appendToStream(name, event('two')), esdb.StreamDeletedError);
  },
};

let failures = 0;
for (const [step, act] of Object.entries(steps)) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('it took longer than 40 s')), 40_000).unref());
  try {
    await Promise.race([act(), late]);
    console.log(JSON.stringify({ step, ok: true }));
  } catch (error) {
    failures++;
    console.log(JSON.stringify({ step, ok: false, error: `${error?.stack ?? error}` }));
  }
}
process.exit(failures ? 1 : 0);
