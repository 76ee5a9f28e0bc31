"""The first version of receiver.py, as most people would write it: deliver, then take a note of it.

A crash between the two leaves no note, and the message is delivered again.
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
        return [deliver, record, acknowledge]


for line in sys.stdin:
    question = json.loads(line)
    answer = {"number": question["number"], "effects": []}
    if question["type"] == "init":
        receiver = Receiver(question["disk"])
    elif question["type"] == "receive":
        answer["effects"] = receiver.receive(question["packet"])
    print(json.dumps(answer), flush=True)
