/**
 * The offset is committed before processing, and commits are sent again on whichever connection: one of them
 * arrives after a later one.
 *
 * The broker takes commits as they come, so the committed offset goes back. Nobody notices, until the consumer
 * crashes and begins at a record that it has processed. It is why commitAsync never sends a commit again.
 */
import { protocol } from '../../../model/index.ts';
import { consumer } from '../offset-before-processing.ts';
import { brokerAhead } from '../partition.ts';

export const lateCommit = protocol({
  name: 'late-commit',
  roles: { broker: brokerAhead(1, 'as they come'), consumer },
  links: ['broker -> consumer', 'consumer -> broker'],
});
