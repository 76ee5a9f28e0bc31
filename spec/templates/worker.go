// A receiver that delivers each message exactly once. To put it to the test:
//
//	go build worker.go && onceproof test --exec ./worker --role receiver
package main

import (
	"encoding/json"
	"os"
	"slices"
)

type object = map[string]any

func receive(seen *[]string, message object) []object {
	id := message["id"].(string)
	acknowledge := object{"type": "send", "packet": object{"type": "ack", "id": id}}
	if slices.Contains(*seen, id) {
		return []object{acknowledge} // the first one may have been lost
	}
	*seen = append(*seen, id)
	deliver := object{"type": "deliver", "message": message}
	record := object{"type": "write", "disk": object{"seen": *seen}}
	return []object{{"type": "atomically", "effects": []object{deliver, record}}, acknowledge}
}

func main() {
	questions, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	seen := []string{}
	for {
		var question struct {
			Number int
			Type   string
			Disk   struct{ Seen []string }
			Packet struct{ Message object }
		}
		if questions.Decode(&question) != nil {
			return // nobody asks any more
		}
		answer := object{"number": question.Number, "effects": []object{}}
		answer["features"] = []string{"reset", "snapshot"}
		answer["snapshot"] = nil // it remembers nothing that is not on its disk
		switch question.Type {
		case "init", "restore": // whatever it knew before is forgotten
			seen = question.Disk.Seen
		case "receive":
			answer["effects"] = receive(&seen, question.Packet.Message)
		}
		answers.Encode(answer)
	}
}
