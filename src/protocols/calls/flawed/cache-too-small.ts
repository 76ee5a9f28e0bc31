/**
 * The duplicate-request cache, but there are more requests under way than it holds.
 *
 * A client that waits for each reply needs one place on links that keep order, and the cache has one. Here the
 * client has two requests under way: an early timeout is enough, without any fault. The larger the burst, the
 * sooner a cache fails, just when it is needed.
 */
import { protocol } from '../../../model/index.ts';
import { sender as client } from '../../pipelined-retransmission.ts';
import { serverThatCaches } from '../duplicate-request-cache.ts';

export const cacheTooSmall = protocol({
  name: 'cache-too-small',
  roles: { client, server: serverThatCaches(1) },
  links: ['client -> server', 'server -> client'],
});
