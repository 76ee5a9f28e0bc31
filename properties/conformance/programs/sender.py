"""A sender that sends again until it is acknowledged, and keeps on its disk what is not.

It shows what it remembers, which is its outbox, and takes it back: so every state can be visited.
"""

import json
import sys


def data(message):
    return {"type": "send", "packet": {"type": "data", "message": message}}


class Sender:
    def __init__(self, disk):
        self.outbox = disk.get("outbox", [])

    def store(self, outbox):
        self.outbox = outbox
        return {"type": "write", "disk": {"outbox": outbox}}

    def again(self):
        return {"type": "arm", "timer": "retransmit", "delay": 1000}

    def submit(self, message):
        stored = self.store([*self.outbox, message])
        accept = {"type": "accept", "message": message}  # only now, when a crash can no longer lose it
        return [stored, accept, data(message), self.again()]

    def receive(self, packet):
        done = [message for message in self.outbox if message["id"] == packet["id"]]
        stored = self.store([message for message in self.outbox if message["id"] != packet["id"]])
        return [stored, *({"type": "confirm", "message": message} for message in done)]

    def timeout(self):
        return [*map(data, self.outbox), self.again()] if self.outbox else []

    def restart(self):
        return [self.again()] if self.outbox else []


for line in sys.stdin:
    question = json.loads(line)
    answer = {"number": question["number"], "effects": []}
    match question["type"]:
        case "init":
            sender = Sender(question["disk"])
            answer["features"] = ["reset", "snapshot"]
        case "restore":
            sender = Sender(question["disk"])  # it remembers nothing that is not on its disk
        case "submit":
            answer["effects"] = sender.submit(question["message"])
        case "receive":
            answer["effects"] = sender.receive(question["packet"])
        case "timeout":
            answer["effects"] = sender.timeout()
        case "restart":
            answer["effects"] = sender.restart()
    answer["snapshot"] = None
    print(json.dumps(answer), flush=True)
