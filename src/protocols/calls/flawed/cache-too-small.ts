/**
 * The duplicate-request cache, but there are more requests under way than it holds.
 *
 * One client that waits for each reply needs one place on links that keep order. Here the client has all its
 * requests under way at once, and the cache still holds two: three requests and one early timeout are enough,
 * without any fault. The larger the burst, the sooner the cache fails, just when it is needed.
 */
import { protocol } from '../../../model/index.ts';
import { sender as client } from '../../pipelined-retransmission.ts';
import { serverThatCaches } from '../duplicate-request-cache.ts';

export const cacheTooSmall = protocol({
  name: 'cache-too-small',
  roles: { client, server: serverThatCaches(2) },
  links: ['client -> server', 'server -> client'],
});
