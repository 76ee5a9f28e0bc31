"""A receiver that talks too much: what is for people goes to standard error."""

import json
import sys

for line in sys.stdin:
    question = json.loads(line)
    answer = {"number": question["number"], "effects": []}
    if question["type"] == "receive":
        print("Received", question["packet"]["type"], flush=True)
        answer["effects"] = [{"type": "deliver", "message": question["packet"]["message"]}]
    print(json.dumps(answer), flush=True)
