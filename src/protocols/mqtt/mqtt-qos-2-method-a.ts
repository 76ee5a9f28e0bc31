/**
 * MQTT with quality of service 2, "exactly once", in the other way: method A of MQTT 3.1.1, section 4.3.3.
 *
 * The receiver stores the message upon PUBLISH and delivers it upon PUBREL, when it discards it; in between,
 * the same packet identifier means the same message. All else is as in `mqtt-qos-2.ts`. The choice "does not
 * affect the guarantees of a QoS 2 flow", says 3.1.1, and so the model finds as long as sessions are kept. Where
 * disks are lost they err on different sides: whoever has stored the message and forgets it loses it, whoever
 * has delivered it and forgets that delivers it again. MQTT 5.0 does not show method A any more.
 *
 * Left out: what `mqtt-qos-2.ts` leaves out.
 */
import { chainOf } from './mqtt-qos-2.ts';

export const mqttQos2MethodA = chainOf('mqtt-qos-2-method-a', 'A');
