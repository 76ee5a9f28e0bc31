"""A receiver that delivers each message exactly once. To put it to the test:

    onceproof test --exec "python3 worker.py" --role receiver
"""

import json
import sys


def receive(disk, packet):
    message = packet["message"]
    acknowledge = {"type": "send", "packet": {"type": "ack", "id": message["id"]}}
    if message["id"] in disk["seen"]:
        return [acknowledge]  # the first one may have been lost
    disk["seen"] = disk["seen"] + [message["id"]]
    deliver = {"type": "deliver", "message": message}
    record = {"type": "write", "disk": {"seen": disk["seen"]}}
    return [{"type": "atomically", "effects": [deliver, record]}, acknowledge]


for line in sys.stdin:
    question = json.loads(line)
    answer = {"number": question["number"], "effects": [], "features": ["reset", "snapshot"]}
    answer["snapshot"] = None  # it remembers nothing that is not on its disk
    match question["type"]:
        case "init" | "restore":  # whatever it knew before is forgotten
            disk = {"seen": [], **question["disk"]}
        case "receive":
            answer["effects"] = receive(disk, question["packet"])
        case "submit" | "timeout" | "restart":
            pass
    print(json.dumps(answer), flush=True)
