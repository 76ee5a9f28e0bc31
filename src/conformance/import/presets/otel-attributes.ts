import type { Mapping } from '../mapping.ts';

/** Where an attribute of a span (or of what has the name) is: OTLP writes a list of keys with typed values. */
export const attribute = (key: string, of = ''): string =>
  `${of === '' ? '' : `${of}.`}attributes[key="${key}"].value.*`;
const attributes = (...keys: readonly string[]) => ({ from: keys.map((key) => attribute(key)) });

/** Enumerations are numbers in OTLP; other writers of Protocol Buffers write their names. */
const kinds = { '4': 'send', SPAN_KIND_PRODUCER: 'send' };
const operations = {
  create: 'create',
  send: 'send',
  publish: 'send', // until 1.27
  receive: 'receive',
  process: 'process',
  deliver: 'process', // 1.17 to 1.22
  settle: 'settle',
};
/** What an operation of type "settle" did, by the names that the systems give it. */
const dispositions = {
  ack: 'settled',
  acknowledge: 'settled',
  complete: 'settled',
  commit: 'settled',
  delete: 'settled',
};

/** What rules speak of, under the names that conventions gave it over the years. */
export const names: NonNullable<Mapping['names']> = {
  system: attributes('messaging.system'),
  named: {
    from: [attribute('messaging.operation.type'), attribute('messaging.operation')],
    table: operations,
  },
  // Until 1.20 a send had no attribute for it.
  implied: { from: 'kind', table: kinds },
  operation: { from: ['$named', '$implied'] },
  disposition: {
    from: [attribute('messaging.operation.name'), attribute('messaging.servicebus.disposition_status')],
    table: dispositions,
  },
  message: attributes('messaging.message.id', 'messaging.message_id'),
  status: { from: 'status.code', table: { '2': 'error', STATUS_CODE_ERROR: 'error' } },
  failure: { from: ['$status', attribute('error.type')] },
  client: {
    from: [
      attribute('messaging.client.id'),
      attribute('messaging.client_id'),
      attribute('messaging.consumer.id'),
      attribute('messaging.kafka.client_id'),
      attribute('messaging.rocketmq.client_id'),
      attribute('service.instance.id', '$resource.resource'),
    ],
  },
  group: attributes(
    'messaging.consumer.group.name',
    'messaging.kafka.consumer.group',
    'messaging.eventhubs.consumer.group',
    'messaging.rocketmq.client_group',
    'messaging.destination.subscription.name',
    'messaging.servicebus.destination.subscription_name',
  ),
  key: attributes(
    'messaging.kafka.message.key',
    'messaging.gcp_pubsub.message.ordering_key',
    'messaging.rocketmq.message.group',
  ),
  attempt: attributes(
    'messaging.gcp_pubsub.message.delivery_attempt',
    'messaging.servicebus.message.delivery_count',
  ),
  partition: attributes(
    'messaging.destination.partition.id',
    'messaging.kafka.destination.partition',
    'messaging.kafka.partition',
  ),
  offset: attributes('messaging.kafka.offset', 'messaging.kafka.message.offset'),
};
