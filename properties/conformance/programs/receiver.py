"""A receiver that delivers each message exactly once.

It records the id of a message in one atomic step with the delivery, so that a crash leaves both behind or
neither. A message that it has seen is not delivered, but acknowledged again: its first acknowledgement may be
the one that was lost.
"""

import json
import sys


class Receiver:
    def __init__(self, disk):
        self.seen = disk.get("seen", [])

    def receive(self, packet):
        message = packet["message"]
        acknowledge = {"type": "send", "packet": {"type": "ack", "id": message["id"]}}
        if message["id"] in self.seen:
            return [acknowledge]
        self.seen = [*self.seen, message["id"]]
        deliver = {"type": "deliver", "message": message}
        record = {"type": "write", "disk": {"seen": self.seen}}
        return [{"type": "atomically", "effects": [deliver, record]}, acknowledge]


for line in sys.stdin:
    question = json.loads(line)
    answer = {"number": question["number"], "effects": []}
    if question["type"] in ("init", "restore"):
        receiver = Receiver(question["disk"])
    elif question["type"] == "receive":
        answer["effects"] = receiver.receive(question["packet"])
    answer["features"] = ["reset", "snapshot"]  # nothing survives an init or a restore but what they bring,
    answer["snapshot"] = None  # and it remembers nothing that is not on its disk
    print(json.dumps(answer), flush=True)
